/// A nonlinear regression: the minimum, how it was found, and what it says about each parameter.
public struct NonlinearFit: Sendable {
  /// A minimum that a search found.
  public struct Minimum: Sendable {
    /// Its parameters.
    public var parameters: [Double]
    /// Its sum of squares.
    public var rss: Double
    /// How many of the starting points led to it.
    public var hits: Int
  }

  /// How the search for a minimum is made.
  public struct Search: Sendable {
    /// Number of starting points, the given one included.
    public var starts: Int
    /// Seed of the others.
    public var seed: UInt64

    /// Chooses a number of starting points and their seed.
    public init(starts: Int = 1, seed: UInt64 = 1) {
      (self.starts, self.seed) = (starts, seed)
    }
  }

  /// Where the search ended.
  public let solution: LeastSquares.Solution
  /// The problem made linear there.
  public let linearization: Linearization
  /// The distinct minima that were found, the lowest first.
  public let minima: [Minimum]
  /// Number of starting points that were tried.
  public let starts: Int
  /// Number of starting points from which no minimum was reached.
  public let failures: Int
  /// What became of the search from the given start, where other starts were tried because of it.
  public let rescuedFrom: LeastSquares.Outcome?
  /// The bounds of the search.
  public let bounds: ParameterBounds

  /// Starting points tried when the given one does not lead to a minimum.
  static let rescueStarts = 60

  /// Whether the search ended at a minimum.
  public var converged: Bool { solution.outcome == .converged }

  /// Fits a function.
  ///
  /// Where the given start leads to no minimum, or to a point where the Jacobian has lost rank, others
  /// are tried as well.
  ///
  /// - Throws: when the singular values of the Jacobian cannot be computed.
  public init(
    _ problem: RegressionFunction, from start: [Double], within bounds: ParameterBounds,
    search: Search = Search()
  ) throws(LinearAlgebraError) {
    let first = LeastSquares(problem).minimize(from: start, within: bounds)
    let isDoubtful = NonlinearFit.isDoubtful(first, bounds)
    let tried = max(search.starts, isDoubtful ? NonlinearFit.rescueStarts : 1)
    let points = StartingPoints(around: start, within: bounds, count: tried, seed: search.seed)
    let others = (1..<max(tried, 1)).map { points.point($0, for: problem) }
    let lanes = LeastSquares.lanes(for: others.count, of: problem)
    let ends =
      [first] + LeastSquares(problem, lanes: lanes).minimize(from: others, within: bounds)
    // Of two ends, a minimum is better than none, full rank better than less, then the lower one.
    func grade(_ end: LeastSquares.Solution) -> Int {
      end.outcome == .converged ? (NonlinearFit.isDoubtful(end, bounds) ? 1 : 2) : 0
    }
    var best = first
    for end in ends where end.rss.isFinite {
      let isHigher = end.rss > best.rss * (1 + 1e-9)
      if !best.rss.isFinite || (grade(end) > grade(best) && !isHigher)
        || (grade(end) >= grade(best) && end.rss < best.rss * (1 - 1e-9))
        || (grade(best) < 2 && grade(end) == 2)
      {
        best = end
      }
    }
    solution = best
    linearization = try Linearization(problem, at: best, within: bounds)
    let minimaOfFullRank = ends.filter { grade($0) == 2 }
    minima = NonlinearFit.distinct(minimaOfFullRank.isEmpty ? [best] : minimaOfFullRank)
    starts = tried
    failures = ends.count { $0.outcome != .converged }
    rescuedFrom = isDoubtful && tried > search.starts ? first.outcome : nil
    self.bounds = bounds
  }

  /// Whether an end is no minimum, or one at which parameters do not matter.
  private static func isDoubtful(_ end: LeastSquares.Solution, _ bounds: ParameterBounds) -> Bool {
    let fixed = bounds.lower.indices.count { bounds.lower[$0] == bounds.upper[$0] }
    return end.outcome != .converged
      || end.rank < end.parameters.count - fixed - end.bounded.count
  }

  /// The minima among some ends, each once.
  private static func distinct(_ ends: [LeastSquares.Solution]) -> [Minimum] {
    var minima: [Minimum] = []
    for end in ends where end.outcome == .converged {
      let known = minima.firstIndex { minimum in
        (minimum.rss - end.rss).magnitude <= 1e-6 * max(minimum.rss, end.rss)
          && zip(minimum.parameters, end.parameters).allSatisfy {
            ($0 - $1).magnitude <= 1e-4 * max($0.magnitude, $1.magnitude)
          }
      }
      if let known {
        minima[known].hits += 1
      } else {
        minima.append(Minimum(parameters: end.parameters, rss: end.rss, hits: 1))
      }
    }
    return minima.sorted { $0.rss < $1.rss }
  }

  // MARK: Inference

  /// The t statistic of a parameter; nil without a standard error.
  public func t(_ parameter: Int) -> Double? {
    linearization.standardErrors[parameter].map { solution.parameters[parameter] / $0 }
  }

  /// The two-sided p value of a parameter; nil without a standard error.
  public func p(_ parameter: Int) -> Double? {
    t(parameter).map { StudentT(degreesOfFreedom: Double(linearization.df)).twoSided($0) }
  }

  /// Wald's interval of a parameter, estimate ± t · standard error; nil without a standard error.
  public func waldInterval(_ parameter: Int, level: Double = 0.95) -> ClosedRange<Double>? {
    guard let error = linearization.standardErrors[parameter], error.isFinite else { return nil }
    let reach =
      error * StudentT(degreesOfFreedom: Double(linearization.df)).upperQuantile((1 - level) / 2)
    let estimate = solution.parameters[parameter]
    return estimate - reach...estimate + reach
  }
}
