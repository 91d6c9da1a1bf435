extension LinearFit {
  /// Predicts rows of the same variables.
  ///
  /// - Parameters:
  ///   - variables: the numbers of each variable of the design, in its order.
  ///   - effects: the group of each row in each absorbed effect, numbered as for the fit.
  ///   - kind: what is assumed about the errors.
  ///   - level: the probability of the intervals.
  ///   - rowCount: the number of rows, where there is neither variable nor effect to tell it.
  /// - Returns: one per row; nil where a group of an effect was not in the fit or a number is not
  ///   finite.
  public func predict(
    _ variables: [[DoubleDouble]], effects groups: [[Int]] = [], kind: ErrorKind = .classical,
    smallSample: SmallSample = .full, level: Double = 0.95, rowCount: Int? = nil
  ) throws(RegressionError) -> [RowPrediction?] {
    let count = rowCount ?? variables.first?.count ?? groups.first?.count ?? 0
    let degrees = try errors(kind, smallSample: smallSample).degreesOfFreedom
    let width = StudentT(degreesOfFreedom: degrees).upperQuantile((1 - level) / 2)
    var result: [RowPrediction?] = []
    for row in 0..<count {
      guard let place = place(of: row, variables, groups), place.fit.isFinite else {
        result.append(nil)
        continue
      }
      let fit = place.fit.value
      let variance = try variance(of: place, kind, smallSample)
      let error = variance.squareRoot()
      let spread = (variance + residualVariance).squareRoot()
      result.append(
        RowPrediction(
          fit: fit, standardError: error,
          confidence: (fit - width * error)...(fit + width * error),
          prediction: (fit - width * spread)...(fit + width * spread)))
    }
    return result
  }

  /// A row in the coordinates of the fit.
  private struct Place {
    var fit: DoubleDouble
    var coordinates: [Double]
    /// The group of the effect that was subtracted.
    var group: Int?
  }

  private func place(of row: Int, _ variables: [[DoubleDouble]], _ groups: [[Int]]) -> Place? {
    var z = regressors.map { regressor in basis.value(regressor) { variables[$0][row] } }
    var group: Int?
    var base = DoubleDouble.zero
    if let effects {
      var numbers: [Int] = []
      for (set, known) in zip(groups, effectNumbers) {
        guard let number = known[set[row]] else { return nil }
        numbers.append(number)
      }
      if effects.isSwapped { numbers.reverse() }
      let own = numbers[0]
      z = effectColumns.map { numbers[1] == $0 ? .one : .zero } + z
      base = groupMeans[0][own]
      for column in z.indices { z[column] = z[column] - groupMeans[column + 1][own] }
      group = own
    }
    return Place(
      fit: base + z.dot(gamma), coordinates: orthogonal.solveTransposed(z).values, group: group)
  }

  private func variance(
    of place: Place, _ kind: ErrorKind, _ smallSample: SmallSample
  ) throws(RegressionError) -> Double {
    if kind == .classical && !isPenalised {
      let squares = place.coordinates.reduce(0) { $0 + $1 * $1 }
      let effect = place.group.flatMap { effects?.inverseTotal($0) } ?? 0
      return residualVariance * (squares + effect)
    }
    var influence = q * place.coordinates
    if let group = place.group, let effects {
      for row in influence.indices where effects.groups[row] == group {
        influence[row] += (weights?[row].squareRoot() ?? 1) * effects.inverseTotal(group)
      }
    }
    let matrix = Matrix(rows: influence.count, columns: 1, elements: influence)
    return max(0, try errors(kind, of: matrix, smallSample: smallSample).covariance[0, 0])
  }
}
