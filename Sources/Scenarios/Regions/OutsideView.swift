internal import Sim

/// How a share moved elsewhere: the outside view beside a model's own.
public struct Analogue: Sendable {
  /// Its identifier.
  public var id: String
  /// Its words.
  public var label: LocalizedText
  /// The first and the last year.
  public var years: ClosedRange<Int>
  /// The share in the first and in the last year, as fractions.
  public var shares: (first: Double, last: Double)
  /// Where the numbers come from.
  public var source: String?

  /// The yearly growth of the part beyond that of its whole: (last / first)^(1 / years) − 1.
  public var excessGrowth: Double {
    ScalarMath.exp(
      ScalarMath.log(shares.last / shares.first) / Double(years.upperBound - years.lowerBound)) - 1
  }

  /// The keys of one analogue.
  static let keys = Mapping(
    "analogue",
    [
      .required("id", .text, vi: "Mã.", en: "Its identifier."), .label,
      .required(
        "from", .mapping(pointKeys), vi: "Năm đầu và tỷ trọng.", en: "The first year and its share."
      ),
      .required(
        "to", .mapping(pointKeys), vi: "Năm cuối và tỷ trọng.", en: "The last year and its share."),
      .oneSource, .note,
    ])

  private static let pointKeys = Mapping(
    "share_in_year",
    [
      .required("year", .integer(atLeast: nil), vi: "Năm.", en: "The year."),
      .required(
        "share", .number, vi: "Tỷ trọng, giữa 0 và 1.", en: "The share, between 0 and 1."),
    ])

  /// Reads the list under `analogues:`.
  static func list(_ node: Located?, findings: Findings) -> [Analogue] {
    (node?.requiredList(findings) ?? []).compactMap { item in
      guard let fields = Fields(item, keys, findings: findings),
        let id = fields.required("id", findings)?.requiredText(findings),
        let from = point(fields.required("from", findings), findings),
        let to = point(fields.required("to", findings), findings)
      else { return nil }
      guard from.year < to.year else {
        if let node = fields["to"] {
          findings.report(.yearsOutOfOrder("from", from.year, "to", to.year), at: node)
        }
        return nil
      }
      return Analogue(
        id: id, label: fields.localized("label", findings) ?? LocalizedText(vi: id, en: id),
        years: from.year...to.year, shares: (from.share, to.share),
        source: fields.text("source", findings))
    }
  }

  /// A year and a share, `{year: 2016, share: .303}`.
  private static func point(
    _ node: Located?, _ findings: Findings
  ) -> (year: Int, share: Double)? {
    guard let node, let fields = Fields(node, pointKeys, findings: findings),
      let yearNode = fields.required("year", findings),
      let shareNode = fields.required("share", findings),
      let share = shareNode.requiredNumber(findings)
    else { return nil }
    guard let year = yearNode.integer else {
      findings.report(.expectedYear(found: yearNode.appearance), at: yearNode)
      return nil
    }
    guard share > 0 && share < 1 else {
      findings.report(.impossibleArgument("share", share, .probability), at: shareNode)
      return nil
    }
    return (year, share)
  }
}

/// Two official goals held against each other: output grows as productivity and employment together do.
public struct ConsistencyCheck: Sendable {
  /// The goal for productivity, a year.
  public var productivityGrowth: Double
  /// The goal for output, a year, in the same prices.
  public var outputGrowth: Double
  /// What employment is expected to do, a year.
  public var employmentGrowth: Double
  /// Where the goals were set.
  public var source: String?

  /// The growth of output that productivity and employment need: (1 + p)(1 + l) − 1.
  public var neededOutputGrowth: Double { (1 + productivityGrowth) * (1 + employmentGrowth) - 1 }

  /// The growth of employment that both goals leave room for: (1 + y)/(1 + p) − 1.
  public var impliedEmploymentGrowth: Double { (1 + outputGrowth) / (1 + productivityGrowth) - 1 }

  /// The keys of one check; the three rates come first.
  static let keys = Mapping(
    "consistency_check",
    [
      .required(
        "productivity_growth", .number, vi: "Mục tiêu tăng năng suất mỗi năm.",
        en: "The goal for the growth of productivity, a year."),
      .required(
        "output_growth", .number, vi: "Mục tiêu tăng GRDP mỗi năm.",
        en: "The goal for the growth of output, a year."),
      .required(
        "employment_growth", .number, vi: "Mức tăng lao động dự kiến mỗi năm.",
        en: "What employment is expected to do, a year."),
      .oneSource, .note,
    ])

  /// Reads the list under `consistency:`.
  static func list(_ node: Located?, findings: Findings) -> [ConsistencyCheck] {
    (node?.requiredList(findings) ?? []).compactMap { item in
      guard let fields = Fields(item, keys, findings: findings) else { return nil }
      let numbers = keys.names.prefix(3).map {
        fields.required($0, findings)?.requiredNumber(findings)
      }
      guard let productivity = numbers[0], let output = numbers[1], let employment = numbers[2]
      else { return nil }
      return ConsistencyCheck(
        productivityGrowth: productivity, outputGrowth: output, employmentGrowth: employment,
        source: fields.text("source", findings))
    }
  }
}
