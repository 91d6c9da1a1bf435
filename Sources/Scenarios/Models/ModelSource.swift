import Sim

/// A model as it was read: everything is resolved except what depends on a region.
struct ModelSource {
  let file: SourceFile
  var root: Located
  var id = ""
  var title = LocalizedText(vi: "", en: "")
  var clock = Clock()
  var units = UnitTable(clock: "yr")
  var names = NameTable()
  var sets: [ElementSet] = []
  var setEntries: [SetEntry] = []
  var subsets: [SubsetEntry] = []
  var constants: [Slot] = []
  var series: [Slot] = []
  var inputs: [InputSource] = []
  var parameters: [Law] = []
  var shocks: [Law] = []
  var headline: [Int] = []
  var components: [Int] = []
  var splits: [Split] = []
  var decompositions: [Decomposition] = []
  /// Where it names the file of its stresses.
  var stresses: Located?
  var firstReleases: [Int: Int] = [:]
  var seek = SeekDeclaration()
  var pathColumns: [PathColumn]?
  var variables: [Variable] = []
  var variableDeclarations: [Declaration] = []
  /// What the model says of variables for several regions together, by position.
  var unionRules: [Int: UnionRule] = [:]
  var identities: [IdentitySource] = []
  var correlations: [CorrelationSource] = []
  var checks: [BehaviourCheck] = []
  /// Variables whose own text is wrong; nothing further is said about reading them.
  var damagedVariables: Set<Int> = []
  /// Where references stand, by site number; 0 is nowhere in particular.
  var sites: [Place]

  /// The clock of the model.
  struct Clock {
    var unit = "yr"
    /// The years it gives, with their places.
    var years: [NamedYear: (value: Int, node: Located)] = [:]
  }

  /// What every declared thing has.
  struct Declaration {
    var entry: Entry
    /// The name as it stands in the file.
    var key: Located
    /// The sets it is over.
    var over: [Int] = []
    /// The parsed unit; nil when it is missing or wrong.
    var unit: Unit?
  }

  /// A table or data slot.
  struct Slot {
    var declaration: Declaration
    /// The values of a table, or the default of data; nil for data that a region must supply.
    var values: Located?
    /// Whether a region may supply the values.
    var isData = false
    /// Whether the value for several regions together is the sum of theirs.
    var isSummed = false
    /// The rules of a series; nil for a table or scalar.
    var series: SeriesRule?
  }

  /// When a series has values.
  struct SeriesRule {
    var years: YearRange
    var yearsNode: Located
    var holds: Bool
    var missing: Double?
  }

  /// A lever or assumption.
  struct InputSource {
    var declaration: Declaration
    var isLever: Bool
    var bounds: Bounds
    /// Whether it is an amount, of which several regions together have the sum of theirs.
    var isSummed = false
  }

  /// How a variable follows for several regions together.
  enum UnionRule {
    /// It is the sum over the regions.
    case sum
    /// By its own equation, from the values for all of them together.
    case same
    /// By other equations, for each element one of them.
    case other([Expression], ruleOfElement: [Int])
  }

  /// The numbers of a lever or assumption that a region may replace.
  struct Bounds {
    var defaultValue = 0.0
    var defaultNode: Located
    var possible: ClosedRange<Double>
    var plausible: ClosedRange<Double>?
    var cost: LocalizedText?
    var reason: LocalizedText?
  }

  /// A parameter or shock.
  struct Law {
    var declaration: Declaration
    /// One law per element, and where it stands.
    var laws: [Expression]
    var places: [Located]
    /// The distribution calls of each law.
    var calls: [[Place]] = []
    var inAllYears = false
  }

  /// An identity whose years are still named.
  struct IdentitySource {
    var identity: Identity
    var years: YearRange?
    var yearsNode: Located?
    var key: Located
  }

  /// The slots that a region must fill.
  var slotsWithoutValues: [Slot] { (constants + series).filter { $0.values == nil } }

  /// The slots that a region may fill.
  var dataSlots: [Slot] { (constants + series).filter(\.isData) }

  /// The names of data slots, levers and assumptions that are amounts.
  var amounts: Set<String> {
    let slots = dataSlots.filter(\.isSummed).map(\.declaration.entry.name)
    return Set(slots + inputs.filter(\.isSummed).map(\.declaration.entry.name))
  }

  /// The number of elements of something over these sets.
  func elementCount(over: [Int]) -> Int { over.reduce(1) { $0 * sets[$1].elements.count } }

  /// The names of a flat element.
  func elementNames(_ element: Int, over: [Int]) -> [String] {
    var rest = element
    var names: [String] = []
    for set in over.reversed() {
      names.append(sets[set].elements[rest % sets[set].elements.count])
      rest /= sets[set].elements.count
    }
    return names.reversed()
  }

  /// A name with its element: `output[ICTM]`.
  func label(_ name: String, _ element: Int, over: [Int]) -> String {
    over.isEmpty ? name : "\(name)[\(elementNames(element, over: over).joined(separator: ", "))]"
  }
}
