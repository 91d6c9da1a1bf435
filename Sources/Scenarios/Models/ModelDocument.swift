public import Sim

/// A checked model with everything about it that the engine does not need: symbols, units, words.
///
/// The arrays of entries run beside those of ``model``: `variables[i]` describes
/// `model.variables[i]`, and so on.
public struct ModelDocument: Sendable {
  /// What the engine runs.
  public var model: Model
  /// The file the model was read from.
  public var file: String
  /// Its identifier.
  public var id: String
  /// Its title.
  public var title: LocalizedText
  /// The unit of its clock, such as `yr`.
  public var clockUnit: String
  /// The index sets.
  public var sets: [SetEntry]
  /// Named parts of sets.
  public var subsets: [SubsetEntry]
  /// Tables and scalar data.
  public var constants: [Entry]
  /// Observed series.
  public var series: [Entry]
  /// Levers and assumptions.
  public var inputs: [InputEntry]
  /// Uncertain constants.
  public var parameters: [Entry]
  /// Yearly disturbances.
  public var shocks: [Entry]
  /// The prior of each element of each parameter, as it is written.
  public var parameterLaws: [[LawEntry]]
  /// The law of each element of each shock, as it is written.
  public var shockLaws: [[LawEntry]]
  /// Where each correlation is written, beside `Model.correlations`.
  public var correlationOrigins: [SourceLocation]
  /// Where a region gives the values of a data slot, by name.
  public var dataOrigins: [String: SourceLocation]
  /// The names of the data slots, which a region fills.
  public var slots: Set<String>
  /// The names of data slots, levers and assumptions that are amounts: several regions together have
  /// the sum of theirs.
  public var amounts: Set<String> = []
  /// Equations, dynamic and reporting.
  public var variables: [Entry]
  /// Behaviour checks.
  public var checks: [BehaviourCheck]
  /// The variables a page shows first, by position.
  public var headline: [Int]
  /// The variables of `components.csv`, by position: the parts the first headline is made of.
  public var components: [Int]
  /// Ways to take the first headline apart, which a page shows below it.
  public var splits: [Split]
  /// Where the yearly changes of variables come from.
  public var decompositions: [Decomposition]
  /// For a variable, the one that is its figure as it is first published, by position.
  public var firstReleases: [Int: Int]
  /// What a search for policies needs to know.
  public var seek: SeekDeclaration
  /// The columns of a file of paths.
  public var pathColumns: [PathColumn]
  /// The published figures that a fit reproduces.
  public var observations: [Observation]
  /// Published figures that a fit is held against.
  public var comparedFigures: [Observation]
  /// What tells this binding from others of the same model: scenarios whose models have equal ones
  /// can run together.
  public var binding = ""
  /// The quantities of targets, by where the target is written; their variables come last.
  var targets: [SourceLocation: BoundTarget] = [:]
  /// The variables of the parts of a union, by position, those of one part after those of another.
  public var partVariables = 0..<0
  /// Where references stand in the text, by `Reference.site`.
  var sites: [Place]
  /// Whether the timeline stands in for years that are not known.
  var hasStandInYears = false
  /// Series whose data are wrong; nothing further is said about reading them.
  var damagedSeries: Set<Int> = []

  /// Whether it is bound to several regions together.
  public var isUnion: Bool { !partVariables.isEmpty }

  /// Whether its years are known: a model may leave them to a region.
  public var hasYears: Bool { !hasStandInYears }

  /// The variables the model's file declares, by position; the quantities of targets come after them.
  public var declaredVariables: Range<Int> {
    0..<(variables.firstIndex { $0.symbols.isEmpty } ?? variables.count)
  }

  /// The place in the text of a reference, by its `site`.
  public func location(ofSite site: Int) -> SourceLocation? {
    sites.indices.contains(site) ? sites[site].location : nil
  }

  /// The position of an element of a set by its name or an alias.
  public func element(_ name: String, ofSet set: Int) -> Int? {
    let entry = sets[set]
    return model.sets[set].elements.firstIndex(of: entry.aliases[name] ?? name)
  }
}

