/// The Gaussian copula of a model: groups of variates whose normals are correlated.
///
/// Within a group z = L z⁰ with L the lower Cholesky factor of the correlation matrix and z⁰
/// independent. The members of a group are taken in the order of their names, so that the order
/// in which a file lists them does not matter.
struct Copula {
  /// One independent normal and its weight.
  struct Term: Hashable {
    var variate: Correlation.Variate
    var weight: Double
  }

  private var termsOf: [Correlation.Variate: [Term]] = [:]

  /// The copula of a run.
  ///
  /// With a posterior the parameters keep the copula it was found with; those whose law a scenario has
  /// replaced are correlated among themselves only.
  init(_ model: Model, hasPosterior: Bool) throws(SimulationError) {
    guard hasPosterior && model.hasReplacedLaws else {
      try add(model.correlations, of: model) { _ in true }
      return
    }
    let isReplaced = model.isReplaced
    try add(model.fittedCorrelations ?? model.correlations, of: model) {
      !isReplaced($0) && !$0.target.isShock
    }
    let own = model.correlations.filter { isReplaced($0.first) == isReplaced($0.second) }
    try add(own, of: model) { isReplaced($0) || $0.target.isShock }
  }

  /// Takes the terms of some variates from a set of correlations.
  private mutating func add(
    _ correlations: [Correlation], of model: Model, where isMeant: (Correlation.Variate) -> Bool
  ) throws(SimulationError) {
    for group in Copula.groups(correlations, model) {
      let factor = try Copula.cholesky(group, correlations)
      for (i, variate) in group.enumerated() where isMeant(variate) {
        termsOf[variate] = (0...i).compactMap {
          factor[i][$0] == 0 ? nil : Term(variate: group[$0], weight: factor[i][$0])
        }
      }
    }
  }

  /// The independent normals behind a correlated variate; nil if it is correlated with nothing.
  func terms(of variate: Correlation.Variate) -> [Term]? { termsOf[variate] }

  /// Connected groups, each sorted by name.
  private static func groups(
    _ correlations: [Correlation], _ model: Model
  ) -> [[Correlation.Variate]] {
    var groups: [Set<Correlation.Variate>] = []
    for each in correlations {
      let joined = groups.filter { $0.contains(each.first) || $0.contains(each.second) }
      groups.removeAll { $0.contains(each.first) || $0.contains(each.second) }
      groups.append(joined.reduce([each.first, each.second]) { $0.union($1) })
    }
    return groups.map { $0.sorted { model.streamName($0) < model.streamName($1) } }
  }

  private static func cholesky(
    _ group: [Correlation.Variate], _ correlations: [Correlation]
  ) throws(SimulationError) -> [[Double]] {
    func rho(_ a: Correlation.Variate, _ b: Correlation.Variate) -> Double {
      if a == b { return 1 }
      return correlations.first {
        ($0.first, $0.second) == (a, b) || ($0.first, $0.second) == (b, a)
      }?
      .rho ?? 0
    }
    var factor = group.map { _ in Array(repeating: 0.0, count: group.count) }
    for i in group.indices {
      for j in 0...i {
        var sum = rho(group[i], group[j])
        for k in 0..<j { sum -= factor[i][k] * factor[j][k] }
        if i == j {
          guard sum > 0 else {
            throw .invalidCorrelation("the correlations are not those of any joint distribution")
          }
          factor[i][i] = sum.squareRoot()
        } else {
          factor[i][j] = sum / factor[j][j]
        }
      }
    }
    return factor
  }
}

extension Model {
  /// The name of the random stream of one element of a parameter or shock, such as `tfp_shock[ICTM]`.
  func streamName(_ variate: Correlation.Variate) -> String {
    switch variate.target {
    case .parameter(let number):
      elementLabel(parameters[number].name, variate.element, over: parameters[number].over)
    case .shock(let number):
      elementLabel(shocks[number].name, variate.element, over: shocks[number].over)
    case .constant, .series, .input, .inputDefault, .variable:
      preconditionFailure("only parameters and shocks have streams")
    }
  }
}

extension Reference.Target {
  /// Whether it is a shock.
  fileprivate var isShock: Bool { if case .shock = self { true } else { false } }
}
