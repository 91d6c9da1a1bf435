import Scenarios
import Testing

/// Every literal with a unit in the shipped model is needed: without it, the checker finds a unit
/// problem.
@Suite struct UnitConversionTests {
  /// A number with a unit, and the operator before it.
  struct Literal: CustomTestStringConvertible {
    /// Which occurrence in the text it is, from 0.
    var index: Int
    /// `*`, `/` or `+`.
    var sign: Character
    var number, unit: String
    /// The line it is in, from 1.
    var line: Int
    var testDescription: String { "line \(line): \(sign)\(number){\(unit)}" }
    /// Whether it converts: taking away a factor changes the unit of what stays.
    var isFactor: Bool { sign != "+" }
  }

  static func literals() throws -> [Literal] {
    try find(in: SourceFile(reading: Checkout.path(TemporaryProject.model)).text).map(\.literal)
  }

  /// The literals outside comments, and where each begins with its operator.
  private static func find(
    in text: String
  ) -> [(literal: Literal, range: Range<String.Index>)] {
    let pattern =
      #/(?<sign>[-+*/(,=<>^]) *(?<number>(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?)\{(?<unit>[^}]*)\}/#
    var found: [(Literal, Range<String.Index>)] = []
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    where !line.hasPrefix("#") {
      for match in line.matches(of: pattern) {
        let literal = Literal(
          index: found.count, sign: match.sign.first ?? " ", number: String(match.number),
          unit: String(match.unit), line: number + 1)
        found.append((literal, match.range))
      }
    }
    return found
  }

  /// The head of the model file lists them.
  @Test func theModelHasSixteen() throws {
    let counts = try Self.literals().reduce(into: [:]) { counts, literal in
      counts["\(literal.sign)\(literal.number){\(literal.unit)}", default: 0] += 1
    }
    #expect(
      counts == [
        "+1e-6{bn VND}": 2, "*1000{person/thousand person}": 1, "/1{bn VND2010}": 6,
        "*1{bn VND2010}": 2, "/1{thousand person}": 2, "/1{bn VND}": 1, "/1{VND/VND2010}": 1,
        "*1{VND/VND2010}": 1,
      ])
    // Whatever the pattern above is blind to: every brace that follows a digit opens a unit.
    let text = try SourceFile(reading: Checkout.path(TemporaryProject.model)).text
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(lines.reduce(0) { $0 + $1.matches(of: #/[0-9.]\{/#).count } == 16)
  }

  @Test func theModelItselfIsInOrder() {
    let result = Workspace.check([Checkout.path(TemporaryProject.model)])
    #expect(result.diagnostics.all.map(\.problem) == [])
  }

  @Test(arguments: try literals())
  func withoutItsUnit(literal: Literal) throws {
    try expectUnitProblem(replacing: literal, with: "\(literal.sign) \(literal.number)")
  }

  @Test(arguments: try literals().filter(\.isFactor))
  func withoutTheFactor(literal: Literal) throws {
    try expectUnitProblem(replacing: literal, with: "")
  }

  /// The two that are added (the cost of an empty programme) are no conversions and can be taken
  /// away; but neither they nor the factors may have another unit.
  @Test(arguments: try literals())
  func withAnotherUnit(literal: Literal) throws {
    try expectUnitProblem(
      replacing: literal, with: "\(literal.sign) \(literal.number){thousand firm}")
  }

  /// Checks the model with one literal replaced; every error must be about units.
  private func expectUnitProblem(replacing literal: Literal, with replacement: String) throws {
    let project = try TemporaryProject()
    var text = try project.text(of: TemporaryProject.model)
    let found = Self.find(in: text)
    text.replaceSubrange(
      try #require(found.dropFirst(literal.index).first).range, with: replacement)
    let path = try project.write(text, to: TemporaryProject.model)
    let errors = Workspace.check([path]).diagnostics.all.filter { $0.severity == .error }
    #expect(!errors.isEmpty)
    for error in errors {
      #expect(error.problem.isAboutUnits, "\(error.problem)")
      // An expression may begin a few lines before the literal.
      #expect((literal.line - 4...literal.line).contains(error.location.line))
    }
  }
}

extension Problem {
  /// Whether units do not fit together.
  fileprivate var isAboutUnits: Bool {
    switch self {
    case .unitMismatch, .unitOfEquation, .functionNeedsPlainNumber, .exponentWithUnit,
      .powerOfUnit:
      true
    default: false
    }
  }
}
