import ArgumentParser
import Report
import Scenarios

/// `grdp show`: what a model, region or scenario holds, with everything resolved.
struct Show: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", _superCommandName: Grdp.name,
    abstract: words(
      vi: "Cho xem nội dung một mô hình, địa phương hoặc kịch bản.",
      en: "Show what a model, region or scenario holds."),
    discussion: words(
      vi: """
        Kịch bản hiện những gì nó và các kịch bản nó mở rộng đã đặt; với --resolved là mọi giá trị của \
        mọi năm, giá trị mặc định có dấu *, cùng phân phối, mục tiêu; với mô hình là cả thứ tự tính các \
        phương trình. --origin thêm tệp và dòng đã đặt từng giá trị.
        """,
      en: """
        A scenario is shown with what it, and what it extends, have set; with --resolved with every value of \
        every year, defaults marked *, with laws and targets; a model also with the order of its \
        equations. --origin adds the file and line that set each value.
        """))

  @Argument(
    help: .words(
      vi: "Tệp mô hình, địa phương hoặc kịch bản.", en: "A model, region or scenario file."),
    completion: .file(extensions: ["yaml"]))
  var file: String

  @Flag(help: .words(vi: "Liệt kê mọi giá trị.", en: "List every value."))
  var resolved = false

  @Flag(
    help: .words(
      vi: "Thêm tệp và dòng đã đặt từng giá trị.",
      en: "Add the file and line that set each value."))
  var origin = false

  @Option(
    help: .words(
      vi: "Đặt một công cụ hoặc giả định của kịch bản: tên=giá trị, hay tên.2030=giá trị.",
      en: "Set a lever or assumption of a scenario: name=value, or name.2030=value."))
  var set: [String] = []

  @Flag(
    help: .words(
      vi: "In mọi thứ thành một đối tượng JSON.", en: "Print everything as one JSON object."))
  var json = false

  @OptionGroup var speech: SpeechOptions

  func run(in session: Session) throws {
    let (shown, warnings) = try Workspace.show(file, set: set)
    StandardError.write(Diagnostics(warnings), in: session.language)
    let page = ShowPage(
      shown, isResolved: resolved, hasOrigins: origin, in: session.language)
    try StandardOutput.write(json ? [ShowJSON(shown).text] : page.lines)
  }
}
