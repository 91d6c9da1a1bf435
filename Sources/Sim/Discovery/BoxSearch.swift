/// A patient search for a box of inputs in which something happens often.
///
/// PRIM: J. H. Friedman, N. I. Fisher, *Bump hunting in high-dimensional data*, Statistics and
/// Computing 9 (1999) 123-143, for scenario discovery as in B. P. Bryant, R. J. Lempert, *Thinking
/// inside the box*, Technological Forecasting and Social Change 77 (2010) 34-49. Each step of the peeling
/// cuts a small share off one side of one input, the cut that leaves the largest mean; pasting then
/// moves single bounds outward again while that raises the mean. Half of the cases are for the search,
/// the others for everything that is reported.
///
/// With many inputs the first cuts would be those of chance, so only inputs take part whose values
/// differ between events and the rest by more than chance: the test of Kolmogorov and Smirnov, with
/// the level divided by the number of inputs (Smirnov's limit law, first term).
public struct BoxSearch: Sendable {
  /// Bounds of one input; nil where it is free.
  public struct Bound: Hashable, Sendable {
    /// The position of the input.
    public var input: Int
    /// The bounds.
    public var low, high: Double?

    func contains(_ value: Double) -> Bool {
      (low.map { value >= $0 } ?? true) && (high.map { value <= $0 } ?? true)
    }
  }

  /// One box of the peeling trajectory, as the held-out cases see it.
  public struct Step: Sendable {
    /// Its bounds, by input.
    public var bounds: [Bound]
    /// The share of all events that lie in it.
    public var coverage: Double
    /// The share of its cases that are events.
    public var density: Double
    /// The share of all cases that lie in it.
    public var mass: Double
  }

  /// The box that was chosen.
  public struct Box: Sendable {
    /// The box.
    public var step: Step
    /// For each bound, the probability of so many events in the box if the box without that bound had
    /// them at random: the quasi-p-value.
    public var quasiP: [Double]
    /// Held-out cases, those in the box, and the events among these.
    public var cases, inside, events: Int
  }

  /// How the search is made.
  public struct Settings: Sendable {
    /// The share of the cases in the box that a peel takes away, and that a paste adds.
    public var share = 0.02
    /// The smallest box, as a share of the cases.
    public var leastMass = 0.02
    /// The most inputs a box may bound.
    public var mostInputs = 4
    /// The most inputs that take part in the search, those that differ most.
    public var mostCandidates = 8
    /// A bound stays only if its quasi-p-value is at most this, divided by the number of inputs.
    public var significance = 0.01

    /// The usual settings.
    public init() {}
  }

  /// The peeling trajectory, the whole space first.
  public let trajectory: [Step]
  /// The box; nil when nothing was found that is more than chance.
  public let box: Box?
  /// The share of the held-out cases that are events.
  public let baseRate: Double

  /// Searches.
  ///
  /// - Parameters:
  ///   - columns: a column of values for each input.
  ///   - isEvent: whether it happens, by case.
  public init(_ columns: [[Double]], isEvent: [Bool], settings: Settings = Settings()) {
    let training = stride(from: 0, to: isEvent.count, by: 2).map { $0 }
    let test = stride(from: 1, to: isEvent.count, by: 2).map { $0 }
    let candidates = BoxSearch.candidates(columns, isEvent, training, settings)
    let search = Peeling(columns, isEvent, settings, candidates, all: training.count)
    let held = HeldOut(columns, isEvent, test)
    baseRate = held.baseRate
    let boxes = search.boxes(training)
    trajectory = boxes.map { held.step($0) }
    guard let chosen = BoxSearch.chosen(trajectory, settings) else {
      box = nil
      return
    }
    let pasted = search.pasted(boxes[chosen], training)
    box = held.significant(pasted, settings, inputs: columns.count)
  }

