public import Sim

/// A growth curve to be fitted: which, and what is known about its ceiling.
public struct GrowthCurveRequest: Sendable {
  /// What is known about the ceiling.
  public enum Ceiling: Hashable, Sendable {
    /// It is given, with its source.
    case given(Double, source: String)
    /// It is estimated with the other parameters.
    case estimated
  }

  /// The curve.
  public var curve: GrowthCurve
  /// The ceiling; nil where nothing was said about it.
  public var ceiling: Ceiling?

  /// Asks for a curve.
  public init(_ curve: GrowthCurve, ceiling: Ceiling?) {
    (self.curve, self.ceiling) = (curve, ceiling)
  }

  /// The formula of the curve and its starting values.
  ///
  /// - Parameter given: starting values that replace the curve's own.
  func formula(
    _ request: NonlinearRegression.Request, _ table: DataTable, given: NamedNumbers
  ) throws(Diagnostics) -> (String, NamedNumbers) {
    let sides = try NonlinearFormula.sides(of: request.formula)
    let time = sides[1].text.trimmed
    guard table.column(time) != nil else {
      throw Diagnostics([wrongTime(time, sides[1], request.formula, table)])
    }
    let rows = try observations(sides[0].text, time, table, request)
    let highest = rows.values.max() ?? 0
    let ceilingValue: Double?
    switch ceiling {
    case .given(let value, let source):
      if source.trimmed.isEmpty { throw refusal(.ceilingWithoutSource, "--ceiling", table) }
      ceilingValue = value
    case .estimated: ceilingValue = nil
    case nil: throw refusal(.ceilingMissing(highest: highest), "--curve \(curve.rawValue)", table)
    }
    try check(rows, ceiling: ceilingValue, table, time)
    // Bass counts from the launch: one period before the first observation.
    let first = rows.times.min() ?? 0
    let sorted = rows.times.sorted()
    let period = zip(sorted.dropFirst(), sorted).map { $0 - $1 }.min() ?? 1
    let launch = curve == .bass && first > 0 ? first - period : 0
    let times = rows.times.map { $0 - launch }
    guard highest > 0 else { throw refusal(.neverPositive, table.path, table) }
    guard let start = curve.start(times: times, values: rows.values, ceiling: ceilingValue) else {
      throw refusal(
        .tooFewPeriods(rows.values.count, needed: curve.parameterNames.count + 1), table.path, table
      )
    }
    let names = curve.parameterNames.map { name in
      table.names.contains(name) ? name + "_fit" : name
    }
    let shownTime = launch == 0 ? time : "(\(time) - \(decimalText(launch)))"
    var written = names
    if let ceilingValue { written[0] = decimalText(ceilingValue) }
    let free = ceilingValue == nil ? 0 : 1
    let estimated = Array(names.dropFirst(free))
    let values = zip(estimated, start.dropFirst(free)).map { given[$0] ?? $1 }
    return (
      "\(sides[0].text.trimmed) ~ \(curve.formula(time: shownTime, written))",
      NamedNumbers(
        option: "--start", names: estimated + given.names.filter { !estimated.contains($0) },
        values: values + given.names.filter { !estimated.contains($0) }.compactMap { given[$0] })
    )
  }

  private func wrongTime(
    _ time: String, _ side: (text: String, offset: Int), _ formula: String, _ table: DataTable
  ) -> Diagnostic {
    let at = side.offset + side.text.utf8.prefix { $0 == 0x20 }.count
    let problem: NonlinearProblem =
      Lexer.isName(time)
      ? .unknownColumn(time, suggestion: nearestName(to: time, among: table.names))
      : .curveNeedsTwoNames
    return NonlinearFormula.diagnostic(
      SyntaxError(problem: .nonlinear(problem), at: at), in: formula)
  }

  /// Times and values of the rows that have both.
  private func observations(
    _ left: String, _ time: String, _ table: DataTable, _ request: NonlinearRegression.Request
  ) throws(Diagnostics) -> (times: [Double], values: [Double], rows: [Int]) {
    var resolver = ColumnExpression(columns: table.names, in: .nonlinear(parameters: []))
    var response: ColumnFunction?
    var mistakes: [SyntaxError] = []
    do {
      let tree = resolver.resolve(try ExpressionParser.parse(left))
      response = try? ColumnFunction(tree, parameterCount: 0)
      mistakes = resolver.mistakes
    } catch {
      mistakes = [error]
    }
    guard mistakes.isEmpty, let response else {
      throw Diagnostics(mistakes.map { NonlinearFormula.diagnostic($0, in: request.formula) })
    }
    let used = try UsedRows(table, columns: resolver.used + [time], weights: request.weights)
    let values = response.refinedValues(
      columns: used.columns, rows: used.rows.count, parameters: [])
    return (used.columns[resolver.used.count].map(\.value), values.map(\.value), used.rows)
  }

  private func check(
    _ rows: (times: [Double], values: [Double], rows: [Int]), ceiling: Double?,
    _ table: DataTable, _ time: String
  ) throws(Diagnostics) {
    var found: [Diagnostic] = []
    var known: Set<Double> = []
    for (index, row) in rows.rows.enumerated() {
      if !known.insert(rows.times[index]).inserted {
        found.append(
          table.diagnostic(.nonlinear(.periodTwice(rows.times[index])), row: row, column: time))
      }
      if let ceiling, rows.values[index] > ceiling {
        found.append(
          table.diagnostic(
            .nonlinear(.aboveCeiling(rows.values[index], ceiling: ceiling)), row: row, column: ""))
      }
    }
    if !found.isEmpty { throw Diagnostics(found) }
  }

  private func refusal(
    _ problem: NonlinearProblem, _ place: String, _ table: DataTable
  ) -> Diagnostics {
    Diagnostics([Diagnostic(.nonlinear(problem), at: SourceLocation(file: place))])
  }
}

/// A number as a formula has it: the shortest text that means it.
func decimalText(_ value: Double) -> String {
  let text = value.description
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}
