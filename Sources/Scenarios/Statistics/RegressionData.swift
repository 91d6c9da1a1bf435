public import Sim

/// A linear regression as it was asked for: the rows of a table that say something in every column the
/// formula reads, and the regressors formed from them.
public struct RegressionData: Sendable {
  /// A column as categories.
  public struct Levels: Sendable {
    /// The column.
    public let name: String
    /// What is in it, in order: numbers by size, words by their letters.
    public let levels: [String]
    /// The level of each row used.
    public let codes: [Int]
  }

  /// The formula as it was written.
  public let formula: String
  /// The file of the table.
  public let path: String
  /// What is explained, as it was written.
  public let responseName: String
  /// The numbers of the response.
  public let response: [DoubleDouble]
  /// The regressors.
  public let design: Design
  /// The weights, if a column was named.
  public let weights: [Double]?
  /// The absorbed effects.
  public let effects: [Levels]
  /// The clusters that were asked for.
  public let clusters: [Levels]
  /// The line of the file of each row used.
  public let lines: [Int]
  /// The lines of rows left out because a cell is missing.
  public let missingLines: [Int]
  /// The lines of rows that repeat an earlier row in every column of the table.
  public let repeatedLines: [Int]
  /// The reference level of each factor that has one.
  public let references: [(name: String, level: String)]

  private let plan: RegressionPlan

  /// Reads a formula over a table.
  ///
  /// - Parameters:
  ///   - weights: the column of weights.
  ///   - clusters: the columns of clusters.
  /// - Throws: every mistake, in the formula or at its cell in the table.
  public init(
    _ formula: String, _ table: DataTable, weights: String? = nil, clusters: [String] = []
  ) throws(Diagnostics) {
    let parsed = try RegressionFormula(formula, columns: table.names)
    let plan = try RegressionPlan(parsed, table, weights: weights, clusters: clusters)
    self.formula = formula
    path = table.path
    self.plan = plan
    responseName = parsed.responseText
    let rows = plan.rows
    lines = rows.map { table.lines[$0] }
    let used = Set(rows)
    missingLines = (0..<table.rowCount).filter { !used.contains($0) }.map { table.lines[$0] }
    var seen: Set<[String]> = []
    repeatedLines = (0..<table.rowCount).filter { row in
      !seen.insert(table.columns.map { $0.texts[row] }).inserted
    }.map { table.lines[$0] }
    self.weights = try plan.weights(weights)
    effects = parsed.effects.map { plan.levels($0.name) }
    self.clusters = clusters.map { plan.levels($0) }
    response = try plan.responseValues()
    design = try plan.design()
    references = plan.references
  }

  /// The rows of another table in the variables of this regression, for prediction.
  public struct NewRows: Sendable {
    /// The line of the file of each row.
    public let lines: [Int]
    /// The numbers of each variable of the design; NaN where a cell is empty or a formula has no finite
    /// value.
    public let variables: [[DoubleDouble]]
    /// The group of each row in each effect; -1 where the cell is empty.
    public let groups: [[Int]]

    /// Whether every number and group of a row is there.
    func isComplete(_ row: Int) -> Bool {
      variables.allSatisfy { $0[row].isFinite } && groups.allSatisfy { $0[row] >= 0 }
    }
  }

  /// Reads rows to predict: every column that the right side reads must be there.
  ///
  /// - Throws: every column, cell or level that is not as it must be.
  public func newRows(_ table: DataTable) throws(Diagnostics) -> NewRows {
    try plan.newRows(table, effects: effects)
  }
}

/// How the columns of a table become variables and regressors.
struct RegressionPlan: Sendable {
  let formula: RegressionFormula
  let table: DataTable
  /// The rows without a missing cell.
  let rows: [Int]
  /// The atoms that are categories, with the levels of the rows used.
  private var factors: [RegressionFormula.Atom: RegressionData.Levels] = [:]

