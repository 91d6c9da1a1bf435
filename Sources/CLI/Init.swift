import ArgumentParser
import Report
import Scenarios

/// `grdp init`: the files of a new region, from figures as far as there are any.
struct Init: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", _superCommandName: Grdp.name,
    abstract: words(
      vi: "Lập bộ tệp cho một địa phương mới, từ số liệu hiện có.",
      en: "Make the files of a new region, from the figures there are."),
    discussion: words(
      vi: """
        Ghi region.yaml, scenarios/baseline.yaml và facts.csv. Đầu vào nào chưa có số liệu thì lấy theo \
        một địa phương khác, ghi rõ [A] và lý do; các số giả định nằm cả trong facts.csv để thay dần \
        rồi chạy lại với --from. Bộ tệp dùng được ngay với grdp check, fit và run.
        """,
      en: """
        Writes region.yaml, scenarios/baseline.yaml and facts.csv. An input without figures is taken \
        over from another region, marked [A] with the reason; the assumed numbers are in facts.csv \
        too, to be replaced and read again with --from. The files work at once with grdp check, fit \
        and run.
        """))

  @Argument(
    help: .words(
      vi: "Tên địa phương, có hoặc không có dấu.", en: "The region, with or without diacritics."))
  var region: String

  @Option(
    help: .words(
      vi: "Bảng số liệu hoặc nguồn của bạn, đọc thêm vào (có thể nêu nhiều lần).",
      en: "A table of figures or sources of your own, read on top (may be repeated)."),
    completion: .file(extensions: ["csv"]))
  var from: [String] = []

  @Option(
    help: .words(
      vi: "Thư mục để ghi (mặc định: theo tên địa phương).",
      en: "Folder to write into (default: named after the region)."), completion: .directory)
  var out: String?

  @Option(
    help: .words(
      vi: "Tệp địa phương để lấy giả định, theo id (mặc định: tệp có nhiều số liệu nhất).",
      en: "The region file to take assumptions from, by id (default: the one with most figures)."))
  var like: String?

  @Option(
    help: .words(
      vi: "Địa giới, khi số liệu có theo nhiều địa giới.",
      en: "Which borders, where figures are within several."))
  var boundary: String?

  @Option(
    help: .words(
      vi: "Bộ số liệu được ưu tiên khi có nhiều con số.",
      en: "The vintage to prefer where there are several figures."))
  var vintage: String?

  @Option(
    help: .words(vi: "Thư mục chứa các bảng số liệu.", en: "The folder with the tables."),
    completion: .directory)
  var data = "data"

  @Flag(
    help: .words(
      vi: "Thay các tệp đã có trong thư mục.", en: "Replace files that are in the folder already."))
  var overwrite = false

  @OptionGroup var speech: SpeechOptions

  func validate() throws {
    if out == "" {
      throw ValidationError(words(vi: "--out phải nêu một thư mục", en: "--out must name a folder"))
    }
  }

  func run(in session: Session) throws {
    let folder = try DataFolder(reading: data, adding: from)
    let needs = try RegionNeeds.all(in: folder)
    guard let name = folder.region(named: region, needs) else {
      session.say(
        session.language.noSuchRegion(region, suggestion: folder.nearestRegion(to: region)))
      session.say(session.language.howToSupply)
      throw ExitCode.validationFailure
    }
    let facts = folder.facts(of: name, needs)
    guard facts.boundaries.count == 1 || facts.boundaries.contains(boundary ?? "") else {
      session.say(session.language.severalBoundaries(facts.boundaries))
      throw ExitCode.validationFailure
    }
    let example = try example(needs, session)
    let draft = try draft(facts, example, folder, session)
    let directory = out ?? draft.id
    // Files name no file outside their project: elsewhere the model comes along.
    let isInside = PathName.isInProject(draft.modelFile, of: directory)
    let modelName = String(draft.modelFile.split(separator: "/").last ?? "")
    let model =
      isInside ? PathName.relative(draft.modelFile, to: directory) : "models/\(modelName)"
    let text = RegionDraftText(draft, folder, model: model, in: session.language)
    var files = text.files
    if !isInside { files.append((model, try Workspace.text(of: draft.modelFile))) }
    try write(files, to: directory)
    try StandardOutput.write(text.summary)
    let names = files.map(\.name).joined(separator: ",")
    session.say(session.language(.wrote("\(directory)/{\(names)}")))
    session.say(
      session.language.next(
        ["grdp check \(directory)/region.yaml"]
          + (draft.observations.isEmpty ? [] : ["grdp fit \(directory)/region.yaml"])
          + ["grdp run \(directory)/\(RegionDraftText.scenarioName)"]))
  }

  /// Writes files into a folder and those below it; when one of them is there already, none.
  private func write(_ files: [(name: String, contents: String)], to directory: String) throws {
    let parts = files.map { file -> (folder: String, name: String, contents: String) in
      let pieces = file.name.split(separator: "/").map(String.init)
      let folder = ([directory] + pieces.dropLast()).joined(separator: "/")
      return (folder, pieces.last ?? "", file.contents)
    }
    for part in parts {
      try OutputFolder(part.folder, replaces: overwrite).checkReady([part.name])
    }
    for part in parts {
      try OutputFolder(part.folder, replaces: overwrite).write([(part.name, part.contents)])
    }
  }

  /// The region file that assumptions are taken from.
  private func example(_ needs: [RegionNeeds], _ session: Session) throws -> RegionNeeds {
    func figures(_ need: RegionNeeds) -> Int {
      need.slots.reduce(0) { $0 + $1.values.count { $0.fact != nil } }
    }
    let found =
      like.map { id in needs.first { $0.region.id == id } }
      ?? needs.max { figures($0) < figures($1) }
    guard let found else {
      session.say(session.language.notLike(like ?? "", known: needs.map(\.region.id)))
      throw ExitCode.validationFailure
    }
    return found
  }

  private func draft(
    _ facts: RegionFacts, _ example: RegionNeeds, _ folder: DataFolder, _ session: Session
  ) throws -> RegionDraft {
    let like = try Workspace.load(region: example.region.file, needsObservations: false).region
    let boundary = boundary ?? facts.boundaries[0]
    let drafter = RegionDrafter(
      facts, boundary: boundary, vintage: vintage, like: like, needs: example, folder)
    do {
      return try drafter.draft(of: facts, boundary: boundary)
    } catch {
      session.say(session.language.sizeUnknown(error.indicators))
      session.say(session.language.howToSupply)
      throw ExitCode.wrongData
    }
  }
}
