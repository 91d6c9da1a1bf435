/// A change of a lever or assumption from the command line: `name=value` or `name.2030=value`.
struct InputChange {
  var name: String
  var year: Int?
  var value: Double
  /// The argument, for messages.
  var node: Located

  /// Reads the argument of `--set`; reports it when it is not one.
  init?(_ argument: String, findings: Findings) {
    node = Located(argument: argument, of: "--set")
    let sides = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard sides.count == 2, !sides[0].isEmpty else {
      findings.report(.badSetting, at: node)
      return nil
    }
    guard let value = decimalNumber(String(sides[1])) else {
      findings.report(.expectedNumber(found: .text(String(sides[1]))), at: node)
      return nil
    }
    self.value = value
    let parts = sides[0].split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    name = String(parts[0])
    guard parts.count == 2 else { return }
    guard let year = Int(parts[1]) else {
      findings.report(.expectedYear(found: .text(String(parts[1]))), at: node)
      return nil
    }
    self.year = year
  }
}

extension Located {
  /// An argument of an option of the command line, for messages.
  init(argument: String, of option: String) {
    let file = SourceFile(path: "\(option) \(argument)", text: argument)
    self.init(content: .scalar(argument, isPlain: true), file: file, line: 0, column: 0)
  }
}
