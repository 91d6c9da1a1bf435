internal import CNLopt

/// The simplex search for a few parameters of a function without derivatives.
///
/// J. A. Nelder, R. Mead, Computer Journal 7 (1965); the implementation is NLopt's. It draws no random
/// numbers.
struct NelderMead {
  /// Stops when the values at the corners differ by less than this share.
  var tolerance = 1e-12
  /// Stops after so many values of the function.
  var limit = 4000

  /// A point where the function is least near the start, and its value there; a value that is no finite
  /// number counts as larger than any other.
  func minimize(
    from start: [Double], steps: [Double], _ function: ([Double]) -> Double
  ) -> (point: [Double], value: Double) {
    guard let handle = unsafe nlopt_create(NLOPT_LN_NELDERMEAD, UInt32(start.count)) else {
      return (start, function(start))
    }
    defer { unsafe nlopt_destroy(handle) }
    _ = unsafe nlopt_set_initial_step(handle, steps)
    _ = unsafe nlopt_set_ftol_rel(handle, tolerance)
    _ = unsafe nlopt_set_maxeval(handle, Int32(limit))
    var (point, least) = (start, Double.infinity)
    withoutActuallyEscaping(function) { function in
      let target = Target(function)
      let data = unsafe Unmanaged.passUnretained(target).toOpaque()
      _ = unsafe nlopt_set_min_objective(
        handle,
        { n, x, _, data in
          guard let x = unsafe x, let data = unsafe data else { return .infinity }
          let target = unsafe Unmanaged<Target>.fromOpaque(data).takeUnretainedValue()
          let point = unsafe Array(UnsafeBufferPointer(start: x, count: Int(n)))
          let value = target.function(point)
          return value.isFinite ? value : .greatestFiniteMagnitude
        }, data)
      withExtendedLifetime(target) { _ = unsafe nlopt_optimize(handle, &point, &least) }
    }
    return (point, least)
  }

  private final class Target {
    let function: ([Double]) -> Double

    init(_ function: @escaping ([Double]) -> Double) { self.function = function }
  }
}
