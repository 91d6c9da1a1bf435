import Sim

/// A grid of values for levers, assumptions and parameters, as a scenario states it.
struct SweepSource {
  /// One dimension of the grid.
  struct Axis {
    /// The lever, assumption or parameter, with its element if it has one.
    var name: Located
    /// The values, in the order in which they are tried.
    var values: [WrittenNumber]
  }

  var axes: [Axis]
  /// What stands under the key.
  var node: Located

  /// The most combinations of values one scenario may ask for.
  static let mostCombinations = 256
  /// The keys of an axis that is given by its ends.
  static let rangeKeys = Mapping(
    "sweep_range",
    [
      .required("from", .writtenNumber, vi: "Giá trị đầu.", en: "The first value."),
      .required("to", .writtenNumber, vi: "Giá trị cuối.", en: "The last value."),
      .required(
        "steps", .integer(atLeast: 2),
        vi: "Số giá trị, kể cả hai đầu.", en: "How many values, both ends included."),
    ])
  /// What may stand for one axis.
  static let axisShape = Shape.either([.list(.writtenNumber), .mapping(rangeKeys)])

  /// Reads the section; nil when there is none, or none that can be used.
  init?(_ node: Located?, findings: Findings) {
    guard let node, let entries = node.requiredMap(findings) else { return nil }
    self.node = node
    axes = entries.compactMap { entry in
      guard let values = SweepSource.values(entry.value, findings), !values.isEmpty else {
        return nil
      }
      return Axis(name: entry.key, values: values)
    }
    guard axes.count == entries.count, !axes.isEmpty else { return nil }
    var count = 1
    for axis in axes {
      let (product, overflows) = count.multipliedReportingOverflow(by: axis.values.count)
      count = overflows ? Int.max : product
    }
    guard count <= SweepSource.mostCombinations else {
      findings.report(
        .sweepTooLarge(combinations: count, limit: SweepSource.mostCombinations), at: node)
      return nil
    }
  }

  private static func values(_ node: Located, _ findings: Findings) -> [WrittenNumber]? {
    if node.map != nil { return range(node, findings) }
    guard let items = node.list else {
      findings.report(.expectedSweep(found: node.appearance), at: node)
      return nil
    }
    if items.isEmpty { findings.report(.expectedSweep(found: .list), at: node) }
    let values = items.compactMap { $0.requiredWrittenNumber(findings) }
    for (position, value) in values.enumerated() {
      if values[..<position].contains(where: { $0.value == value.value }) {
        findings.report(.sweepValueTwice(value.value), at: value.node)
      }
    }
    return values.count == items.count ? values : nil
  }

  /// So many values at equal distances, ends included.
  private static func range(_ node: Located, _ findings: Findings) -> [WrittenNumber]? {
    guard let fields = Fields(node, rangeKeys, findings: findings),
      let low = fields.required("from", findings)?.requiredWrittenNumber(findings),
      let high = fields.required("to", findings)?.requiredWrittenNumber(findings),
      let count = fields.integer("steps", findings)
    else { return nil }
    guard low.value != high.value else {
      findings.report(.sweepValueTwice(high.value), at: high.node)
      return nil
    }
    guard count <= mostCombinations else {
      findings.report(
        .sweepTooLarge(combinations: count, limit: mostCombinations), at: node)
      return nil
    }
    return (0..<count).map { step in
      if step == 0 { return low }
      if step == count - 1 { return high }
      let part = Double(step) / Double(count - 1)
      return WrittenNumber(
        value: roundedToTwelveDigits(low.value + part * (high.value - low.value)), node: node)
    }
  }

  /// Every combination of values, the last axis fastest: for each axis, which value.
  var combinations: [[Int]] {
    axes.reduce([[]]) { found, axis in
      found.flatMap { head in axis.values.indices.map { head + [$0] } }
    }
  }
}

/// The nearest number of twelve significant digits, so that steps are as round as they look.
private func roundedToTwelveDigits(_ value: Double) -> Double {
  guard value != 0, value.isFinite else { return value }
  var scale = 1.0
  // Powers of ten up to 10²² are exact, so the last division is correctly rounded.
  while value.magnitude * scale < 1e11 && scale < 1e22 { scale *= 10 }
  return (value * scale).rounded() / scale
}

/// One value of one axis of a sweep, for a scenario of the grid.
public struct SweepValue: Hashable, Sendable {
  /// The lever, assumption or parameter, with its element if it has one.
  public var name: String
  /// The unit of the value.
  public var unit: String
  /// The value.
  public var value: Double
  /// The value as identifiers show it: the shortest text that means it.
  public var text: String { Int(exactly: value).map { "\($0)" } ?? "\(value)" }
}

/// A point of the grid, resolved against a model.
struct SweepPoint {
  /// What a value is for.
  enum Subject {
    case input(Int)
    case parameter(KnownParameter)
  }

  /// The value as it is told.
  var value: SweepValue
  /// What it is for.
  var subject: Subject
  /// Where it is written.
  var node: Located
}

extension SweepSource {
  /// The points of the grid, one list per combination; mistakes in names and units are reported.
  func points(in model: ModelSource, findings: Findings) -> [[SweepPoint]] {
    let subjects = axes.map { subject($0.name, in: model, findings) }
    for (axis, subject) in zip(axes, subjects) {
      guard let subject else { continue }
      for value in axis.values {
        value.check(
          isIn: subject.declaration.unit, written: subject.declaration.entry.unit,
          of: subject.declaration.entry.name, model, findings)
      }
    }
    return combinations.map { combination in
      zip(combination, axes.indices).compactMap { choice, axis in
        subjects[axis].map { $0.point(axes[axis].values[choice], axes[axis].name) }
      }
    }
  }

  /// A name that can be swept.
  private struct Subject {
    var declaration: ModelSource.Declaration
    /// The position of the lever or assumption; nil for a parameter.
    var input: Int?
    /// The position of the parameter and its element; nil for all of them.
    var parameter: (index: Int, element: Int?)?

    func point(_ number: WrittenNumber, _ name: Located) -> SweepPoint {
      let value = SweepValue(
        name: name.text ?? "", unit: declaration.entry.unit, value: number.value)
      let subject: SweepPoint.Subject =
        if let input {
          .input(input)
        } else {
          .parameter(
            KnownParameter(
              parameter: parameter?.index ?? 0, element: parameter?.element ?? nil,
              value: number.value, node: number.node))
        }
      return SweepPoint(value: value, subject: subject, node: number.node)
    }
  }

  private func subject(
    _ node: Located, in model: ModelSource, _ findings: Findings
  ) -> Subject? {
    guard let (name, subscripts) = model.nameAndElements(node, findings: findings) else {
      return nil
    }
    switch model.names.meaning(of: name) {
    case .input(let input) where subscripts.isEmpty:
      return Subject(declaration: model.inputs[input].declaration, input: input)
    case .parameter(let parameter):
      let declaration = model.parameters[parameter].declaration
      guard
        let element = model.flatElement(
          subscripts, of: name, over: declaration.over, at: node, findings: findings)
      else { return nil }
      return Subject(declaration: declaration, parameter: (parameter, element))
    default:
      let known =
        model.inputs.map(\.declaration.entry.name)
        + model.parameters.map(\.declaration.entry.name)
      findings.report(
        .cannotBeSwept(name, suggestion: nearestName(to: name, among: known)), at: node)
      return nil
    }
  }
}
