import Sim

/// What a fit rests on, in four parts.
public enum FitPart: String, CaseIterable, Sendable {
  /// The equations by which the observables follow from parameters and data.
  case equations
  /// The parameters, with their priors and correlations.
  case priors
  /// The years of history, the sets, and every number those equations read.
  case data
  /// What was observed.
  case observables
}

/// SHA-256 digests of what a fit rests on: they differ when the fit would.
///
/// They are taken of the resolved model and not of its files, so that a label, a comment, a target, a
/// lever's bounds or an equation of the projection may change without making a fit stale. Equations
/// count in the order of their names, numbers by their bits.
public struct Fingerprints: Hashable, Sendable {
  /// `digests[part]`: 64 hexadecimal digits.
  public var digests: [FitPart: String]

  /// Takes digests that were recorded.
  public init(digests: [FitPart: String]) { self.digests = digests }

  /// Digests a model that is bound to a region.
  public init(of document: ModelDocument) {
    var text = FittedText(document.model)
    text.write(document.observables)
    text.writeReach()
    text.writePriors()
    text.writeNumbers()
    digests = text.parts.mapValues { SHA256.hexDigest(of: $0.utf8) }
  }

  /// The parts that differ from `other`.
  public func differences(from other: Fingerprints) -> [FitPart] {
    FitPart.allCases.filter { digests[$0] != other.digests[$0] }
  }
}

/// The text that is digested: everything by name, in an order that does not depend on the files'.
private struct FittedText {
  let model: Model
  var parts: [FitPart: String] = [:]
  private var variables: Set<Int> = []
  private var constants: Set<Int> = []
  private var series: Set<Int> = []
  private var defaults: Set<Int> = []

  init(_ model: Model) { self.model = model }

  private mutating func append(_ line: String, to part: FitPart) {
    parts[part, default: ""] += line + "\n"
  }

  // MARK: Parts

  mutating func write(_ observables: [Observable]) {
    for each in observables {
      append(
        "\(text(each.quantity)) \(each.year) \(bits(each.value)) \(bits(each.sd))",
        to: .observables)
    }
  }

  /// The forms of history of every variable that has been reached, and of those they reach.
  mutating func writeReach() {
    var lines: [String] = []
    var written: Set<Int> = []
    while let variable = variables.subtracting(written).min() {
      written.insert(variable)
      lines.append(text(model.variables[variable]))
    }
    for line in lines.sorted() { append(line, to: .equations) }
  }

  /// All parameters, reached or not: a run takes its own from the fit, too.
  mutating func writePriors() {
    let lines = model.parameters.map { parameter in
      let laws = parameter.priors.map { text($0) }.joined(separator: ";")
      return "\(parameter.name)\(sets(parameter.over)) \(laws)"
    }
    for line in lines.sorted() { append(line, to: .priors) }
    let correlations = model.correlations.compactMap { correlation -> String? in
      guard case .parameter = correlation.first.target else { return nil }
      let pair = [correlation.first, correlation.second].map {
        "\(name($0.target))#\($0.element)"
      }
      return "\(pair.sorted().joined(separator: " ")) \(bits(correlation.rho))"
    }
    for line in correlations.sorted() { append(line, to: .priors) }
  }

  /// The numbers behind the names that were reached.
  mutating func writeNumbers() {
    let timeline = model.timeline
    append("years \(timeline.first) \(timeline.last)", to: .data)
    let known = constants.map { index in
      let constant = model.constants[index]
      return "\(constant.name)\(sets(constant.over)) \(constant.values.map(bits))"
    }
    let observed = series.map { index in
      let series = model.series[index]
      let rows = series.values.map { $0.prefix(timeline.last - timeline.first + 1).map(bits) }
      return "\(series.name)\(sets(series.over)) \(rows)"
    }
    let defaults = defaults.map { index in
      "\(model.inputs[index].name).default \(bits(model.inputs[index].defaultValue))"
    }
    for line in (known + observed + defaults).sorted() { append(line, to: .data) }
  }

