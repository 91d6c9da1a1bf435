public import Sim

/// A nonlinear regression as it was asked for: a formula, its data, starts and bounds.
public struct NonlinearRegression {
  /// What is asked for, as text.
  public struct Request: Sendable {
    /// The formula.
    public var formula: String
    /// The table.
    public var file: String
    /// `name=value` for each parameter, joined by commas or given one by one.
    public var start: [String] = []
    /// Lower bounds in the same form.
    public var lower: [String] = []
    /// Upper bounds in the same form.
    public var upper: [String] = []
    /// The column of weights.
    public var weights: String?
    /// A table of rows to predict.
    public var predict: String?
    /// A growth curve, where the right side only names the time.
    public var curve: GrowthCurveRequest?

    /// Asks for a formula over a table.
    public init(formula: String, file: String) {
      (self.formula, self.file) = (formula, file)
    }
  }

  /// The formula; for a growth curve, written out.
  public let formula: String
  /// The growth curve that was asked for.
  public let curve: GrowthCurveRequest?
  /// The names of the parameters.
  public let parameters: [String]
  /// Where the search begins.
  public let start: [Double]
  /// Where the parameters may lie.
  public let bounds: ParameterBounds
  /// The left side.
  public let response: ColumnFunction
  /// The right side.
  public let function: ColumnFunction
  /// The names of the columns that are read.
  public let columnNames: [String]
  /// The columns, row by row of those that are used.
  public let columns: [[DoubleDouble]]
  /// The weights of the rows; nil for none.
  public let weights: [Double]?
  /// The line of the file of each row that is used.
  public let lines: [Int]
  /// Number of rows that say nothing in a column that is read, or have weight zero.
  public let leftOut: Int

  /// The rows to predict; nil where none were asked for.
  public let newRows: NewRows?

  /// Rows that the right side can be computed for.
  public struct NewRows: Sendable {
    /// The line of the file of each row.
    public let lines: [Int]
    /// The columns of the regression; NaN where a cell is empty or the right side does not read the column.
    public let columns: [[DoubleDouble]]
  }

  /// Number of rows that are used.
  public var rowCount: Int { lines.count }

  /// Reads the table and checks everything that is asked for.
  ///
  /// - Throws: every mistake.
  public init(_ request: Request) throws(Diagnostics) {
    let table = try DataTable(reading: request.file)
    var found: [Diagnostic] = []
    var text = request.formula
    var start = NamedNumbers(request.start, option: "--start", &found)
    let lower = NamedNumbers(request.lower, option: "--lower", &found)
    let upper = NamedNumbers(request.upper, option: "--upper", &found)
    if let curve = request.curve {
      guard found.isEmpty else { throw Diagnostics(found) }
      (text, start) = try curve.formula(request, table, given: start)
    }
    for name in start.names where table.names.contains(name) {
      found.append(start.diagnostic(.startIsColumn(name), name))
    }
    for option in [lower, upper] {
      for name in option.names where !start.names.contains(name) {
        found.append(
          option.diagnostic(
            .notInRightSide(name, suggestion: nearestName(to: name, among: start.names)), name))
      }
    }
    guard found.isEmpty else { throw Diagnostics(found) }
    let formula = try NonlinearFormula(
      text, columns: table.names, parameters: start.names)
    let rows = try UsedRows(table, columns: formula.columns, weights: request.weights)
    let bounds = ParameterBounds(
      lower: start.names.map { lower[$0] ?? -.infinity },
      upper: start.names.map { upper[$0] ?? .infinity })
    found += NonlinearRegression.boundProblems(start, bounds)
    if rows.rows.count <= start.names.count {
      found.append(
        Diagnostic(
          .nonlinear(
            .tooFewRows(
              rows: rows.rows.count, parameters: start.names.count, leftOut: rows.leftOut)),
          at: SourceLocation(file: table.path)))
    }
    guard found.isEmpty else { throw Diagnostics(found) }
    self.formula = text
    curve = request.curve
    parameters = start.names
    self.start = start.values
    self.bounds = bounds
    (response, function) = (formula.response, formula.function)
    columnNames = formula.columns
    columns = rows.columns
    weights = rows.weights
    lines = rows.rows.map { table.lines[$0] }
    leftOut = rows.leftOut
    newRows = try request.predict.map { file throws(Diagnostics) in
      try NewRows(DataTable(reading: file), formula)
    }
    try checkValues(table, rows.rows)
  }

  private static func boundProblems(
    _ start: NamedNumbers, _ bounds: ParameterBounds
  ) -> [Diagnostic] {
    start.names.indices.compactMap { number in
      let (low, high) = (bounds.lower[number], bounds.upper[number])
      let (name, value) = (start.names[number], start.values[number])
      if low > high { return start.diagnostic(.boundsReversed(name, low: low, high: high), name) }
      guard value < low || value > high else { return nil }
      return start.diagnostic(
        .startOutsideBounds(name, start: value, low: low, high: high), name)
    }
  }

  /// Refuses observations that are not finite, or all the same, and a right side that cannot be
  /// computed at the start.
  private func checkValues(_ table: DataTable, _ rows: [Int]) throws(Diagnostics) {
    let observed = response.refinedValues(columns: columns, rows: rowCount, parameters: [])
    let fitted = function.refinedValues(
      columns: columns, rows: rowCount, parameters: start.map { DoubleDouble($0) })
    var found: [Diagnostic] = []
    func refuse(_ values: [DoubleDouble], _ problem: (String) -> NonlinearProblem) {
      guard let row = values.firstIndex(where: { !$0.value.isFinite }) else { return }
      let shown = zip(columnNames, columns).map { "\($0) = \(decimalText($1[row].value))" }
        .joined(separator: ", ")
      found.append(
        table.diagnostic(.nonlinear(problem(shown)), row: rows[row], column: ""))
    }
    refuse(observed) { .responseNotFinite($0) }
    refuse(fitted) { .notFiniteAtStart($0) }
    if found.isEmpty, let first = observed.first, observed.allSatisfy({ $0 == first }) {
      found.append(
        Diagnostic(
          .nonlinear(.flatResponse(first.value)), at: SourceLocation(file: table.path)))
    }
    if !found.isEmpty { throw Diagnostics(found) }
  }