  init(
    _ formula: RegressionFormula, _ table: DataTable, weights: String?, clusters: [String]
  ) throws(Diagnostics) {
    (self.formula, self.table) = (formula, table)
    var found: [SyntaxError] = []
    var read: Set<String> = []
    let words = Set(table.columns.filter { $0.numbers == nil }.map(\.name))
    func check(_ syntax: Syntax, from offset: Int) {
      var resolver = ColumnExpression(columns: table.names, in: .linear(words: words))
      _ = resolver.resolve(syntax)
      read.formUnion(resolver.used)
      found += resolver.mistakes.map { SyntaxError(problem: $0.problem, at: $0.at + offset) }
    }
    check(formula.response, from: 0)
    for (tree, offset) in formula.expressions.values { check(tree, from: offset) }
    func known(_ name: String, _ at: Int) {
      read.insert(name)
      guard !table.names.contains(name) else { return }
      found.append(
        SyntaxError(
          problem: .regression(
            .unknownColumn(name, suggestion: nearestName(to: name, among: table.names))), at: at))
    }
    var diagnostics: [Diagnostic] = []
    for atom in Set(formula.terms.flatMap { $0.factors.map(\.atom) }) {
      switch atom.kind {
      case .column(let name), .factor(let name): known(name, atom.at)
      case .expression: break
      }
    }
    for effect in formula.effects { known(effect.name, effect.at) }
    // One column may be read in several places; each place is one mistake.
    var places: Set<Int> = []
    diagnostics += found.sorted { $0.at < $1.at }.filter { places.insert($0.at).inserted }
      .map { RegressionFormula.diagnostic($0, in: formula.file) }
    for (option, name) in [("--weights", weights)].compactMap({ pair in pair.1.map { (pair.0, $0) }
    })
      + clusters.map({ ("--errors cluster", $0) })
    {
      read.insert(name)
      guard !table.names.contains(name) else { continue }
      diagnostics.append(
        Diagnostic(
          .regression(
            .unknownColumn(name, suggestion: nearestName(to: name, among: table.names))),
          at: SourceLocation(file: "\(option) \(name)")))
    }
    // A word in a column of numbers is a slip, unless the column is taken as categories.
    let numeric = RegressionPlan.namesReadAsNumbers(formula, weights)
    for column in table.columns where read.contains(column.name) && numeric.contains(column.name) {
      guard let row = column.firstWord else { continue }
      diagnostics.append(
        table.diagnostic(
          .regression(.wordInNumbers(column.texts[row], column: column.name)), row: row,
          column: column.name))
    }
    guard diagnostics.isEmpty else { throw Diagnostics(diagnostics) }
    let columns = table.columns.filter { read.contains($0.name) }
    rows = (0..<table.rowCount).filter { row in columns.allSatisfy { !$0.texts[row].isEmpty } }
    guard !rows.isEmpty else {
      throw Diagnostics([
        Diagnostic(
          .regression(.allRowsMissing(dropped: table.rowCount)),
          at: SourceLocation(file: table.path))
      ])
    }
    try findFactors()
  }

  /// The columns that are read as numbers: not as a factor, effect or cluster.
  private static func namesReadAsNumbers(
    _ formula: RegressionFormula, _ weights: String?
  ) -> Set<String> {
    var names: Set<String> = []
    func visit(_ syntax: Syntax) {
      switch syntax.kind {
      case .name(let name, _, _): names.insert(name)
      case .negate(let inner), .not(let inner), .reduction(_, let inner, _, _): visit(inner)
      case .binary(_, _, let left, let right):
        visit(left)
        visit(right)
      case .call(_, let arguments): for argument in arguments { visit(argument.value) }
      case .number: break
      }
    }
    visit(formula.response)
    for (tree, _) in formula.expressions.values { visit(tree) }
    for atom in formula.terms.flatMap({ $0.factors.map(\.atom) }) {
      if case .column(let name) = atom.kind { names.insert(name) }
    }
    if let weights { names.insert(weights) }
    return names
  }

  private mutating func findFactors() throws(Diagnostics) {
    var found: [Diagnostic] = []
    for (atom, power) in formula.terms.flatMap(\.factors) where factors[atom] == nil {
      let name: String
      switch atom.kind {
      case .factor(let column): name = column
      case .column(let column) where table.column(column)?.numbers == nil: name = column
      default: continue
      }
      if power > 1 {
        found.append(
          RegressionFormula.diagnostic(
            SyntaxError(problem: .regression(.wordsNotNumbers(name)), at: atom.at),
            in: formula.file))
      }
      let levels = levels(name)
      if levels.levels.count == 1 {
        found.append(oneLevel(name, levels.levels[0], atom.at))
      }
      factors[atom] = levels
    }
    for effect in formula.effects {
      let levels = levels(effect.name).levels
      if levels.count == 1 { found.append(oneLevel(effect.name, levels[0], effect.at)) }
    }
    guard found.isEmpty else { throw Diagnostics(found) }
  }

