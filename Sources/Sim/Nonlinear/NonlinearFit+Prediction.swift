extension NonlinearFit {
  /// Predicts rows, by the delta method.
  ///
  /// With g the derivatives of the function there, the variance of the expected value is
  /// s² gᵀ(JᵀJ)⁻¹g, and that of one response of weight 1 is larger by s²; intervals are those of
  /// Student's t (D. M. Bates, D. G. Watts, Nonlinear Regression Analysis and Its Applications, Wiley
  /// 1988, section 2.3.2).
  ///
  /// - Parameters:
  ///   - problem: what was fitted.
  ///   - columns: the data of the new rows, as many columns as the problem has.
  ///   - level: the probability of the intervals.
  /// - Returns: one per row; nil where the function has no finite value.
  public func predict(
    _ problem: RegressionFunction, columns: [[DoubleDouble]], rows: Int, level: Double = 0.95
  ) -> [RowPrediction?] {
    let there = RegressionFunction(
      observed: Array(repeating: DoubleDouble(0), count: rows), problem.function,
      columns: columns, weights: nil, kernels: problem.kernels)
    let values = there.fitted(at: solution.parameters)
    let slopes = there.linearized(at: solution.parameters).derivatives
    let df = linearization.df
    let reach =
      df > 0 ? StudentT(degreesOfFreedom: Double(df)).upperQuantile((1 - level) / 2) : .nan
    let variance = linearization.residualSD * linearization.residualSD
    return (0..<rows).map { row in
      let fit = values[row]
      guard fit.isFinite else { return nil }
      var prediction = RowPrediction(fit: fit)
      let error = linearization.standardError(of: slopes.map { $0[row] })
      guard let error, error.isFinite else { return prediction }
      let spread = (error * error + variance).squareRoot()
      prediction.standardError = error
      prediction.confidence = (fit - reach * error)...(fit + reach * error)
      prediction.prediction = (fit - reach * spread)...(fit + reach * spread)
      return prediction
    }
  }
}
