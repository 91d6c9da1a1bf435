/// A checked model bound to its data: everything that is needed to run it, and nothing to read.
///
/// Arrays over sets are dense and row-major: the last set varies fastest.
public struct Model: Sendable {
  /// The periods of a run.
  public var timeline: Timeline
  /// Index sets, such as sectors; a set that is an alias has the same elements as another.
  public var sets: [ElementSet]
  /// Tables and scalar data: known numbers without a time.
  public var constants: [Constant]
  /// Observed series: known numbers with a time.
  public var series: [Series]
  /// Levers and assumptions: what a scenario may set.
  public var inputs: [Input]
  /// Uncertain constants.
  public var parameters: [Parameter]
  /// Yearly disturbances.
  public var shocks: [Shock]
  /// Equations, dynamic and reporting.
  public var variables: [Variable]
  /// What must hold on every draw and year.
  public var identities: [Identity]
  /// Rank-free Gaussian-copula correlations between single variates.
  public var correlations: [Correlation]
  /// The correlations a posterior was found with, where a scenario has changed them; nil if it has
  /// not.
  public var fittedCorrelations: [Correlation]?

  /// Creates a model from its parts.
  public init(
    timeline: Timeline, sets: [ElementSet] = [], constants: [Constant] = [], series: [Series] = [],
    inputs: [Input] = [], parameters: [Parameter] = [], shocks: [Shock] = [],
    variables: [Variable] = [], identities: [Identity] = [], correlations: [Correlation] = []
  ) {
    self.timeline = timeline
    self.sets = sets
    self.constants = constants
    self.series = series
    self.inputs = inputs
    self.parameters = parameters
    self.shocks = shocks
    self.variables = variables
    self.identities = identities
    self.correlations = correlations
  }

  /// The number of elements of an array over these sets.
  public func elementCount(over: [Int]) -> Int {
    over.reduce(1) { $0 * sets[$1].elements.count }
  }

  /// The elements of an array over these sets, as names: `["gso", "ICTM"]`.
  public func elementNames(_ element: Int, over: [Int]) -> [String] {
    var rest = element
    var names: [String] = []
    for set in over.reversed() {
      let elements = sets[set].elements
      names.append(elements[rest % elements.count])
      rest /= elements.count
    }
    return names.reversed()
  }

  /// A name with its element, as a planner writes it: `output[ICTM]`.
  public func elementLabel(_ name: String, _ element: Int, over: [Int]) -> String {
    over.isEmpty ? name : "\(name)[\(elementNames(element, over: over).joined(separator: ", "))]"
  }
}

/// An ordered index set.
public struct ElementSet: Hashable, Sendable {
  /// Its name, such as `sector`.
  public var name: String
  /// The names of its elements, in order.
  public var elements: [String]

  /// Creates a set.
  public init(_ name: String, _ elements: [String]) {
    self.name = name
    self.elements = elements
  }
}

/// A table of known numbers, or one number.
public struct Constant: Sendable {
  /// Its name.
  public var name: String
  /// The sets it is declared over, as positions in ``Model/sets``.
  public var over: [Int]
  /// One value per element.
  public var values: [Double]

  /// Creates a constant.
  public init(_ name: String, over: [Int] = [], values: [Double]) {
    self.name = name
    self.over = over
    self.values = values
  }
}

/// A series of known numbers, one row per element, one column per period from `Timeline.first`.
public struct Series: Sendable {
  /// Its name.
  public var name: String
  /// The sets it is declared over.
  public var over: [Int]
  /// `values[element][year - first]`; NaN where there is none, which no equation may read.
  public var values: [[Double]]

  /// Creates a series.
  public init(_ name: String, over: [Int] = [], values: [[Double]]) {
    self.name = name
    self.over = over
    self.values = values
  }
}

/// A lever (policy) or an assumption (not policy): a number per year that a scenario may set.
///
/// It equals its default before `Timeline.policyStart`, whatever a scenario says.
public struct Input: Sendable {
  /// Its name.
  public var name: String
  /// Whether it is a policy lever.
  public var isLever: Bool
  /// Its value where no scenario sets it.
  public var defaultValue: Double

  /// Creates an input.
  public init(_ name: String, isLever: Bool, defaultValue: Double) {
    self.name = name
    self.isLever = isLever
    self.defaultValue = defaultValue
  }
}

/// An uncertain constant with a prior.
public struct Parameter: Sendable {
  /// Its name; with its element it names the random stream, so renaming moves its numbers.
  public var name: String
  /// The sets it is declared over.
  public var over: [Int]
  /// One prior per element.
  public var priors: [Expression]
  /// Elements whose law a scenario has replaced: a posterior says nothing about them, so they are
  /// drawn from that law with the number and the seed of the run.
  public var replaced: Set<Int> = []

  /// Creates a parameter.
  public init(_ name: String, over: [Int] = [], priors: [Expression]) {
    self.name = name
    self.over = over
    self.priors = priors
  }
}

/// A disturbance that is drawn anew each year.
public struct Shock: Sendable {
  /// Its name; with its element it names the random stream.
  public var name: String
  /// The sets it is declared over.
  public var over: [Int]
  /// One law per element.
  public var laws: [Expression]
  /// Whether it exists in history too (measurement noise), or in the projection only.
  public var inAllYears: Bool

