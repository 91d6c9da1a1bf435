/// The simplex search for a few parameters of a function without derivatives.
///
/// J. A. Nelder, R. Mead, Computer Journal 7 (1965).
struct NelderMead {
  /// Stops when the values at the corners differ by less than this share.
  var tolerance = 1e-12
  /// Stops after so many values of the function.
  var limit = 4000

  /// A point where the function is least near the start, and its value there; a value that is no
  /// number counts as infinite.
  func minimize(
    from start: [Double], steps: [Double], _ function: ([Double]) -> Double
  ) -> (point: [Double], value: Double) {
    var count = 0
    func value(_ point: [Double]) -> Double {
      count += 1
      let value = function(point)
      return value.isNaN ? .infinity : value
    }
    var corners = [(point: start, value: value(start))]
    for index in start.indices {
      var point = start
      point[index] += steps[index]
      corners.append((point, value(point)))
    }
    while count < limit {
      corners.sort { $0.value < $1.value }
      let worst = corners[corners.count - 1]
      let spread = worst.value - corners[0].value
      if !(spread > tolerance * (corners[0].value.magnitude + tolerance)) { break }
      let centre = start.indices.map { index in
        corners.dropLast().reduce(0) { $0 + $1.point[index] } / Double(start.count)
      }
      func along(_ step: Double) -> (point: [Double], value: Double) {
        let point = zip(centre, worst.point).map { $0 + step * ($0 - $1) }
        return (point, value(point))
      }
      let reflected = along(1)
      if reflected.value < corners[0].value {
        let expanded = along(2)
        corners[corners.count - 1] = expanded.value < reflected.value ? expanded : reflected
      } else if reflected.value < corners[corners.count - 2].value {
        corners[corners.count - 1] = reflected
      } else {
        let contracted = along(reflected.value < worst.value ? 0.5 : -0.5)
        if contracted.value < min(reflected.value, worst.value) {
          corners[corners.count - 1] = contracted
        } else {
          let best = corners[0].point
          for corner in corners.indices.dropFirst() {
            let point = zip(best, corners[corner].point).map { ($0 + $1) / 2 }
            corners[corner] = (point, value(point))
          }
        }
      }
    }
    let best = corners.min { $0.value < $1.value } ?? corners[0]
    return best
  }
}
