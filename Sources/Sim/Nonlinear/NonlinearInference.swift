/// What a nonlinear regression says about each parameter: an interval, and whether it is identified.
public struct NonlinearInference: Sendable {
  /// How intervals are made.
  public enum Intervals: Hashable, Sendable {
    /// Estimate ± t · standard error.
    case wald
    /// Where the profile of the sum of squares reaches t².
    case profile
    /// Between quantiles of refits to resampled observations.
    case bootstrap(NonlinearBootstrap.Scheme, refits: Int, seed: UInt64)
  }

  /// One parameter.
  public struct Estimate: Sendable {
    /// The estimate.
    public var value: Double
    /// Its standard error; nil where there is none.
    public var standardError: Double?
    /// t statistic and two-sided p value.
    public var t, p: Double?
    /// The ends of the 95 % interval; nil where there is none.
    public var low, high: Double?
    /// The profile, where one was followed.
    public var profile: ProfileLikelihood?
    /// The derivative of the sum of squares where a bound holds the parameter; nil elsewhere.
    public var slopeAtBound: Double?
    /// Whether the data hold the parameter on both sides.
    public var isIdentified: Bool
  }

  /// The fit.
  public let fit: NonlinearFit
  /// How intervals were made.
  public let intervals: Intervals
  /// The parameters.
  public let estimates: [Estimate]
  /// Refits of the bootstrap that reached no minimum.
  public let bootstrapFailures: Int
  /// How often a profile led to a lower minimum, from which the fit was made again.
  public let improvements: Int

  /// Whether every parameter is identified.
  public var isIdentified: Bool { estimates.allSatisfy(\.isIdentified) }

  /// Fits a function and examines every parameter.
  ///
  /// - Throws: when the singular values of the Jacobian cannot be computed.
  public init(
    _ problem: RegressionFunction, from start: [Double], within bounds: ParameterBounds,
    search: NonlinearFit.Search = .init(), intervals: Intervals = .wald
  ) throws(LinearAlgebraError) {
    var fit = try NonlinearFit(problem, from: start, within: bounds, search: search)
    var profiles = NonlinearInference.profiles(problem, fit, all: intervals == .profile)
    var improvements = 0
    while improvements < 3, let better = profiles.values.compactMap(\.better).first {
      let lower = try NonlinearFit(problem, from: better, within: bounds, search: search)
      guard lower.solution.rss < fit.solution.rss * (1 - 1e-7) else { break }
      improvements += 1
      fit = lower
      profiles = NonlinearInference.profiles(problem, fit, all: intervals == .profile)
    }
    var bootstrap: NonlinearBootstrap?
    if case .bootstrap(let scheme, let refits, let seed) = intervals, fit.linearization.df > 0 {
      bootstrap = NonlinearBootstrap(problem, fit, scheme: scheme, refits: refits, seed: seed)
    }
    estimates = start.indices.map { parameter in
      NonlinearInference.estimate(
        fit, parameter, profiles[parameter], intervals,
        bootstrap.flatMap { $0.interval(parameter) })
    }
    self.fit = fit
    self.intervals = intervals
    self.improvements = improvements
    bootstrapFailures = bootstrap?.failures ?? 0
  }

  /// Profiles of all parameters, or only of those about which there is doubt.
  private static func profiles(
    _ problem: RegressionFunction, _ fit: NonlinearFit, all: Bool
  ) -> [Int: ProfileLikelihood] {
    var profiles: [Int: ProfileLikelihood] = [:]
    guard fit.converged, fit.solution.rss > 0, fit.linearization.df > 0 else { return profiles }
    for parameter in fit.solution.parameters.indices
    where fit.bounds.lower[parameter] < fit.bounds.upper[parameter]
      && (all || isDoubtful(fit, parameter))
    {
      profiles[parameter] = ProfileLikelihood(problem, fit, parameter: parameter)
    }
    return profiles
  }

  /// Whether a parameter may not be identified: it is held by a bound, has no standard error, its Wald
  /// interval holds 0, or it can hardly be told from another.
  private static func isDoubtful(_ fit: NonlinearFit, _ parameter: Int) -> Bool {
    guard let range = fit.waldInterval(parameter) else { return true }
    let correlation = fit.linearization.correlation
    return range.contains(0)
      || (0..<correlation.columns).contains {
        $0 != parameter && correlation[parameter, $0].magnitude > 0.99
      }
  }

  private static func estimate(
    _ fit: NonlinearFit, _ parameter: Int, _ profile: ProfileLikelihood?, _ intervals: Intervals,
    _ bootstrap: ClosedRange<Double>?
  ) -> Estimate {
    let held = fit.solution.bounded.first { $0.parameter == parameter }
    let isFixed = fit.bounds.lower[parameter] == fit.bounds.upper[parameter]
    var estimate = Estimate(
      value: fit.solution.parameters[parameter],
      standardError: fit.linearization.standardErrors[parameter], t: fit.t(parameter),
      p: fit.p(parameter), low: nil, high: nil, profile: profile, slopeAtBound: held?.slope,
      isIdentified: isFixed)
    switch intervals {
    case .wald:
      let range = fit.waldInterval(parameter)
      (estimate.low, estimate.high) = (range?.lowerBound, range?.upperBound)
    case .profile:
      (estimate.low, estimate.high) = (profile?.lower.value, profile?.upper.value)
    case .bootstrap:
      (estimate.low, estimate.high) = (bootstrap?.lowerBound, bootstrap?.upperBound)
    }
    if !isFixed {
      let isOpen = profile.map { $0.lower == .none || $0.upper == .none } ?? false
      estimate.isIdentified =
        fit.converged && held == nil && !isOpen
        && fit.linearization.standardErrors[parameter] != nil
    }
    return estimate
  }
}
