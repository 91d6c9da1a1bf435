/// What a regression says about a row it has not seen.
public struct RowPrediction: Hashable, Sendable {
  /// The expected response.
  public var fit: Double
  /// Its standard error; nil where it hangs on parameters the data do not identify.
  public var standardError: Double?
  /// An interval for the expected response.
  public var confidence: ClosedRange<Double>?
  /// An interval for one response: wider by the residual variance, for a row of weight 1.
  public var prediction: ClosedRange<Double>?
}