  private func oneLevel(_ name: String, _ level: String, _ at: Int) -> Diagnostic {
    RegressionFormula.diagnostic(
      SyntaxError(problem: .regression(.oneLevel(name, level: level)), at: at), in: formula.file)
  }

  // MARK: Columns

  /// A column of the table as categories.
  func levels(_ name: String) -> RegressionData.Levels {
    guard let column = table.column(name) else {
      return RegressionData.Levels(name: name, levels: [], codes: [])
    }
    let texts = rows.map { column.texts[$0] }
    var keys: [String: Double] = [:]
    for row in rows { keys[column.texts[row]] = column.numbers?[row] ?? 0 }
    let levels = keys.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map(\.key)
    let places = Dictionary(
      uniqueKeysWithValues: levels.enumerated().map { ($0.element, $0.offset) })
    return RegressionData.Levels(
      name: name, levels: levels, codes: texts.map { places[$0, default: 0] })
  }

  func weights(_ name: String?) throws(Diagnostics) -> [Double]? {
    guard let name, let column = table.column(name) else { return nil }
    guard let numbers = column.numbers else {
      throw Diagnostics([
        Diagnostic(
          .regression(.wordsNotNumbers(name)), at: SourceLocation(file: "--weights \(name)"))
      ])
    }
    if let row = rows.first(where: { !(numbers[$0] >= 0) }) {
      throw Diagnostics([
        table.diagnostic(.regression(.weightNotPositive(numbers[row])), row: row, column: name)
      ])
    }
    return rows.map { numbers[$0] }
  }

  func responseValues() throws(Diagnostics) -> [DoubleDouble] {
    let values = values(formula.response, table, rows)
    try requireFinite(values, formula.responseText)
    return values
  }

  /// Reports values of the rows used that are not finite, each at its row.
  private func requireFinite(_ values: [DoubleDouble], _ text: String) throws(Diagnostics) {
    let bad = zip(rows, values).filter { !$0.1.isFinite }
    guard bad.isEmpty else {
      throw Diagnostics(
        bad.prefix(5).map { row, _ in
          Diagnostic(
            .regression(.notFinite(text)),
            at: SourceLocation(file: table.path, line: table.lines[row]))
        })
    }
  }

  /// The values of an expression in some rows.
  private func values(_ syntax: Syntax, _ table: DataTable, _ rows: [Int]) -> [DoubleDouble] {
    var resolver = ColumnExpression(columns: table.names, in: .linear(words: []))
    let tree = resolver.resolve(syntax)
    guard let function = try? ColumnFunction(tree, parameterCount: 0) else {
      // The resolver lets nothing through that cannot be compiled.
      preconditionFailure("an expression over columns that is not one")
    }
    let columns = resolver.used.map { name in
      guard let numbers = table.column(name)?.numbers else {
        return rows.map { _ in DoubleDouble(.nan) }
      }
      return rows.map { DoubleDouble(numbers[$0]) }
    }
    return function.refinedValues(columns: columns, rows: rows.count, parameters: [])
  }

  // MARK: Regressors

  /// The variables of an atom: one of numbers, or one of zeros and ones per level.
  private func variables(
    _ atom: RegressionFormula.Atom, _ table: DataTable, _ rows: [Int]
  ) -> [[DoubleDouble]] {
    if let levels = factors[atom] {
      let texts = rows.map { table.column(levels.name)?.texts[$0] ?? "" }
      return levels.levels.map { level in
        texts.map { $0.isEmpty ? DoubleDouble(.nan) : $0 == level ? .one : .zero }
      }
    }
    switch atom.kind {
    case .column(let name), .factor(let name):
      let numbers = table.column(name)?.numbers ?? []
      return [rows.map { DoubleDouble(numbers[$0]) }]
    case .expression(let text):
      guard let tree = formula.expressions[text]?.tree else { return [] }
      return [values(tree, table, rows)]
    }
  }

  /// The atoms in the order in which their variables are numbered.
  private var atoms: [RegressionFormula.Atom] {
    var atoms: [RegressionFormula.Atom] = []
    for atom in formula.terms.flatMap({ $0.factors.map(\.atom) }) where !atoms.contains(atom) {
      atoms.append(atom)
    }
    return atoms
  }

  /// Whether all levels of a factor have a coefficient in a term, as R has it: the first is the
  /// reference if the term without the factor is in the model as well.
  private func isFull(_ atom: RegressionFormula.Atom, in term: RegressionFormula.Term) -> Bool {
    var rest = term.powers
    rest[atom] = nil
    if rest.isEmpty { return !formula.hasIntercept && formula.effects.isEmpty }
    return !formula.terms.contains { $0.powers == rest }
  }

