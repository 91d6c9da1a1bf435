internal import Scenarios
internal import Sim

/// The page of a sensitivity analysis: for each leading output the factors that matter most.
public struct SensitivityPage {
  /// The most factors shown unless details are asked for.
  private static let mostRows = 12

  private let report: SensitivityReport
  private let language: Language
  private let numbers: NumberText

  /// Prepares a page.
  public init(_ report: SensitivityReport, in language: Language) {
    self.report = report
    self.language = language
    numbers = NumberText(language)
  }

  /// The page's lines.
  public func lines(details: Bool) -> [String] {
    let shown = report.findings.filter(\.isShown)
    return [heading, sample] + (dependence.map { folded($0) } ?? [])
      + shown.flatMap { [""] + section($0, details: details) }
  }

  private var heading: String {
    let scenario = report.scenario
    return
      "\(scenario.region?.title.text(in: language) ?? scenario.model.title.text(in: language)) · "
      + scenario.document.title.text(in: language) + " · " + method
  }

  private var method: String {
    switch report.method {
    case "sobol":
      language.words(
        vi: "chỉ số Sobol: phần phương sai (một mình; kể cả tương tác)",
        en: "Sobol indices: shares of variance (alone; with interactions)")
    case "morris":
      language.words(
        vi: "Morris: tác động khi đi hết khoảng (trung bình trị tuyệt đối; độ lệch chuẩn)",
        en: "Morris: effect over the whole range (mean of absolute values; standard deviation)")
    case "tornado":
      language.words(
        vi: "từng yếu tố một, từ đường trung tâm đến hai đầu (10 % và 90 %, công cụ đến hai cận)",
        en:
          "one factor at a time, from the central path to both ends (10 % and 90 %, levers to their bounds)"
      )
    default:
      language.words(vi: "tương quan hạng Spearman", en: "Spearman rank correlations")
    }
  }

  private var sample: String {
    let (points, lanes) = (numbers.whole(report.points), numbers.whole(report.lanes))
    let factors = numbers.whole(report.factors.count)
    let origin =
      report.scenario.fit == nil
      ? language.words(vi: "phân phối tiên nghiệm", en: "the priors")
      : language.words(vi: "phân phối hậu nghiệm", en: "the posterior")
    return language.words(
      vi:
        "\(factors) yếu tố, \(points) điểm gốc, \(lanes) lượt, tham số theo \(origin), hạt giống \(report.seed)",
      en:
        "\(factors) factors, \(points) base points, \(lanes) runs, parameters from \(origin), seed \(report.seed)"
    )
  }

  private var dependence: String? {
    guard report.ignoresDependence else { return nil }
    return language.words(
      vi:
        "Mỗi tham số thay đổi riêng rẽ trong phạm vi dữ liệu cho phép; dữ liệu còn ràng buộc các tham số với nhau, ở đây bỏ qua (--groups kinds thì giữ).",
      en:
        "Each parameter moves by itself, as far as the data allow it to; that the data also tie parameters to each other is left out here (--groups kinds keeps it)."
    )
  }

  private func section(_ finding: SensitivityReport.Finding, details: Bool) -> [String] {
    let head = "\(finding.name), \(finding.output.year)"
    guard !finding.measures.isEmpty else {
      return [
        head,
        language.words(
          vi: "  như nhau trong mọi lượt: không có gì để giải thích",
          en: "  the same in every run: there is nothing to explain"),
      ]
    }
    let order = details ? finding.order[...] : finding.order.prefix(SensitivityPage.mostRows)
    var table = TextTable([.left] + finding.measures[0].map { _ in .right })
    table.append([""] + heads(finding))
    for factor in order {
      table.append([report.factors[factor]] + finding.measures[factor].map { text($0, finding) })
    }
    var lines = [head] + table.lines.map { "  " + $0 }
    let rest = finding.order.count - order.count
    if rest > 0 {
      lines.append(
        language.words(
          vi: "  … và \(rest) yếu tố nữa: --details in tất cả, --out ghi ra tệp",
          en: "  … and \(rest) more: --details prints them all, --out writes them"))
    }
    if report.method == "sobol" { lines.append(sum(finding)) }
    if finding.isTooSmall {
      lines.append(
        language.words(
          vi: "  MẪU QUÁ NHỎ để xếp hạng: khoảng tin cậy còn rộng; hãy tăng --points.",
          en: "  THE SAMPLE IS TOO SMALL to rank factors: intervals are still wide; raise --points."
        ))
    }
    return lines
  }

  private func heads(_ finding: SensitivityReport.Finding) -> [String] {
    finding.measures[0].map { measure in
      switch measure.name {
      case "first_order": language.words(vi: "một mình", en: "alone")
      case "total": language.words(vi: "kể cả tương tác", en: "with interactions")
      case "mean_absolute": language.words(vi: "cỡ trung bình", en: "mean size")
      case "sd": language.words(vi: "độ lệch chuẩn", en: "sd")
      case "mean": language.words(vi: "trung bình", en: "mean")
      case "at_low": language.words(vi: "đầu thấp", en: "low end")
      case "at_high": language.words(vi: "đầu cao", en: "high end")
      default: language.words(vi: "tương quan", en: "correlation")
      }
    }
  }

  private func sum(_ finding: SensitivityReport.Finding) -> String {
    let alone = finding.measures.reduce(0.0) { $0 + ($1.first?.value ?? 0) }
    let percent = numbers.fixed(100 * alone, decimals: 0)
    return language.words(
      vi: "  cộng các phần một mình: \(percent) %; phần còn lại là tương tác",
      en: "  alone they add up to \(percent) %; the rest is interactions")
  }

  private func text(_ measure: SensitivityReport.Measure, _ finding: SensitivityReport.Finding)
    -> String
  {
    let unit = ShownUnit(
      finding.unit, clock: report.scenario.model.clockUnit, in: language)
    let isShare = report.method == "sobol" || report.method == "rank"
    func number(_ value: Double) -> String {
      if isShare { return numbers.fixed(value, decimals: 2) }
      let scaled = value * unit.scale
      return numbers.fixed(scaled, decimals: scaled.magnitude < 10 ? 2 : 1)
    }
    guard measure.value.isFinite else { return "–" }
    guard let low = measure.low, let high = measure.high else { return number(measure.value) }
    return "\(number(measure.value)) [\(number(low)); \(number(high))]"
  }
}
