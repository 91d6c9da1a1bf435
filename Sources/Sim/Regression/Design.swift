/// What a regression is about: columns of numbers, and the products of their powers that have a
/// coefficient each.
public struct Design: Sendable {
  /// A column of numbers.
  public struct Variable: Sendable {
    /// What it is called.
    public var name: String
    /// Its numbers, one per row.
    public var values: ExtendedColumn

    /// Creates a variable.
    public init(name: String, values: [DoubleDouble]) {
      self.name = name
      self.values = ExtendedColumn(values)
    }

    /// Creates a variable from doubles.
    public init(name: String, values: [Double]) {
      self.name = name
      self.values = ExtendedColumn(values)
    }
  }

  /// A product of powers of variables; without any, the intercept.
  public struct Regressor: Hashable, Sendable {
    /// What it is called.
    public var name: String
    /// The power of each variable in it; none is 0.
    public var powers: [Int: Int]

    /// Creates a regressor.
    public init(name: String, powers: [Int: Int]) {
      self.name = name
      self.powers = powers
    }

    /// Whether it is the intercept.
    public var isIntercept: Bool { powers.isEmpty }
  }

  /// The columns.
  public var variables: [Variable]
  /// What has a coefficient, in the order in which results are given.
  public var regressors: [Regressor]
  /// The number of rows.
  public var rowCount: Int

  /// Creates a design.
  ///
  /// - Precondition: every variable has as many numbers as there are rows.
  public init(variables: [Variable], regressors: [Regressor], rowCount: Int) {
    precondition(variables.allSatisfy { $0.values.count == rowCount }, "columns of unequal length")
    self.variables = variables
    self.regressors = regressors
    self.rowCount = rowCount
  }

  /// A design of plain columns, after an intercept if there is one.
  public init(columns: [(name: String, values: [Double])], intercept: Bool = true) {
    variables = columns.map { Variable(name: $0.name, values: $0.values) }
    regressors =
      (intercept ? [Regressor(name: "(Intercept)", powers: [:])] : [])
      + columns.enumerated().map { Regressor(name: $0.element.name, powers: [$0.offset: 1]) }
    rowCount = columns.first?.values.count ?? 0
  }

  /// The powers of one column from 1 to a degree, after an intercept if there is one.
  public init(polynomial name: String, _ values: [Double], degree: Int, intercept: Bool = true) {
    variables = [Variable(name: name, values: values)]
    regressors = ((intercept ? 0 : 1)...degree).map { power in
      switch power {
      case 0: Regressor(name: "(Intercept)", powers: [:])
      case 1: Regressor(name: name, powers: [0: 1])
      default: Regressor(name: "\(name)^\(power)", powers: [0: power])
      }
    }
    rowCount = values.count
  }

  /// The same rows and variables with some of the regressors.
  func keeping(_ indices: [Int]) -> Design {
    var design = self
    design.regressors = indices.map { regressors[$0] }
    return design
  }
}
