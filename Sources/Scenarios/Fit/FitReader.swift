import Sim

/// Reads a fit file.
struct FitReader {
  private let findings: Findings

  /// The keys of a fit file.
  static let keys = Mapping(
    "fit",
    [
      .schema(.fit),
      .required("model", .text, vi: "Mã của mô hình.", en: "The identifier of the model."),
      .required("region", .text, vi: "Mã của địa phương.", en: "The identifier of the region."),
      .required(
        "fingerprints", .mapping(fingerprintKeys), vi: "SHA-256 của những gì kết quả dựa vào.",
        en: "SHA-256 of what the fit rests on."),
      .required(
        "seed", .integer(atLeast: 0), vi: "Hạt giống của các lượt rút tiên nghiệm.",
        en: "The seed of the prior draws."),
      .required(
        "draws", .integer(atLeast: 1), vi: "Số lượt rút tiên nghiệm.",
        en: "The number of prior draws."),
      .required(
        "effective_size", .number, vi: "Số lượt độc lập tương đương.",
        en: "How many independent draws the posterior is worth."),
      .optional(
        "pareto_k", .number, vi: "Tham số hình dạng của đuôi trọng số.",
        en: "The shape of the largest weights."),
      .optional(
        "forced", .constant("true"), vi: "Được ghi dù chẩn đoán xấu.",
        en: "Kept although its diagnostics are bad."),
      .optional(
        "observables", .anything, vi: "Phân vị 5 %, trung vị, 95 % trước và sau hiệu chỉnh.",
        en: "Quantiles of the observables before and after, for the reader."),
      .required(
        "parameters", .map(.mapping(parameterKeys)), vi: "Các tham số trước và sau hiệu chỉnh.",
        en: "The parameters before and after."),
      .required(
        "retained", .text, vi: "Các lượt được giữ: bước tới lượt kế tiếp, x số lần.",
        en: "The retained draws: steps to the next one, each with an x and how often it counts."),
    ])

  private static let fingerprintKeys = Mapping(
    "fingerprints",
    FitPart.allCases.map {
      .required(
        $0.rawValue, .text, vi: "64 chữ số thập lục phân.", en: "64 hexadecimal digits.")
    })

  private static let parameterKeys = Mapping(
    "fitted_parameter",
    [
      .optional(
        "prior", .anything, vi: "Phân vị 5 %, trung vị, 95 % tiên nghiệm.",
        en: "5 % quantile, median and 95 % quantile of the prior."),
      .optional(
        "posterior", .anything, vi: "Phân vị 5 %, trung vị, 95 % hậu nghiệm.",
        en: "5 % quantile, median and 95 % quantile of the posterior."),
      .required("median", .number, vi: "Trung vị hậu nghiệm.", en: "The posterior median."),
    ])

  /// The fit in a file; nil, and reported, when it is damaged.
  static func read(_ root: Located, findings: Findings) -> FitDocument? {
    let before = findings.errorCount
    let fit = FitReader(findings: findings).fit(root)
    return findings.errorCount == before ? fit : nil
  }

  private func fit(_ root: Located) -> FitDocument? {
    guard let fields = Fields(file: root, .fit, findings: findings) else { return nil }
    let model = fields.required("model", findings)?.requiredText(findings)
    let region = fields.required("region", findings)?.requiredText(findings)
    let digests = fields.required("fingerprints", findings).flatMap { readFingerprints($0) }
    let seed = fields.integer("seed", findings)
    let draws = fields.integer("draws", findings)
    let size = fields.required("effective_size", findings)?.requiredNumber(findings)
    let k = fields.number("pareto_k", findings)
    let isForced = flag(fields["forced"])
    let medians = fields.required("parameters", findings).flatMap { readMedians($0) }
    guard let draws, let node = fields.required("retained", findings),
      let retained = readRetained(node, draws: draws), let model, let region, let digests, let seed,
      let size, let medians
    else { return nil }
    return FitDocument(
      file: root.file.path, model: model, region: region, fingerprints: digests,
      seed: UInt64(seed), draws: draws, effectiveSize: size, paretoK: k, isForced: isForced,
      medians: medians, retained: retained)
  }

  private func flag(_ node: Located?) -> Bool {
    guard let node else { return false }
    if node.text != "true" {
      findings.report(.expectedOneOf(["true"], found: node.appearance), at: node)
    }
    return true
  }

  private func readFingerprints(_ node: Located) -> Fingerprints? {
    guard let fields = Fields(node, Self.fingerprintKeys, findings: findings)
    else { return nil }
    var digests: [FitPart: String] = [:]
    for part in FitPart.allCases {
      guard let value = fields.required(part.rawValue, findings),
        let text = value.requiredText(findings)
      else { continue }
      if text.utf8.count == 64, text.allSatisfy(\.isHexDigit) {
        digests[part] = text
      } else {
        findings.report(.notADigest, at: value)
      }
    }
    return Fingerprints(digests: digests)
  }

  private func readMedians(_ node: Located) -> [String: Double]? {
    guard let entries = node.requiredMap(findings) else { return nil }
    var medians: [String: Double] = [:]
    for entry in entries {
      guard let name = entry.key.text,
        let fields = Fields(entry.value, Self.parameterKeys, findings: findings)
      else { continue }
      medians[name] = fields.required("median", findings)?.requiredNumber(findings)
    }
    return medians
  }

  /// Steps from one retained draw to the next, each with the number of times the draw counts.
  private func readRetained(_ node: Located, draws: Int) -> RetainedDraws? {
    guard let text = node.requiredText(findings) else { return nil }
    let steps = Array(text.utf8)
    var scan = StepScan(steps)
    var numbers: [UInt64] = []
    var counts: [Int] = []
    var last = -1
    while let start = scan.skipSpace() {
      guard let distance = scan.number(), let count = scan.count(), scan.isAtEnd,
        distance < draws - last
      else {
        let step = steps[start...].prefix { !StepScan.isSpace($0) }
        findings.report(.fitEntry(String(decoding: step, as: UTF8.self)), at: node)
        return nil
      }
      last += distance
      numbers.append(UInt64(last))
      counts.append(count)
    }
    guard !numbers.isEmpty else {
      findings.report(.fitEntry(""), at: node)
      return nil
    }
    return RetainedDraws(draws: numbers, counts: counts)
  }
}

/// A scan of steps such as `12x4`.
private struct StepScan {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A }

  /// Whether a step ends here.
  var isAtEnd: Bool { position == bytes.count || Self.isSpace(bytes[position]) }

  /// Goes to the next step; nil when there is none.
  mutating func skipSpace() -> Int? {
    while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
    return position < bytes.count ? position : nil
  }

  /// A positive whole number below 10⁹.
  mutating func number() -> Int? {
    var value = 0
    let start = position
    while position < bytes.count, case 0x30...0x39 = bytes[position], position - start < 9 {
      value = value * 10 + Int(bytes[position] - 0x30)
      position += 1
    }
    return value > 0 ? value : nil
  }

  /// How often the draw counts: the number after an `x`, or once.
  mutating func count() -> Int? {
    guard position < bytes.count, bytes[position] == UInt8(ascii: "x") else { return 1 }
    position += 1
    return number()
  }
}
