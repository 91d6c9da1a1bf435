import Sim

/// Reads a fit file.
struct FitReader {
  private let findings: Findings

  private static let keys = [
    "schema", "model", "region", "fingerprints", "seed", "draws", "effective_size", "pareto_k",
    "forced", "observables", "parameters", "retained",
  ]

  /// The fit in a file; nil, and reported, when it is damaged.
  static func read(_ root: Located, findings: Findings) -> FitDocument? {
    let before = findings.errorCount
    let fit = FitReader(findings: findings).fit(root)
    return findings.errorCount == before ? fit : nil
  }

  private func fit(_ root: Located) -> FitDocument? {
    guard let fields = Fields(root, keys: Self.keys, findings: findings),
      ModelReader.checkSchema(fields, "grdp-fit/1", findings)
    else { return nil }
    let model = fields.required("model", findings)?.requiredText(findings)
    let region = fields.required("region", findings)?.requiredText(findings)
    let digests = fields.required("fingerprints", findings).flatMap { readFingerprints($0) }
    let seed = required(fields, "seed", atLeast: 0)
    let draws = required(fields, "draws", atLeast: 1)
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

  private func required(_ fields: Fields, _ key: String, atLeast minimum: Int) -> Int? {
    guard fields.required(key, findings) != nil else { return nil }
    return fields.integer(key, atLeast: minimum, findings)
  }

  private func flag(_ node: Located?) -> Bool {
    guard let node else { return false }
    if node.text != "true" {
      findings.report(.expectedOneOf(["true"], found: node.appearance), at: node)
    }
    return true
  }

  private func readFingerprints(_ node: Located) -> Fingerprints? {
    guard let fields = Fields(node, keys: FitPart.allCases.map(\.rawValue), findings: findings)
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
        let fields = Fields(
          entry.value, keys: ["prior", "posterior", "median"], findings: findings)
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