/// What a model says about one of its names.
public struct Entry: Sendable {
  /// The name.
  public var name: String
  /// The symbol of each element; columns of parameter and shock files carry these.
  public var symbols: [String]
  /// The number of the equation in the model's documentation.
  public var equation: String?
  /// The unit as it was written.
  public var unit: String
  /// What it is, in words.
  public var label: LocalizedText?
  /// Where the number or the equation comes from.
  public var source: String?
  /// Anything else.
  public var note: LocalizedText?
  /// The name of each element in `forecast.csv`, such as `Digital Economy|Share of GRDP|gso`.
  public var reportNames: [String]?
  /// Where it is declared.
  public var location: SourceLocation
}

/// A law as it is written.
public struct LawEntry: Hashable, Sendable {
  /// Its text.
  public var text: String
  /// Where it stands.
  public var location: SourceLocation
}

/// What a model says about a lever or an assumption.
public struct InputEntry: Sendable {
  /// Name, symbol, unit and words.
  public var entry: Entry
  /// Bounds outside which a value is an error.
  public var possible: ClosedRange<Double>
  /// Bounds outside which a value is a warning.
  public var plausible: ClosedRange<Double>?
  /// What a unit costs, in words.
  public var cost: LocalizedText?
  /// Why the default and the bounds are what they are.
  public var reason: LocalizedText?
  /// Where the default is written.
  public var defaultLocation: SourceLocation
}

/// An index set and the words for its elements.
public struct SetEntry: Sendable {
  /// Its name.
  public var name: String
  /// What it is, in words.
  public var label: LocalizedText?
  /// The label of each element, where there is one.
  public var elementLabels: [LocalizedText?]
  /// Other names of elements.
  public var aliases: [String: String]
  /// The set whose elements it shares; its own position when it has its own.
  public var base: Int
}

/// A named part of a set.
public struct SubsetEntry: Sendable {
  /// Its name.
  public var name: String
  /// The set and the positions in it.
  public var domain: Domain
  /// What it is, in words.
  public var label: LocalizedText?
}

/// A statement about how a variable answers to a lever, checked by running the model.
public struct BehaviourCheck: Sendable {
  /// What is expected to happen.
  public enum Expectation: String, CaseIterable, Sendable {
    case rises, falls, unchanged
  }
  /// A check that did not hold in a run.
  public struct Failure: Hashable, Sendable {
    /// The check.
    public var check: String
    /// The variable with its element, such as `output[ICTM]`.
    public var quantity: String
    /// The year it was looked at.
    public var year: Int
    /// What should have happened.
    public var expectation: Expectation
    /// The lever or assumption.
    public var input: String
    /// Its default, and the value it was moved to from `policy_start` on.
    public var from, to: Double
    /// The first draw, from 0, that does otherwise.
    public var draw: Int
    /// The quantity in that draw, before and after the move.
    public var before, after: Double
    /// How many draws do otherwise, of how many.
    public var failing, draws: Int
    /// The region whose data were used.
    public var region: String?

    /// Creates a failure.
    public init(
      check: String, quantity: String, year: Int, expectation: Expectation, input: String,
      from: Double, to: Double, draw: Int, before: Double, after: Double, failing: Int, draws: Int,
      region: String?
    ) {
      self.check = check
      self.quantity = quantity
      self.year = year
      self.expectation = expectation
      self.input = input
      self.from = from
      self.to = to
      self.draw = draw
      self.before = before
      self.after = after
      self.failing = failing
      self.draws = draws
      self.region = region
    }
  }

  /// Its name.
  public var name: String
  /// The lever or assumption that is raised, by position.
  public var input: Int
  /// The variable that is looked at, by position.
  public var variable: Int
  /// Its flat element; nil means every element.
  public var element: Int?
  /// The year it is looked at.
  public var year: TimeReference
  /// What is expected.
  public var expectation: Expectation
  /// Its name in the file.
  var place: Place

  /// Where it is written.
  public var location: SourceLocation { place.location }

  /// A finding about this check, with its line.
  public func diagnostic(_ problem: Problem) -> Diagnostic {
    let location = location
    return Diagnostic(problem, at: location, excerpt: place.node.file.line(location.line))
  }
}