  /// Creates a shock.
  public init(_ name: String, over: [Int] = [], laws: [Expression], inAllYears: Bool = false) {
    self.name = name
    self.over = over
    self.laws = laws
    self.inAllYears = inAllYears
  }
}

/// One equation: a name and its forms by kind of year.
public struct Variable: Sendable {
  /// Its name.
  public var name: String
  /// The sets it is declared over.
  public var over: [Int]
  /// The forms, most specific first: the first one that covers a year is used.
  public var forms: [Form]
  /// Whether it belongs to the reporting pass: it may look at any year, and dynamics may not read it.
  public var isReporting: Bool

  /// Creates a variable.
  public init(_ name: String, over: [Int] = [], forms: [Form], isReporting: Bool = false) {
    self.name = name
    self.over = over
    self.forms = forms
    self.isReporting = isReporting
  }

  /// The form that applies in a year of these kinds; none means the variable is undefined there.
  public func form(in kinds: YearKinds) -> Form? {
    forms.first { !$0.years.isDisjoint(with: kinds) }
  }
}

/// The right-hand sides of a variable in some kinds of year.
public struct Form: Sendable {
  /// The kinds of year it covers.
  public var years: YearKinds
  /// Distinct right-hand sides.
  public var rules: [Expression]
  /// For each element, which rule.
  public var ruleOfElement: [Int]

  /// Creates a form; with one rule for all elements unless `ruleOfElement` says otherwise.
  public init(_ years: YearKinds, rules: [Expression], ruleOfElement: [Int]) {
    self.years = years
    self.rules = rules
    self.ruleOfElement = ruleOfElement
  }
}

/// A condition checked on every draw.
public struct Identity: Sendable {
  /// What must hold.
  public enum Claim: Sendable {
    /// |left − right| <= 1e-9 (1 + |right|).
    case equal(Expression, Expression)
    /// The expression is not zero.
    case holds(Expression)
  }

  /// Its name, such as `I1`.
  public var name: String
  /// The sets over whose elements it is claimed.
  public var over: [Int]
  /// The claim.
  public var claim: Claim
  /// The periods it is claimed for.
  public var years: ClosedRange<Int>

  /// Creates an identity.
  public init(_ name: String, over: [Int] = [], claim: Claim, years: ClosedRange<Int>) {
    self.name = name
    self.over = over
    self.claim = claim
    self.years = years
  }
}

/// A Gaussian-copula correlation between two parameters, or two shocks of the same year.
///
/// Only laws that are a single distribution call can be correlated.
public struct Correlation: Sendable {
  /// One variate: a parameter or shock with its element.
  public struct Variate: Hashable, Sendable {
    /// `.parameter` or `.shock`.
    public var target: Reference.Target
    /// Its element.
    public var element: Int
    /// Creates a variate.
    public init(_ target: Reference.Target, element: Int = 0) {
      self.target = target
      self.element = element
    }
  }
  /// The two variates.
  public var first, second: Variate
  /// The correlation of the underlying normals, in (−1, 1).
  public var rho: Double

  /// Creates a correlation.
  public init(_ first: Variate, _ second: Variate, rho: Double) {
    self.first = first
    self.second = second
    self.rho = rho
  }
}

/// A scenario as the engine sees it: numbers for every input and year, and changed variables.
public struct Scenario: Sendable {
  /// A value for one element of one variable in one year.
  public struct Override: Hashable, Sendable {
    /// Position in ``Model/variables``.
    public var variable: Int
    /// Flat element.
    public var element: Int
    /// The period.
    public var year: Int
    /// The value, in the variable's unit.
    public var value: Double
    /// Creates an override.
    public init(variable: Int, element: Int, year: Int, value: Double) {
      self.variable = variable
      self.element = element
      self.year = year
      self.value = value
    }
  }

  /// Its identifier.
  public var id: String
  /// `inputs[input][year - first]`.
  public var inputs: [[Double]]
  /// Variables replaced by a number (exogenised).
  public var fixed: [Override]
  /// Numbers added to what an equation gives (add-factors).
  public var adjustments: [Override]

  /// Creates a scenario.
  public init(
    id: String, inputs: [[Double]], fixed: [Override] = [], adjustments: [Override] = []
  ) {
    self.id = id
    self.inputs = inputs
    self.fixed = fixed
    self.adjustments = adjustments
  }
}

extension Scenario {
  /// The scenario in which every input keeps its default.
  public init(defaultsOf model: Model, id: String = "default") {
    self.init(
      id: id,
      inputs: model.inputs.map { Array(repeating: $0.defaultValue, count: model.timeline.count) })
  }
}

extension Model {
  /// Whether a posterior says nothing about a variate, because a scenario has replaced its law.
  func isReplaced(_ variate: Correlation.Variate) -> Bool {
    guard case .parameter(let number) = variate.target else { return false }
    return parameters[number].replaced.contains(variate.element)
  }

  /// Whether any law is one that a posterior says nothing about.
  var hasReplacedLaws: Bool { parameters.contains { !$0.replaced.isEmpty } }
}
