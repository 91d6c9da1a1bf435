/// Values with weights: their moments and quantiles.
public struct WeightedSample: Sendable {
  /// The sum of weight times value, over the sum of the weights.
  public let mean: Double
  /// The root of the weighted mean square difference from the mean.
  public let sd: Double
  /// The values that have weight, ascending.
  private let values: [Double]
  /// The weight of each value and those before it, ending at 1; nil where all count the same.
  private let cumulative: [Double]?

  /// Weighs values; a value without weight might as well not be there.
  ///
  /// - Precondition: as many weights as values, none negative, some positive.
  public init(_ values: [Double], weights: [Double]) {
    precondition(values.count == weights.count && weights.allSatisfy { $0 >= 0 })
    let total = weights.reduce(0, +)
    precondition(total > 0, "nothing has weight")
    let mean = zip(values, weights).reduce(0) { $0 + $1.1 * $1.0 } / total
    let square = zip(values, weights).reduce(0) { sum, each in
      sum + each.1 * (each.0 - mean) * (each.0 - mean)
    }
    self.mean = mean
    sd = (square / total).squareRoot()
    let ascending = values.indices.filter { weights[$0] > 0 }
      .sorted { (values[$0], $0) < (values[$1], $1) }
    self.values = ascending.map { values[$0] }
    var sum = 0.0
    cumulative = ascending.map {
      sum += weights[$0]
      return sum / total
    }
  }

  /// Values that all count the same.
  ///
  /// - Precondition: there are some.
  public init(_ values: [Double]) {
    precondition(!values.isEmpty, "there are no values")
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    self.mean = mean
    sd = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
    self.values = values.sorted()
    cumulative = nil
  }

  /// The smallest value up to which a share `p` of the weight lies.
  public func quantile(_ p: Double) -> Double {
    guard let cumulative else {
      let rank = (p * Double(values.count)).rounded(.up) - 1
      return values[min(values.count - 1, max(0, Int(rank)))]
    }
    var low = 0
    var high = values.count - 1
    while low < high {
      let middle = (low + high) / 2
      if cumulative[middle] < p { low = middle + 1 } else { high = middle }
    }
    return values[low]
  }

  /// The value in the middle.
  public var median: Double { quantile(0.5) }
}
