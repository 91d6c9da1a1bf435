import Testing

@testable import Scenarios

@Suite struct YAMLReaderTests {
  /// The root of a text, and what is wrong with it where.
  private func read(_ text: String) -> (root: Located?, findings: [Finding]) {
    let findings = Findings()
    let root = YAMLReader.read(SourceFile(path: "file.yaml", text: text), findings: findings)
    return (
      root,
      findings.diagnostics.map {
        Finding(problem: $0.problem, line: $0.location.line, column: $0.location.column)
      }
    )
  }

  private struct Finding: Equatable {
    var problem: Problem
    var line, column: Int
  }

  /// A node without its places.
  private func plain(_ node: Located?) -> String {
    switch node?.content {
    case .scalar(let text, let isPlain): isPlain ? text : "'\(text)'"
    case .list(let items): "[" + items.map { plain($0) }.joined(separator: ", ") + "]"
    case .map(let entries):
      "{" + entries.map { "\(plain($0.key)): \(plain($0.value))" }.joined(separator: ", ") + "}"
    case nil: "nothing"
    }
  }

  @Test func nodesHaveTheirPlacesAndQuotes() throws {
    let (root, findings) = read("a: [1, \"2\"]\nb:\n  - |\n    ă\n  - {c: }\n")
    #expect(findings.isEmpty)
    #expect(plain(root) == "{a: [1, '2'], b: ['ă\n', {c: }]}")
    let second = try #require(root?.map?.last)
    #expect(second.key.line == 2 && second.key.column == 1)
    let inner = try #require(second.value.list?.last?.map?.first)
    #expect(inner.key.line == 5 && inner.key.column == 6)
  }

  @Test func aliasesAreWhatTheyStandFor() {
    let (root, findings) = read("a: &one {x: 1}\nb: [*one, 2 * 3]\nc: *one\n")
    #expect(findings.isEmpty)
    #expect(plain(root) == "{a: {x: 1}, b: [{x: 1}, 2 * 3], c: {x: 1}}")
  }

  @Test func whatLooksLikeAnAliasIsReportedAndTheRestIsRead() {
    let (root, findings) = read("a: *none\nb: *share + 1\n*key: 2\nc: 3\n")
    #expect(
      findings == [
        Finding(problem: .yamlSyntax(.undefinedAlias), line: 1, column: 4),
        Finding(problem: .yamlSyntax(.badAnchor), line: 2, column: 4),
        Finding(problem: .aliasAsKey, line: 3, column: 1),
      ])
    #expect(plain(root) == "{a: 0, b: 0, c: 3}")
  }

  @Test func everyKeyThatStandsTwiceIsReported() {
    let (root, findings) = read("a: 1\n'a': 2\nb: {c: 1, c: 2}\n<<: {a: 9, d: 4}\n")
    #expect(
      findings == [
        Finding(problem: .duplicateKey("a"), line: 2, column: 1),
        Finding(problem: .duplicateKey("c"), line: 3, column: 11),
        Finding(problem: .mergeKey, line: 4, column: 1),
      ])
    #expect(plain(root) == "{a: 1, b: {c: 1}, d: 4}")
  }

  @Test(
    arguments: [
      ("", .emptyFile, 0, 0),
      ("a: 1\n---\nb: 2\n", .yamlSyntax(.severalDocuments), 2, 1),
      ("a: [1\nb: 2\n", .yamlSyntax(.missingListEnd), 2, 2),
      ("a: \"x\nb: 2\n", .yamlSyntax(.unterminatedQuote), 3, 1),
      ("a: \u{1}\n", .forbiddenCharacter(1), 1, 4),
      // Of a file that is not YAML nothing else is said.
      ("a: 1\na: 2\nb: }\n", .yamlSyntax(.missingValue), 3, 4),
    ] as [(String, Problem, Int, Int)])
  func whatIsNotOneDocumentIsReported(
    text: String, problem: Problem, line: Int, column: Int
  ) {
    let (root, findings) = read(text)
    #expect(plain(root) == "nothing")
    #expect(findings == [Finding(problem: problem, line: line, column: column)])
  }

  @Test func nestingHasAnEnd() {
    func nested(_ depth: Int) -> String {
      "a: " + String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    let most = YAMLReader.greatestDepth
    #expect(read(nested(most - 1)).findings.isEmpty)
    #expect(
      read(nested(100_000)).findings == [
        Finding(problem: .yamlSyntax(.tooDeep(limit: most)), line: 1, column: 3 + most)
      ])
  }

  @Test func aliasesCannotBlowAFileUp() {
    var text = "a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n"
    for level in 1...9 {
      let items = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(items)]\n"
    }
    #expect(read(text).findings.map(\.problem) == [.tooManyNodes(limit: 200_000)])
  }
}
