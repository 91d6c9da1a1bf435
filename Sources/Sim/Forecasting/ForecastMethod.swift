/// A way to forecast a short annual series.
public enum ForecastMethod: String, CaseIterable, Sendable {
  /// What is shown unless something else is asked: how like series have gone on, and medians of the
  /// quantiles of robust methods, calibrated by past errors of the class.
  case standard = "default"
  /// The last observation.
  case naive
  /// A random walk with drift.
  case drift
  /// Simple exponential smoothing.
  case ses
  /// Holt's linear trend.
  case holt
  /// A damped trend.
  case damped
  /// The Theta method.
  case theta
  /// The Theta method with its line weighed by the data.
  case optimisedTheta = "optimised_theta"
  /// A small ARIMA, chosen by AICc.
  case arima
  /// The local linear trend, by its exact likelihood.
  case localTrend = "local_trend"
  /// A random walk with drift in logits below a ceiling, or in logarithms.
  case logitDrift = "logit_drift"
  /// A random walk in logits below a ceiling, or in logarithms, with as much of its drift as chance does
  /// not explain; as measured for a series that may be negative.
  case shrunkDrift = "shrunk_drift"
  /// A damped trend in logits below a ceiling, or in logarithms.
  case logitDamped = "logit_damped"
  /// A logistic curve.
  case logistic
  /// A Gompertz curve.
  case gompertz
  /// A Bass curve.
  case bass
  /// A Richards curve.
  case richards
  /// How the other series of the class have gone on from a like place.
  case pooled
  /// Equal weights on naive, drift and Theta.
  case simple
  /// Equal weights on naive, Theta and logit drift.
  case bounded
}