  // MARK: Pieces

  private mutating func text(_ variable: Variable) -> String {
    let history: YearKinds = [.first, .history, .last]
    var line = "\(variable.name)\(sets(variable.over))"
    for form in variable.forms where !form.years.isDisjoint(with: history) {
      let rules = form.rules.map { text($0) }.joined(separator: ";")
      line += " \(form.years.intersection(history).rawValue):\(form.ruleOfElement):\(rules)"
    }
    return line
  }

  private mutating func text(_ expression: Expression) -> String {
    switch expression {
    case .number(let value): return bits(value)
    case .year: return "year"
    case .namedYear(let name): return "\(model.timeline.year(name))"
    case .read(let reference): return text(reference)
    case .unary(let function, let a): return "\(function)(\(text(a)))"
    case .binary(let function, let a, let b): return "\(function)(\(text(a)),\(text(b)))"
    case .conditional(let c, let a, let b): return "if(\(text(c)),\(text(a)),\(text(b)))"
    case .reduction(let reduction, let domain, let inner):
      let elements = domain.elements.map { model.sets[domain.set].elements[$0] }
      return "\(reduction)(\(text(inner)) over \(model.sets[domain.set].name)\(elements))"
    case .draw(let distribution, let substream):
      return "\(text(distribution))@\(substream)"
    }
  }

  private mutating func text(_ distribution: Distribution) -> String {
    let (name, arguments): (String, [Expression])
    switch distribution {
    case .normal(let a, let b): (name, arguments) = ("normal", [a, b])
    case .lognormal(let a, let b): (name, arguments) = ("lognormal", [a, b])
    case .beta(let a, let b): (name, arguments) = ("beta", [a, b])
    case .uniform(let a, let b): (name, arguments) = ("uniform", [a, b])
    case .triangular(let a, let b, let c): (name, arguments) = ("triangular", [a, b, c])
    case .gamma(let a, let b): (name, arguments) = ("gamma", [a, b])
    case .exponential(let a): (name, arguments) = ("exponential", [a])
    case .bernoulli(let a): (name, arguments) = ("bernoulli", [a])
    case .truncated(let inner, let low, let high):
      let bounds = [low, high].map { $0.map { text($0) } ?? "" }
      return "truncated(\(text(inner)),\(bounds[0]),\(bounds[1]))"
    }
    return "\(name)(\(arguments.map { text($0) }.joined(separator: ",")))"
  }

  private mutating func text(_ reference: Reference) -> String {
    switch reference.target {
    case .constant(let index): constants.insert(index)
    case .series(let index): series.insert(index)
    case .inputDefault(let index): defaults.insert(index)
    case .variable(let index): variables.insert(index)
    case .input, .parameter, .shock: break
    }
    let time: String
    switch reference.time {
    case .lag(let lag): time = "-\(lag)"
    case .named, .absolute: time = "\(model.timeline.resolve(reference.time, in: 0))"
    }
    let elements = reference.subscripts.enumerated().map { place, item -> String in
      switch item {
      case .current(let set): model.sets[set].name
      case .element(let element): "#\(element)"
      }
    }
    return "\(name(reference.target))\(elements)\(time)"
  }

  private func name(_ target: Reference.Target) -> String {
    switch target {
    case .constant(let index): model.constants[index].name
    case .series(let index): model.series[index].name
    case .input(let index): model.inputs[index].name
    case .inputDefault(let index): "\(model.inputs[index].name).default"
    case .parameter(let index): model.parameters[index].name
    case .shock(let index): model.shocks[index].name
    case .variable(let index): model.variables[index].name
    }
  }

  private func sets(_ over: [Int]) -> String {
    "\(over.map { "\(model.sets[$0].name)=\(model.sets[$0].elements)" })"
  }

  private func bits(_ value: Double) -> String { String(value.bitPattern, radix: 16) }
}