  /// The problem for a solver.
  public func problem(_ kernels: Kernels) -> RegressionFunction {
    RegressionFunction(
      response, function, columns: columns, rows: rowCount, weights: weights, kernels: kernels)
  }
}

extension NonlinearRegression.NewRows {
  /// Reads the columns that the right side of a formula reads.
  init(_ table: DataTable, _ formula: NonlinearFormula) throws(Diagnostics) {
    var found: [Diagnostic] = []
    let needed = formula.function.columns
    let columns = formula.columns.enumerated().map { number, name -> [DoubleDouble] in
      let empty = Array(repeating: DoubleDouble(.nan), count: table.rowCount)
      guard needed.contains(number) else { return empty }
      guard table.column(name) != nil else {
        let problem = NonlinearProblem.unknownColumn(
          name, suggestion: nearestName(to: name, among: table.names))
        found.append(Diagnostic(.nonlinear(problem), at: SourceLocation(file: table.path)))
        return empty
      }
      return table.refinedNumbers(name, &found)
    }
    guard found.isEmpty else { throw Diagnostics(found) }
    (lines, self.columns) = (table.lines, columns)
  }
}

extension DataTable {
  /// The numbers of a column to all digits of their text, NaN for an empty cell; text in it is a mistake.
  fileprivate func refinedNumbers(
    _ name: String, _ found: inout [Diagnostic]
  ) -> [DoubleDouble] {
    guard let column = column(name) else { return [] }
    guard let numbers = column.numbers else {
      let word = column.firstWord ?? column.texts.firstIndex { !$0.isEmpty } ?? 0
      found.append(
        diagnostic(.csvNotANumber(column.texts[word], column: name), row: word, column: name))
      return Array(repeating: DoubleDouble(.nan), count: rowCount)
    }
    return zip(column.texts, numbers).map { DoubleDouble(decimal: $0, nearest: $1) }
  }
}

/// `name=value` pairs of an option.
struct NamedNumbers {
  let option: String
  private(set) var names: [String] = []
  private(set) var values: [Double] = []

  /// Reads pairs; what is wrong with them is added to the findings.
  init(_ texts: [String], option: String, _ found: inout [Diagnostic]) {
    self.option = option
    for text in texts.flatMap({ $0.split(separator: ",").map { String($0).trimmed } }) {
      let sides = text.split(separator: "=", omittingEmptySubsequences: false)
        .map { String($0).trimmed }
      guard sides.count == 2, Lexer.isName(sides[0]), let value = decimalNumber(sides[1]) else {
        found.append(diagnostic(.notNameAndNumber(text), text))
        continue
      }
      if names.contains(sides[0]) { found.append(diagnostic(.givenTwice(sides[0]), text)) }
      names.append(sides[0])
      values.append(value)
    }
  }

  /// Names with values that were found for them.
  init(option: String, names: [String], values: [Double]) {
    self.option = option
    (self.names, self.values) = (names, values)
  }

  subscript(name: String) -> Double? { names.firstIndex(of: name).map { values[$0] } }

  func diagnostic(_ problem: NonlinearProblem, _ text: String) -> Diagnostic {
    Diagnostic(.nonlinear(problem), at: SourceLocation(file: "\(option) \(text)"))
  }
}

/// The rows of a table that say something in every column that is read.
struct UsedRows {
  let rows: [Int]
  let columns: [[DoubleDouble]]
  let weights: [Double]?
  let leftOut: Int

  init(_ table: DataTable, columns names: [String], weights: String?) throws(Diagnostics) {
    var found: [Diagnostic] = []
    func numbers(_ name: String) -> [Double] {
      guard let column = table.column(name) else { return [] }
      if let numbers = column.numbers { return numbers }
      let word = column.firstWord ?? column.texts.firstIndex { !$0.isEmpty } ?? 0
      found.append(
        table.diagnostic(
          .csvNotANumber(column.texts[word], column: name), row: word, column: name))
      return []
    }
    if let weights, table.column(weights) == nil {
      let problem = NonlinearProblem.unknownColumn(
        weights, suggestion: nearestName(to: weights, among: table.names))
      found.append(
        Diagnostic(.nonlinear(problem), at: SourceLocation(file: "--weights \(weights)")))
    }
    let columns = names.map(numbers)
    let given = weights.map(numbers)
    for (row, weight) in (given ?? []).enumerated() where weight < 0 {
      found.append(
        table.diagnostic(.nonlinear(.negativeWeight(weight)), row: row, column: weights ?? ""))
    }
    guard found.isEmpty else { throw Diagnostics(found) }
    let rows = (0..<table.rowCount).filter { row in
      columns.allSatisfy { $0[row].isFinite } && (given.map { $0[row] > 0 } ?? true)
    }
    self.rows = rows
    leftOut = table.rowCount - rows.count
    self.weights = given.map { weights in rows.map { weights[$0] } }
    self.columns = zip(names, columns).map { name, numbers in
      let texts = table.column(name)?.texts ?? []
      return rows.map { DoubleDouble(decimal: texts[$0], nearest: numbers[$0]) }
    }
  }
}