  /// The factors that have a reference level, and which it is.
  var references: [(name: String, level: String)] {
    atoms.compactMap { atom in
      guard let levels = factors[atom] else { return nil }
      let terms = formula.terms.filter { $0.powers[atom] != nil }
      guard terms.contains(where: { !isFull(atom, in: $0) }) else { return nil }
      return (levels.name, levels.levels[0])
    }
  }

  func design() throws(Diagnostics) -> Design {
    var variables: [Design.Variable] = []
    var first: [RegressionFormula.Atom: Int] = [:]
    for atom in atoms {
      first[atom] = variables.count
      for column in self.variables(atom, table, rows) {
        if case .expression = atom.kind { try requireFinite(column, atom.text) }
        variables.append(Design.Variable(name: atom.text, values: column))
      }
    }
    var regressors: [Design.Regressor] = []
    if formula.hasIntercept && formula.effects.isEmpty {
      regressors.append(Design.Regressor(name: "(Intercept)", powers: [:]))
    }
    for term in formula.terms { regressors += expanded(term, first) }
    return Design(variables: variables, regressors: regressors, rowCount: rows.count)
  }

  /// The regressors of a term: one, or one per combination of levels.
  private func expanded(
    _ term: RegressionFormula.Term, _ first: [RegressionFormula.Atom: Int]
  ) -> [Design.Regressor] {
    var partial: [(names: [String], powers: [Int: Int])] = [([], [:])]
    for (atom, power) in term.factors {
      let start = first[atom, default: 0]
      guard let levels = factors[atom] else {
        partial = partial.map { names, powers in
          (
            names + [atom.text + (power == 1 ? "" : "^\(power)")],
            powers.merging([start: power]) { $1 }
          )
        }
        continue
      }
      let shown = isFull(atom, in: term) ? 0..<levels.levels.count : 1..<levels.levels.count
      // The first factor varies fastest.
      partial = shown.flatMap { level in
        partial.map { names, powers in
          (
            names + ["\(levels.name)[\(levels.levels[level])]"],
            powers.merging([start + level: 1]) { $1 }
          )
        }
      }
    }
    return partial.map { names, powers in
      Design.Regressor(name: term.name ?? names.joined(separator: ":"), powers: powers)
    }
  }

  // MARK: New rows

  func newRows(
    _ other: DataTable, effects: [RegressionData.Levels]
  ) throws(Diagnostics) -> RegressionData.NewRows {
    var found: [Diagnostic] = []
    var read = formula.effects.map(\.name)
    for atom in atoms {
      switch atom.kind {
      case .column(let name), .factor(let name): read.append(name)
      case .expression(let text):
        guard let tree = formula.expressions[text]?.tree else { continue }
        var resolver = ColumnExpression(columns: table.names, in: .linear(words: []))
        _ = resolver.resolve(tree)
        read += resolver.used
      }
    }
    let categories = Set(factors.values.map(\.name) + effects.map(\.name))
    for name in Set(read).sorted() {
      guard let column = other.column(name) else {
        found.append(
          Diagnostic(
            .regression(.columnMissingInNewData(name)), at: SourceLocation(file: other.path)))
        continue
      }
      if !categories.contains(name), column.numbers == nil {
        let row = column.firstWord ?? 0
        found.append(
          other.diagnostic(
            .regression(.wordInNumbers(column.texts[row], column: name)), row: row, column: name))
      }
    }
    for levels in Array(factors.values) + effects {
      guard let column = other.column(levels.name) else { continue }
      for (row, text) in column.texts.enumerated()
      where !text.isEmpty && !levels.levels.contains(text) {
        found.append(
          other.diagnostic(
            .regression(.levelUnknown(text, column: levels.name)), row: row, column: levels.name))
      }
    }
    guard found.isEmpty else { throw Diagnostics(found) }
    let rows = Array(0..<other.rowCount)
    var variables: [[DoubleDouble]] = []
    for atom in atoms { variables += self.variables(atom, other, rows) }
    let groups = effects.map { levels in
      rows.map { row in
        levels.levels.firstIndex(of: other.column(levels.name)?.texts[row] ?? "") ?? -1
      }
    }
    return RegressionData.NewRows(lines: other.lines, variables: variables, groups: groups)
  }
}
