public import Scenarios

/// What the judgements behind a scenario do to its headline, one moved at a time.
public struct JudgementMoves: Sendable {
  /// One judgement moved.
  public struct Move: Sendable {
    /// The judgement.
    public var title: LocalizedText
    /// The median over draws of the change of the headline, in its unit.
    public var medianChange: Double
    /// The change of the target's probability; nil without a target.
    public var probabilityChange: Double?
    /// Its Monte Carlo standard error.
    public var error = 0.0

    /// Creates a move.
    public init(title: LocalizedText, medianChange: Double) {
      self.title = title
      self.medianChange = medianChange
    }

    /// What moves are ranked by.
    var effect: Double { probabilityChange ?? medianChange }
  }

  /// The number of draws.
  public var draws: Int
  /// The year of the headline.
  public var year: Int
  /// The headline, by position, and its element.
  public var variable, element: Int
  /// The target in that year, if there is one.
  public var target: Target?
  /// One for each judgement.
  public var moves: [Move]

  /// Creates the moves.
  public init(
    draws: Int, year: Int, variable: Int, element: Int, target: Target?, moves: [Move]
  ) {
    self.draws = draws
    self.year = year
    self.variable = variable
    self.element = element
    self.target = target
    self.moves = moves
  }
}

/// The lines of the page `grdp run` prints that say how arbitrary its headline is: the judgements that
/// raise it most and those that lower it most.
public struct JudgementLines {
  /// What is known of a model's judgements.
  public enum Finding: Sendable {
    /// There are none.
    case none
    /// They cannot be moved as they are written.
    case mistaken
    /// What they do.
    case moves(JudgementMoves)
  }

  /// How many of each kind are shown without details.
  private static let shown = 2

  private let scenario: LoadedScenario
  private let finding: Finding
  private let language: Language
  private let numbers: NumberText

  init(_ scenario: LoadedScenario, _ finding: Finding, in language: Language) {
    self.scenario = scenario
    self.finding = finding
    self.language = language
    numbers = NumberText(language)
  }

  /// The lines; with `details`, all judgements.
  func lines(details: Bool) -> [String] {
    switch finding {
    case .none: return []
    case .mistaken: return [language(.judgementsMistaken)]
    case .moves(let moves): return lines(moves, details: details)
    }
  }

  private func lines(_ found: JudgementMoves, details: Bool) -> [String] {
    let ranked = found.moves.enumerated()
      .sorted { ($1.element.effect, $0.offset) < ($0.element.effect, $1.offset) }.map(\.element)
    let raising = ranked.filter { $0.effect > 0 }.prefix(details ? ranked.count : Self.shown)
    let lowering = ranked.filter { $0.effect < 0 }.suffix(details ? ranked.count : Self.shown)
    let still = details ? ranked.filter { $0.effect == 0 } : []
    let quantity = Quantity(
      scenario.model, found.variable, elements: [found.element], in: language)
    var table = TextTable([.left, .right])
    for move in raising + still + lowering {
      var cell = numbers.signed(
        quantity.unit.scale * move.medianChange, decimals: quantity.unit.decimals ?? 2)
      if let change = move.probabilityChange {
        let error = numbers.fixed(100 * move.error, decimals: 1)
        cell = "\(numbers.signed(100 * change, decimals: 1)) ± \(error) (\(cell))"
      }
      table.append(["  " + shortened(move.title.text(in: language), to: 60), cell])
    }
    return [
      language(
        .judgementsMoved(
          shortened(scenario.document.title.text(in: language), to: 24),
          year: scenario.model.periodLabel(found.year, in: language), count: found.moves.count)),
      meaning(found, quantity),
    ] + table.lines
  }

  /// What the cells of a row mean.
  private func meaning(_ found: JudgementMoves, _ quantity: Quantity) -> String {
    let draws = numbers.whole(found.draws)
    if let target = found.target {
      let label = target.label?.text(in: language) ?? target.id
      return language(.probabilityMoved(shortened(label, to: 38), draws: draws))
    }
    let unit = quantity.unit.text == "%" ? language(.points) : quantity.unit.text
    return language(
      .medianMoved(
        shortened(quantity.title, to: 38) + (unit.isEmpty ? "" : ", \(unit)"), draws: draws))
  }
}
