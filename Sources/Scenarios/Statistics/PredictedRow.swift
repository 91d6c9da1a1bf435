public import Sim

/// A row of a table that a regression was asked to predict.
public struct PredictedRow: Sendable {
  /// Why there is no value.
  public enum Absence: Sendable {
    /// A cell that the formula reads is empty, or the formula has no finite value there.
    case noValue
    /// A group of an absorbed effect was left out of the fit.
    case groupLeftOut
  }

  /// The line of the file.
  public let line: Int
  /// What is expected there; nil for nothing.
  public let prediction: RowPrediction?
  /// Why nothing is, where that is so.
  public let absence: Absence?

  /// A row that was predicted, or has no finite value.
  public init(line: Int, _ prediction: RowPrediction?, ifNone absence: Absence = .noValue) {
    (self.line, self.prediction) = (line, prediction)
    self.absence = prediction == nil ? absence : nil
  }
}
