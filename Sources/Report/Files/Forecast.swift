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
    var (owners, variables, statistics) = (Names(), Names(), Names())
    var places: [Place] = []
    for (number, forecast) in forecasts.enumerated() {
      var known: (scenario: String, owner: Int)?
      for (position, row) in forecast.rows.enumerated() {
        if known?.scenario != row.scenario {
          let name = "\(forecast.model)\0\(row.scenario)\0\(forecast.region)"
          known = (row.scenario, owners.number(of: name))
        }
        places.append(
          Place(
            key: SIMD4(
              known?.owner ?? 0, variables.number(of: row.variable), row.year,
              statistics.number(of: row.statistic)),
            forecast: number, row: position))
      }
    }
    let (ownerRanks, variableRanks) = (owners.ranks, variables.ranks)
    let statisticRanks = statistics.ranks
    for index in places.indices {
      let key = places[index].key
      places[index].key = SIMD4(
        ownerRanks[key[0]], variableRanks[key[1]], key[2], statisticRanks[key[3]])
    }
    places.sort { $0.precedes($1) }
    return text(of: forecasts, in: places)
  }

  /// The rows at these places, one after the other.
  private static func text(of forecasts: [Forecast], in places: [Place]) -> String {
    var file = CSVText(header: header)
    var last: Place?
    var (beginning, unit) = ("", "")
    for place in places {
      let forecast = forecasts[place.forecast]
      let row = forecast.rows[place.row]
      if let last {
        // Scenarios with other years than the rest bring the same observations again.
        if last.key == place.key, forecasts[last.forecast].rows[last.row] == row { continue }
      }
      if last.map({ $0.key[0] != place.key[0] || $0.key[1] != place.key[1] }) ?? true
        || unit != row.unit
      {
        unit = row.unit
        beginning = CSVText.beginning([
          forecast.model, row.scenario, forecast.region, row.variable, unitText(unit),
        ])
      }
      last = place
      file.append(
        [String(row.year), CSVText.number(row.value), row.statistic], after: beginning)
    }
    return file.text
  }

  /// A unit as text that no reader takes for a number.
  static func unitText(_ unit: String) -> String { unit == "1" ? "dimensionless" : unit }

  /// Where a row is, and by what it is sorted: model, scenario and region, then variable, year and
  /// statistic.
  private struct Place {
    var key: SIMD4<Int>
    var forecast, row: Int

    /// Whether this row comes first.
    func precedes(_ other: Place) -> Bool {
      for part in 0..<4 where key[part] != other.key[part] { return key[part] < other.key[part] }
      return (forecast, row) < (other.forecast, other.row)
    }
  }

  /// Texts by number: comparing numbers is cheaper than texts.
  private struct Names {
    private var numbers: [String: Int] = [:]
    private var last: (text: String, number: Int)?

    /// The number of a text; the first gets 0.
    mutating func number(of text: String) -> Int {
      if let last, last.text == text { return last.number }
      let number = numbers[text] ?? numbers.count
      numbers[text] = number
      last = (text, number)
      return number
    }

    /// The place of each numbered text among all of them in order.
    var ranks: [Int] {
      var ranks = Array(repeating: 0, count: numbers.count)
      for (rank, entry) in numbers.sorted(by: { $0.key < $1.key }).enumerated() {
        ranks[entry.value] = rank
      }
      return ranks
    }
  }
}
