/// The canonical machine file, `forecast.csv`: IAMC long form with a statistic.
///
/// One row per scenario, variable, year and statistic, sorted; numbers in the shortest decimal that
/// reads back as the same number. It loads in pyam as it is.
public struct Forecast {
  /// The header, exactly.
  public static let header = [
    "model", "scenario", "region", "variable", "unit", "year", "value", "statistic",
  ]
  /// The scenario under which observed data stand.
  public static let historical = "Historical"

  /// One number.
  public struct Row: Hashable {
    /// The scenario's identifier.
    public var scenario: String
    /// The variable as a pipe hierarchy, such as `Digital Economy|Share of GRDP|gso`.
    public var variable: String
    /// Its unit.
    public var unit: String
    /// The year.
    public var year: Int
    /// `central`, `mean`, `median`, `sd`, `p05`, … or `observed`.
    public var statistic: String
    /// The number; finite.
    public var value: Double

    /// Creates a row.
    public init(
      scenario: String, variable: String, unit: String, year: Int, statistic: String, value: Double
    ) {
      self.scenario = scenario
      self.variable = variable
      self.unit = unit
      self.year = year
      self.statistic = statistic
      self.value = value
    }
  }

  /// The model's identifier.
  public var model: String
  /// The region's identifier.
  public var region: String
  /// The numbers, in any order.
  public var rows: [Row]

  /// Creates a forecast.
  public init(model: String, region: String, rows: [Row] = []) {
    self.model = model
    self.region = region
    self.rows = rows
  }

  /// The statistic of a quantile level: `p05`, `median`, `p97.5`.
  public static func statistic(level: Double) -> String {
    if level == 0.5 { return "median" }
    let percent = CSVText.number((level * 1e6).rounded() / 1e4)
    return "p" + (level < 0.1 ? "0" : "") + percent
  }

  /// The text of a file that holds one or more forecasts.
  ///
  /// Rows are sorted by model, scenario, region, variable, year and statistic.
  public static func csv(_ forecasts: [Forecast]) -> String {
    let rows = forecasts.enumerated().flatMap { number, forecast in
      forecast.rows.map { (forecast: number, row: $0) }
    }
    let owners = Ranks(
      rows.map {
        "\(forecasts[$0.forecast].model)\0\($0.row.scenario)\0\(forecasts[$0.forecast].region)"
      })
    let variables = Ranks(rows.map(\.row.variable))
    let statistics = Ranks(rows.map(\.row.statistic))
    let sorted = rows.indices.sorted {
      (owners[$0], variables[$0], rows[$0].row.year, statistics[$0])
        < (owners[$1], variables[$1], rows[$1].row.year, statistics[$1])
    }
    var file = CSVText(header: header)
    var last: Int?
    for position in sorted {
      let (number, row) = rows[position]
      // Scenarios with other years than the rest bring the same observations again.
      if let last, rows[last].row == row, owners[last] == owners[position] { continue }
      last = position
      file.append([
        forecasts[number].model, row.scenario, forecasts[number].region, row.variable,
        unitText(row.unit),
        String(row.year), CSVText.number(row.value), row.statistic,
      ])
    }
    return file.text
  }

  /// A unit as text that no reader takes for a number.
  static func unitText(_ unit: String) -> String { unit == "1" ? "dimensionless" : unit }

  /// The place of each text among all of them in order: comparing numbers is cheaper than texts.
  private struct Ranks {
    private let ranks: [Int]

    init(_ texts: [String]) {
      let rank = Dictionary(
        uniqueKeysWithValues: Set(texts).sorted().enumerated().map { ($1, $0) })
      ranks = texts.map { rank[$0] ?? 0 }
    }

    subscript(position: Int) -> Int { ranks[position] }
  }
}