  /// The inputs whose values differ between events and the rest, those that differ most first.
  private static func candidates(
    _ columns: [[Double]], _ isEvent: [Bool], _ training: [Int], _ settings: Settings
  ) -> [Int] {
    let events = training.count { isEvent[$0] }
    let others = training.count - events
    guard events > 0, others > 0 else { return [] }
    let size = Double(events) * Double(others) / Double(events + others)
    let level = settings.significance / Double(max(1, columns.count))
    let least = (-ScalarMath.log(level / 2) / 2 / size).squareRoot()
    let distances = columns.indices.map { input -> (input: Int, distance: Double) in
      let column = columns[input]
      let order = training.sorted { column[$0] < column[$1] }
      var (below, belowOthers, distance) = (0, 0, 0.0)
      for (position, number) in order.enumerated() {
        if isEvent[number] { below += 1 } else { belowOthers += 1 }
        if position + 1 < order.count, column[order[position + 1]] == column[number] { continue }
        let gap = Double(below) / Double(events) - Double(belowOthers) / Double(others)
        distance = max(distance, gap.magnitude)
      }
      return (input, distance)
    }
    return distances.filter { $0.distance > least }
      .sorted { ($1.distance, $0.input) < ($0.distance, $1.input) }
      .prefix(settings.mostCandidates).map(\.input)
  }

  /// The last box with few enough inputs whose coverage and density balance best: the largest
  /// geometric mean of coverage and of what density gains over the base rate.
  private static func chosen(_ steps: [Step], _ settings: Settings) -> Int? {
    guard let base = steps.first?.density, base > 0, base < 1 else { return nil }
    func score(_ step: Step) -> Double {
      step.coverage * max(0, step.density - base) / (1 - base)
    }
    let candidates = steps.indices.filter {
      !steps[$0].bounds.isEmpty && steps[$0].bounds.count <= settings.mostInputs
        && steps[$0].mass >= settings.leastMass && steps[$0].density > base
    }
    return candidates.max { score(steps[$0]) < score(steps[$1]) }
  }
}

/// The search itself, over the cases that are for it.
private struct Peeling {
  let columns: [[Double]]
  let isEvent: [Bool]
  let settings: BoxSearch.Settings
  /// The inputs that take part.
  let candidates: [Int]
  let all: Int

  init(
    _ columns: [[Double]], _ isEvent: [Bool], _ settings: BoxSearch.Settings, _ candidates: [Int],
    all: Int
  ) {
    self.candidates = candidates
    self.columns = columns
    self.isEvent = isEvent
    self.settings = settings
    self.all = all
  }

  /// One box after another, the whole space first.
  func boxes(_ training: [Int]) -> [[BoxSearch.Bound]] {
    // The cases in the box, in the order of each input.
    var orders = candidates.map { input in
      let column = columns[input]
      return training.sorted { (column[$0], $0) < (column[$1], $1) }
    }
    var events = training.count { isEvent[$0] }
    var bounds: [Int: BoxSearch.Bound] = [:]
    var trajectory: [[BoxSearch.Bound]] = [[]]
    while let peel = bestPeel(orders, events, bounds) {
      var bound = bounds[peel.input] ?? .init(input: peel.input, low: nil, high: nil)
      if peel.isLow { bound.low = peel.value } else { bound.high = peel.value }
      bounds[peel.input] = bound
      let column = columns[peel.input]
      for position in orders.indices {
        orders[position].removeAll { !bound.contains(column[$0]) }
      }
      events -= peel.events
      trajectory.append(bounds.values.sorted { $0.input < $1.input })
    }
    return trajectory
  }

  /// A cut off one side of one input, and what is cut off.
  private struct Peel {
    var input: Int
    var isLow: Bool
    var value: Double
    var events: Int
    var mean: Double
  }

  private func bestPeel(
    _ orders: [[Int]], _ events: Int, _ bounds: [Int: BoxSearch.Bound]
  ) -> Peel? {
    guard let count = orders.first?.count, events < count else { return nil }
    let take = max(1, Int(settings.share * Double(count)))
    guard Double(count - take) >= settings.leastMass * Double(all) else { return nil }
    var best: Peel?
    for (position, input) in candidates.enumerated()
    where bounds[input] != nil || bounds.count < settings.mostInputs {
      for isLow in [true, false] {
        guard let peel = peel(input, isLow, orders[position], events, take: take) else { continue }
        if peel.mean > (best?.mean ?? -1) { best = peel }
      }
    }
    return best
  }

  private func peel(
    _ input: Int, _ isLow: Bool, _ order: [Int], _ events: Int, take: Int
  ) -> Peel? {
    let column = columns[input]
    func number(_ position: Int) -> Int { order[isLow ? position : order.count - 1 - position] }
    var (removed, hits) = (0, 0)
    // Ties go together, or a case would lie on both sides.
    while removed < order.count,
      removed < take || column[number(removed)] == column[number(removed - 1)]
    {
      if isEvent[number(removed)] { hits += 1 }
      removed += 1
    }
    guard removed < order.count else { return nil }
    // The bound lies halfway between what is cut off and what stays.
    let value = (column[number(removed - 1)] + column[number(removed)]) / 2
    return Peel(
      input: input, isLow: isLow, value: value, events: hits,
      mean: Double(events - hits) / Double(order.count - removed))
  }

