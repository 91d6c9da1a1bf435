public import ArgumentParser
import Report
public import Scenarios

/// `grdp schema`: the JSON Schema of the files that are read, for editors.
struct Schema: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", _superCommandName: Grdp.name,
    abstract: words(
      vi: "In JSON Schema của các loại tệp, để trình soạn thảo gợi ý và báo lỗi khi gõ.",
      en: "Print the JSON Schema of the files, for editors that complete and check as you type."),
    discussion: words(
      vi: """
        Các tệp kèm theo nêu lược đồ ở dòng đầu: # yaml-language-server: $schema=../schemas/model.json. \
        Nêu nhiều loại, hoặc không nêu loại nào: một lược đồ nhận mọi loại đó.
        """,
      en: """
        Shipped files name theirs in the first line: # yaml-language-server: $schema=../schemas/model.json. \
        With several kinds, or none, it is one schema that takes any of them.
        """))

  @Argument(
    help: .words(
      vi: "Loại tệp: model, region, scenario, stress hoặc fit.",
      en: "Kinds of files: model, region, scenario, stress or fit."))
  var kinds: [FileKind] = []

  @OptionGroup var speech: SpeechOptions

  func run(in session: Session) throws {
    try StandardOutput.write(
      [SchemaFile(of: kinds.isEmpty ? FileKind.allCases : kinds).text])
  }
}

extension FileKind: ExpressibleByArgument {}
