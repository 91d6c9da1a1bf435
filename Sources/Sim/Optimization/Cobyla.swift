internal import CNLopt

/// Minimisation under inequality constraints without derivatives, in the unit cube.
///
/// COBYLA models objective and constraints by planes through a simplex, inside a trust region that
/// shrinks: M. J. D. Powell, *A direct search optimization method that models the objective and
/// constraint functions by linear interpolation*, in S. Gomez, J.-P. Hennart (eds), Advances in
/// Optimization and Numerical Analysis, Kluwer (1994), 51-67; the implementation is NLopt's. It draws
/// no random numbers.
struct Cobyla {
  /// The objective and the constraints at a point; a constraint holds where it is not negative.
  struct Values {
    var objective: Double
    var constraints: [Double]
  }

  /// A point with its values.
  struct Found {
    var point: [Double]
    var values: Values

    /// How far the constraints are broken.
    var violation: Double { max(0, -(values.constraints.min() ?? 0)) }
  }

  /// The first radius of the trust region.
  var step = 0.25
  /// The radius at which the search ends.
  var tolerance = 1e-4
  /// The most evaluations.
  var evaluations = 300
  /// A constraint may be broken by so much.
  static let slack = 1e-9

  /// Minimises from `start`; returns the best point that was evaluated: the one with the lowest
  /// objective among those that keep the constraints, or else the one that breaks them least.
  ///
  /// - Parameter constraints: how many there are.
  func minimize(
    from start: [Double], constraints count: Int,
    _ body: @escaping ([Double]) throws(SimulationError) -> Values
  ) throws(SimulationError) -> Found {
    let search = Search(body)
    let n = UInt32(start.count)
    guard let handle = unsafe nlopt_create(NLOPT_LN_COBYLA, n) else {
      return try search.only(start)
    }
    defer { unsafe nlopt_destroy(handle) }
    let data = unsafe Unmanaged.passUnretained(search).toOpaque()
    unsafe search.handle = handle
    _ = unsafe nlopt_set_lower_bounds1(handle, 0)
    _ = unsafe nlopt_set_upper_bounds1(handle, 1)
    _ = unsafe nlopt_set_initial_step1(handle, step)
    _ = unsafe nlopt_set_xtol_abs1(handle, tolerance)
    _ = unsafe nlopt_set_maxeval(handle, Int32(evaluations))
    _ = unsafe nlopt_set_min_objective(
      handle,
      { n, x, _, data in
        guard let x = unsafe x, let data = unsafe data else { return .infinity }
        let search = unsafe Unmanaged<Search>.fromOpaque(data).takeUnretainedValue()
        let point = unsafe Array(UnsafeBufferPointer(start: x, count: Int(n)))
        return search.values(at: point).objective
      }, data)
    if count > 0 {
      _ = unsafe nlopt_add_inequality_mconstraint(
        handle, UInt32(count),
        { m, result, n, x, _, data in
          guard let result = unsafe result, let x = unsafe x, let data = unsafe data else { return }
          let search = unsafe Unmanaged<Search>.fromOpaque(data).takeUnretainedValue()
          let point = unsafe Array(UnsafeBufferPointer(start: x, count: Int(n)))
          let values = search.values(at: point).constraints
          for index in 0..<Int(m) { unsafe result[index] = -values[index] }
        }, data, nil)
    }
    var point = start.map { min(1, max(0, $0)) }
    // The origin of the search counts, too.
    _ = search.values(at: point)
    var least = 0.0
    _ = unsafe nlopt_optimize(handle, &point, &least)
    if let failure = search.failure { throw failure }
    guard let best = search.best else { return try search.only(start) }
    return best
  }

  /// What a search has seen.
  @safe private final class Search {
    let body: ([Double]) throws(SimulationError) -> Values
    var last: Found?
    var best: Found?
    var failure: SimulationError?
    var handle: nlopt_opt?

    init(_ body: @escaping ([Double]) throws(SimulationError) -> Values) { self.body = body }

    func only(_ point: [Double]) throws(SimulationError) -> Found {
      Found(point: point, values: try body(point))
    }

    func values(at point: [Double]) -> Values {
      if let last, last.point == point { return last.values }
      do throws(SimulationError) {
        let values = try body(point)
        let found = Found(point: point, values: values)
        last = found
        if isBetter(found) { best = found }
        return values
      } catch {
        failure = error
        _ = unsafe nlopt_force_stop(handle)
        return last?.values ?? Values(objective: 0, constraints: [])
      }
    }

    private func isBetter(_ found: Found) -> Bool {
      guard let best else { return true }
      let (new, old) = (found.violation, best.violation)
      if new <= Cobyla.slack && old <= Cobyla.slack {
        return found.values.objective < best.values.objective
      }
      return new < old
    }
  }
}
