/// The same space of functions in better coordinates: each variable v is replaced by (v − c)/s.
///
/// Powers of a calendar year are nearly the same column; powers of the distance from the middle are
/// not. A variable is moved only if that keeps the space of the regressors, which it does if with every
/// product that has a power of the variable the one with the next lower power is there as well. Then
/// ∏ ((vᵢ − cᵢ)/sᵢ)^aᵢ is by the binomial theorem a sum of products that are there, and a coefficient in
/// the raw variables is a known combination of those in the centred ones. The scales are powers of 2,
/// so they cost no rounding.
struct CentredBasis: Sendable {
  /// What is taken from each variable, and what the difference is divided by.
  let centres, scales: [Double]
  /// The regressors in whose space it is.
  let regressors: [Design.Regressor]

  /// - Parameters:
  ///   - extents: the extent of each variable.
  ///   - constantIsSpanned: whether absorbed effects contain the intercept.
  init(_ design: Design, _ extents: [ExtendedColumn.Extent], constantIsSpanned: Bool) {
    regressors = design.regressors
    let present = Set(
      design.regressors.map(\.powers) + (constantIsSpanned ? [[:]] : []))
    var (centres, scales): ([Double], [Double]) = ([], [])
    for (index, variable) in design.variables.enumerated() {
      let extent = extents[index]
      let isClosed = present.allSatisfy { powers in
        guard let power = powers[index] else { return true }
        var lower = powers
        lower[index] = power == 1 ? nil : power - 1
        return present.contains(lower)
      }
      // Zeros and ones mean most as they are.
      let isMoved =
        isClosed && present.contains(where: { $0[index] != nil })
        && variable.values.contains(where: { $0 != .zero && $0 != .one })
      let centre = isMoved ? CentredBasis.mean(variable.values, extent.sum) : 0
      let largest = max((extent.least - centre).magnitude, (extent.largest - centre).magnitude)
      centres.append(centre)
      scales.append(
        largest > 0 && largest.isFinite
          ? Double(sign: .plus, exponent: largest.exponent, significand: 1) : 1)
    }
    (self.centres, self.scales) = (centres, scales)
  }

  /// The mean of a column; of a long one, near it, which serves as well.
  private static func mean(_ column: ExtendedColumn, _ sum: Double) -> Double {
    let count = Double(column.count)
    return column.count > 100_000
      ? sum / count : (column.total / DoubleDouble(count)).value
  }

  /// The value of a regressor in these coordinates for given values of the variables.
  func value(_ regressor: Design.Regressor, _ variables: (Int) -> DoubleDouble) -> DoubleDouble {
    var product = DoubleDouble.one
    for (index, power) in regressor.powers.sorted(by: { $0.key < $1.key }) {
      let centred = variables(index) - DoubleDouble(centres[index])
      product = product * (centred * DoubleDouble(1 / scales[index])).power(power)
    }
    return product
  }

  /// The columns of the regressors in these coordinates.
  func columns(_ design: Design) throws(RegressionError) -> [[DoubleDouble]] {
    let centred = zip(design.variables, zip(centres, scales)).map { variable, shift in
      variable.values.map { ($0 - DoubleDouble(shift.0)) * DoubleDouble(1 / shift.1) }
    }
    var result: [[DoubleDouble]] = []
    for regressor in regressors {
      var column = Array(repeating: DoubleDouble.one, count: design.rowCount)
      for (index, power) in regressor.powers.sorted(by: { $0.key < $1.key }) {
        for row in column.indices { column[row] = column[row] * centred[index][row].power(power) }
      }
      if let row = column.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(name: regressor.name, row: row)
      }
      result.append(column)
    }
    return result
  }

  /// The matrix T, row by row, by which coefficients here become raw ones: b = T g.
  ///
  /// The coefficient of ∏ vᵢ^bᵢ is the sum over all a ≥ b of g[a] ∏ C(aᵢ, bᵢ) (−cᵢ)^(aᵢ−bᵢ) / sᵢ^aᵢ.
  var rawMap: [[DoubleDouble]] {
    regressors.map { low in
      regressors.map { high in
        guard low.powers.allSatisfy({ high.powers[$0.key, default: 0] >= $0.value }) else {
          return .zero
        }
        var product = DoubleDouble.one
        for (index, power) in high.powers.sorted(by: { $0.key < $1.key }) {
          let kept = low.powers[index, default: 0]
          if kept < power && centres[index] == 0 { return .zero }
          product =
            product * DoubleDouble(CentredBasis.binomial(power, kept))
            * DoubleDouble(-centres[index]).power(power - kept)
            * DoubleDouble(1 / scales[index]).power(power)
        }
        return product
      }
    }
  }

  /// The matrix T⁻¹, row by row: what each regressor as given is in these coordinates.
  ///
  /// With v = c + s z, the part of ∏ zᵢ^bᵢ in ∏ vᵢ^aᵢ is ∏ C(aᵢ, bᵢ) cᵢ^(aᵢ−bᵢ) sᵢ^bᵢ.
  var centredMap: [[DoubleDouble]] {
    regressors.map { low in
      regressors.map { high in
        guard low.powers.allSatisfy({ high.powers[$0.key, default: 0] >= $0.value }) else {
          return .zero
        }
        var product = DoubleDouble.one
        for (index, power) in high.powers.sorted(by: { $0.key < $1.key }) {
          let kept = low.powers[index, default: 0]
          product =
            product * DoubleDouble(CentredBasis.binomial(power, kept))
            * DoubleDouble(centres[index]).power(power - kept)
            * DoubleDouble(scales[index]).power(kept)
        }
        return product
      }
    }
  }

  private static func binomial(_ n: Int, _ k: Int) -> Double {
    guard k > 0 else { return 1 }
    return (1...k).reduce(1.0) { ($0 * Double(n - k + $1) / Double($1)).rounded() }
  }
}
