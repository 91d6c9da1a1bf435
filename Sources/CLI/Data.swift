import ArgumentParser
import Report
import Scenarios

/// `grdp data`: what is known about a region, from where, and what is missing.
struct Data: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "data", _superCommandName: Grdp.name,
    abstract: words(
      vi: "Liệt kê số liệu đã có của một địa phương, nguồn gốc, và những gì mô hình còn thiếu.",
      en: "List what is known about a region, from where, and what its model lacks."),
    discussion: words(
      vi: """
        Không nêu <region>: mỗi địa phương một dòng. Các con số mâu thuẫn nhau được đặt cạnh nhau, \
        kèm định nghĩa và nguồn. `grdp check TỆP.csv` kiểm tra bảng số liệu của bạn, `grdp init` lập \
        tệp cho địa phương mới; docs/data.md mô tả các bảng.
        """,
      en: """
        Without <region>: one line per region. Figures that contradict each other stand side by \
        side, with their definitions and sources. `grdp check FILE.csv` checks a table of your \
        own, `grdp init` makes the files of a new region; docs/data.md describes the tables.
        """))

  @Argument(
    help: .words(
      vi: "Một địa phương, theo tên hoặc theo id của tệp.",
      en: "A region, by its name or the id of its file."))
  var region: String?

  @Option(
    help: .words(vi: "Thư mục chứa các bảng số liệu.", en: "The folder with the tables."),
    completion: .directory)
  var data = "data"

  @Flag(
    help: .words(
      vi: "In mọi con số kèm nguồn, mọi mục tiêu và mọi mục số liệu của mô hình.",
      en: "Print every figure with its source, every target and every slot of the model."))
  var details = false

  @Flag(help: .words(vi: "In cùng nội dung ở dạng JSON.", en: "Print the same as JSON."))
  var json = false

  @Option(
    help: .words(
      vi: "Bảng số liệu hoặc nguồn của bạn, đọc thêm vào (có thể nêu nhiều lần).",
      en: "A table of figures or sources of your own, read on top (may be repeated)."),
    completion: .file(extensions: ["csv"]))
  var add: [String] = []

  @OptionGroup var speech: SpeechOptions

  func run(in session: Session) throws {
    let folder = try DataFolder(reading: data, adding: add)
    let needs = try RegionNeeds.all(in: folder)
    guard let region else {
      try StandardOutput.write(
        everything(folder.regions.map { folder.facts(of: $0, needs) }, folder, session.language))
      return
    }
    guard let name = folder.region(named: region, needs) else {
      session.say(
        session.language.noSuchRegion(region, suggestion: folder.nearestRegion(to: region)))
      throw ExitCode.validationFailure
    }
    let facts = folder.facts(of: name, needs)
    try StandardOutput.write(
      json
        ? DataJSON([facts], folder).regions
        : DataPage(facts, folder, in: session.language).lines(details: details))
  }

  /// The page of all regions; with `--details`, the pages of each.
  private func everything(
    _ regions: [RegionFacts], _ folder: DataFolder, _ language: Language
  ) -> [String] {
    switch (json, details) {
    case (true, true): DataJSON(regions, folder).regions
    case (true, false): DataJSON(regions, folder).overview
    case (false, true):
      Array(
        regions.map { DataPage($0, folder, in: language).lines(details: true) }
          .joined(separator: [""]))
    case (false, false): DataOverview(regions, folder, in: language).lines
    }
  }
}