  /// Moves single bounds outward while that does not lower the mean.
  func pasted(_ bounds: [BoxSearch.Bound], _ training: [Int]) -> [BoxSearch.Bound] {
    var bounds = bounds
    while true {
      let inside = cases(training, bounds)
      let mean = Double(inside.count { isEvent[$0] }) / Double(max(1, inside.count))
      var best: (bounds: [BoxSearch.Bound], mean: Double)?
      let add = max(1, Int(settings.share / 4 * Double(inside.count)))
      for position in bounds.indices {
        for isLow in [true, false] {
          guard let wider = pasted(bounds, position, isLow, add, training) else { continue }
          let now = cases(training, wider)
          let newMean = Double(now.count { isEvent[$0] }) / Double(max(1, now.count))
          if newMean > (best?.mean ?? mean) { best = (wider, newMean) }
        }
      }
      guard let best else { return bounds }
      bounds = best.bounds
    }
  }

  private func pasted(
    _ bounds: [BoxSearch.Bound], _ position: Int, _ isLow: Bool, _ add: Int, _ training: [Int]
  ) -> [BoxSearch.Bound]? {
    let bound = bounds[position]
    guard let edge = isLow ? bound.low : bound.high else { return nil }
    var free = bounds
    if isLow { free[position].low = nil } else { free[position].high = nil }
    let column = columns[bound.input]
    let beyond = cases(training, free).map { column[$0] }
      .filter { isLow ? $0 < edge : $0 > edge }.sorted()
    guard !beyond.isEmpty else { return free }
    let reach = min(add, beyond.count) - 1
    var wider = bounds
    let value = isLow ? beyond[beyond.count - 1 - reach] : beyond[reach]
    if isLow { wider[position].low = value } else { wider[position].high = value }
    return wider
  }

  private func cases(_ training: [Int], _ bounds: [BoxSearch.Bound]) -> [Int] {
    training.filter { number in
      bounds.allSatisfy { $0.contains(columns[$0.input][number]) }
    }
  }
}

/// The cases that the search has not seen.
private struct HeldOut {
  let columns: [[Double]]
  let isEvent: [Bool]
  let cases: [Int]
  let events: Int

  init(_ columns: [[Double]], _ isEvent: [Bool], _ cases: [Int]) {
    self.columns = columns
    self.isEvent = isEvent
    self.cases = cases
    events = cases.count { isEvent[$0] }
  }

  var baseRate: Double { Double(events) / Double(max(1, cases.count)) }

  func step(_ bounds: [BoxSearch.Bound]) -> BoxSearch.Step {
    let (inside, hits) = counts(bounds)
    return BoxSearch.Step(
      bounds: bounds, coverage: Double(hits) / Double(max(1, events)),
      density: Double(hits) / Double(max(1, inside)),
      mass: Double(inside) / Double(max(1, cases.count)))
  }

  private func counts(_ bounds: [BoxSearch.Bound]) -> (inside: Int, hits: Int) {
    var (inside, hits) = (0, 0)
    for number in cases
    where bounds.allSatisfy({ $0.contains(columns[$0.input][number]) }) {
      inside += 1
      if isEvent[number] { hits += 1 }
    }
    return (inside, hits)
  }

  /// The box without the bounds that chance would do as well; nil when none is left.
  func significant(
    _ bounds: [BoxSearch.Bound], _ settings: BoxSearch.Settings, inputs: Int
  ) -> BoxSearch.Box? {
    var bounds = bounds
    let limit = settings.significance / Double(max(1, inputs))
    while !bounds.isEmpty {
      let (inside, hits) = counts(bounds)
      let values = bounds.indices.map { position -> Double in
        var rest = bounds
        rest.remove(at: position)
        let wider = counts(rest)
        let rate = Double(wider.hits) / Double(max(1, wider.inside))
        return BinomialTail.probability(ofAtLeast: hits, of: inside, rate: rate)
      }
      guard let worst = values.indices.max(by: { values[$0] < values[$1] }) else { return nil }
      if values[worst] <= limit {
        return BoxSearch.Box(
          step: step(bounds), quasiP: values, cases: cases.count, inside: inside, events: hits)
      }
      bounds.remove(at: worst)
    }
    return nil
  }
}
