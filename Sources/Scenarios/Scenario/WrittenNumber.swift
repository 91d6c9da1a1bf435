/// A number in a scenario or a target, with the unit beside it if one is written: `12000{person}`.
struct WrittenNumber {
  var value: Double
  /// The text between the braces and how far into the scalar it begins.
  var unit: UnitText?
  /// The scalar.
  var node: Located

  /// Reports a unit that is not the one the number must have; nothing is converted.
  func check(
    isIn expected: Unit?, written: String, of name: String, _ source: ModelSource,
    _ findings: Findings
  ) {
    guard let unit else { return }
    do {
      var units = source.units
      let found = try units.unit(unit.text)
      if let expected, found != expected {
        findings.report(
          .unitOfNumber(name: name, declared: written, found: unit.text),
          at: Place(node, offset: unit.at))
      }
    } catch {
      findings.report(error.problem, at: Place(node, offset: unit.at + error.at))
    }
  }
}

extension Located {
  /// The number of a scalar, with its unit if it has one; anything else is reported.
  ///
  /// In quotes a number needs its unit: there it is a text otherwise.
  func requiredWrittenNumber(_ findings: Findings) -> WrittenNumber? {
    if let text, text.hasSuffix("}"), let brace = text.utf8.firstIndex(of: UInt8(ascii: "{")),
      let value = decimalNumber(String(text[..<brace]))
    {
      let start = text.utf8.index(after: brace)
      let unit = UnitText(
        text: String(text[start...].dropLast()),
        at: text.utf8.distance(from: text.utf8.startIndex, to: start))
      return WrittenNumber(value: value, unit: unit, node: self)
    }
    return requiredNumber(findings).map { WrittenNumber(value: $0, node: self) }
  }
}
