/// A target as the engine sees it: one number a year, compared with a level, in a year or in each of several.
public struct TargetEvent: Sendable {
  /// The quantity: a reporting variable and its element.
  public var variable: Int
  /// Its flat element.
  public var element: Int
  /// How it is compared.
  public var comparator: Threshold.Comparator
  /// The level, in the quantity's unit.
  public var level: Double
  /// The years it is about; one year for a target at a date.
  public var years: ClosedRange<Int>
  /// Whether it must hold in every one of them, and not only in one.
  public var mustHoldThroughout: Bool

  /// Creates a target.
  public init(
    variable: Int, element: Int = 0, comparator: Threshold.Comparator, level: Double,
    years: ClosedRange<Int>, mustHoldThroughout: Bool = true
  ) {
    self.variable = variable
    self.element = element
    self.comparator = comparator
    self.level = level
    self.years = years
    self.mustHoldThroughout = mustHoldThroughout
  }
}

/// The variables that follow a target through the years, draw by draw.
///
/// Each is 1 or 0, so its mean over draws is a probability.
public struct TargetVariables: Hashable, Sendable {
  /// In each year: the comparison holds.
  public var holds: Int
  /// In each projection year: it has held in this or an earlier projection year.
  public var reached: Int
  /// In each projection year: it does not hold, although it did in an earlier projection year.
  public var lost: Int
  /// The same in all years: it holds in every year of the target.
  public var everyYear: Int
  /// The same in all years: it holds in at least one year of the target.
  public var someYear: Int
}

extension Model {
  /// Adds the variables that follow a target; `name` begins their names.
  ///
  /// They belong to the reporting pass and change no other number.
  ///
  /// - Precondition: the quantity is defined in every year of the target.
  public mutating func follow(_ target: TargetEvent, name: String) -> TargetVariables {
    let first = variables.count
    let added = TargetVariables(
      holds: first, reached: first + 1, lost: first + 2, everyYear: first + 3, someYear: first + 4)
    func holds(_ time: TimeReference) -> Expression {
      .read(Reference(.variable(added.holds), time: time))
    }
    func join(_ function: BinaryFunction) -> Expression {
      let years = target.years.map { holds(.absolute($0)) }
      return years.dropFirst().reduce(years[0]) { .binary(function, $0, $1) }
    }
    let reachedBefore = Expression.read(Reference(.variable(added.reached), time: .lag(1)))
    let always: YearKinds = [.first, .history, .last, .projection]
    add(
      "\(name): holds",
      variables[target.variable].forms.map { ($0.years, comparison(of: target)) })
    // Reaching is about what is still to come, so it begins after the last observed year.
    // A quantity that is only observed is never reached in the years to come.
    let isProjected = variables[target.variable].form(in: .projection) != nil
    let holdsNow = isProjected ? holds(.lag(0)) : .number(0)
    add(
      "\(name): reached",
      [(.last, .number(0)), (.projection, .binary(.or, holdsNow, reachedBefore))])
    add(
      "\(name): lost",
      [(.projection, .binary(.and, .unary(.not, holdsNow), reachedBefore))])
    add("\(name): every year", [(always, join(.and))])
    add("\(name): some year", [(always, join(.or))])
    return added
  }

  private func comparison(of target: TargetEvent) -> Expression {
    .binary(
      target.comparator.function, quantity(target.variable, target.element, .lag(0)),
      .number(target.level))
  }

  private func quantity(_ variable: Int, _ element: Int, _ time: TimeReference) -> Expression {
    var rest = element
    var subscripts: [Subscript] = []
    for set in variables[variable].over.reversed() {
      subscripts.insert(.element(rest % sets[set].elements.count), at: 0)
      rest /= sets[set].elements.count
    }
    return .read(Reference(.variable(variable), subscripts: subscripts, time: time))
  }

  private mutating func add(_ name: String, _ forms: [(YearKinds, Expression)]) {
    variables.append(
      Variable(
        name, forms: forms.map { Form($0.0, rules: [$0.1], ruleOfElement: [0]) },
        isReporting: true))
  }
}

extension Threshold.Comparator {
  /// The comparison as a function of the language.
  var function: BinaryFunction {
    switch self {
    case .atLeast: .greaterOrEqual
    case .above: .greater
    case .atMost: .lessOrEqual
    case .below: .less
    }
  }
}
