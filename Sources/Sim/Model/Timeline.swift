/// The periods of a run: history up to the last observed one, projection after it.
///
/// Periods are integers of the model's own clock: calendar years, days, steps.
public struct Timeline: Hashable, Sendable {
  /// The first period.
  public var first: Int
  /// The last observed period.
  public var last: Int
  /// From this period on levers may differ from their defaults.
  public var policyStart: Int
  /// The last simulated period.
  public var horizon: Int

  /// Creates a timeline.
  ///
  /// - Precondition: `first <= last <= horizon`.
  public init(first: Int, last: Int, policyStart: Int, horizon: Int) {
    precondition(first <= last && last <= horizon, "first <= last <= horizon")
    self.first = first
    self.last = last
    self.policyStart = policyStart
    self.horizon = horizon
  }

  /// Every period, in order.
  public var years: ClosedRange<Int> { first...horizon }

  /// The number of periods.
  public var count: Int { horizon - first + 1 }

  /// The period of a name.
  public func year(_ name: NamedYear) -> Int {
    switch name {
    case .first: first
    case .last: last
    case .policyStart: policyStart
    case .horizon: horizon
    }
  }

  /// The kinds a period belongs to; several when, for example, the first period is also the last
  /// observed one.
  public func kinds(of year: Int) -> YearKinds {
    var kinds: YearKinds = []
    if year == first { kinds.insert(.first) }
    if year == last { kinds.insert(.last) }
    if year > first && year <= last { kinds.insert(.history) }
    if year > last { kinds.insert(.projection) }
    return kinds
  }

  /// The period that a reference means when it is read in `year`.
  public func resolve(_ time: TimeReference, in year: Int) -> Int {
    switch time {
    case .lag(let lag): year - lag
    case .named(let name, let offset): self.year(name) + offset
    case .absolute(let year): year
    }
  }
}

/// The years a model may call by name.
public enum NamedYear: String, CaseIterable, Hashable, Sendable {
  case first
  case last
  case policyStart = "policy_start"
  case horizon
}

/// Kinds of year an equation has forms for.
public struct YearKinds: OptionSet, Hashable, Sendable {
  /// The bits.
  public let rawValue: UInt8
  /// Creates a set from its bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }
  /// The first year.
  public static let first = YearKinds(rawValue: 1)
  /// After the first year, up to and including the last observed one.
  public static let history = YearKinds(rawValue: 2)
  /// The last observed year.
  public static let last = YearKinds(rawValue: 4)
  /// After the last observed year.
  public static let projection = YearKinds(rawValue: 8)
}
