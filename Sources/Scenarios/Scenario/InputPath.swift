import Sim

/// What a scenario says about one lever or assumption: numbers over years, and how to read them.
struct InputPath {
  /// What the numbers are.
  enum Operator: String, CaseIterable { case set, add, scale, grow }
  /// How years between two given ones are filled.
  enum Interpolation: String, CaseIterable { case linear, step, smooth }
  /// What happens after the last given year.
  enum After: String, CaseIterable { case hold, `return` }

  /// A number and the year it is for; nil means from the start of policy on.
  struct Point {
    var year: Int?
    var value: Double
    var node: Located
    /// The number as it is written; nil where it comes from the command line.
    var written: WrittenNumber?
  }

  var points: [Point]
  var `operator` = Operator.set
  var interpolation = Interpolation.linear
  /// Whether it says how years between two given ones are filled.
  var saysInterpolation = false
  var after = After.hold

  /// Changes the values of an input, one per year of a timeline.
  func apply(to base: [Double], on timeline: Timeline) -> [Double] {
    let points = points.map { (year: $0.year ?? timeline.policyStart, value: $0.value) }
      .sorted { $0.year < $1.year }
    guard let first = points.first, let last = points.last else { return base }
    var values = base
    for year in timeline.years where year >= max(first.year, timeline.policyStart) {
      let index = year - timeline.first
      if year > last.year, after == .return { continue }
      let number = interpolated(points, at: year)
      switch self.operator {
      case .set: values[index] = number
      case .add: values[index] = base[index] + number
      case .scale: values[index] = base[index] * number
      case .grow:
        let previous = index > 0 ? values[index - 1] : base[index]
        values[index] = previous * (1 + number)
      }
    }
    return values
  }

  /// The point that decides the value of a year, the last one not after it; nil where the path says
  /// nothing.
  func point(in year: Int, on timeline: Timeline) -> Point? {
    guard year >= timeline.policyStart else { return nil }
    func start(_ point: Point) -> Int { point.year ?? timeline.policyStart }
    let past = points.filter { start($0) <= year }.max { start($0) < start($1) }
    let isOver = points.allSatisfy { start($0) < year }
    return after == .return && isOver ? nil : past
  }

  /// The number of a year not before the first point.
  private func interpolated(_ points: [(year: Int, value: Double)], at year: Int) -> Double {
    guard let next = points.firstIndex(where: { $0.year >= year }) else {
      return points[points.count - 1].value
    }
    if points[next].year == year || next == 0 { return points[next].value }
    let (a, b) = (points[next - 1], points[next])
    let t = Double(year - a.year) / Double(b.year - a.year)
    switch interpolation {
    case .step: return a.value
    case .linear: return a.value + t * (b.value - a.value)
    case .smooth: return a.value + t * t * (3 - 2 * t) * (b.value - a.value)
    }
  }
}

extension InputPath {
  /// The keys of a path that says how it is to be read.
  static let keys = Mapping(
    "path",
    [
      .required(
        "path", .either([.writtenNumber, .byYear(.writtenNumber)]),
        vi: "Một số, hoặc các số theo năm.", en: "One number, or numbers by year."),
      .optional(
        "operator", .choice(Operator.allCases.map(\.rawValue)),
        vi: "Các số là gì: giá trị (set), phần cộng thêm, hệ số nhân, hay tốc độ tăng.",
        en: "What the numbers are: the value itself, or what is added, a factor, a rate of growth."),
      .optional(
        "interpolate", .choice(Interpolation.allCases.map(\.rawValue)),
        vi: "Cách điền các năm ở giữa.", en: "How years in between are filled."),
      .optional(
        "after", .choice(After.allCases.map(\.rawValue)),
        vi: "Sau năm cuối: giữ nguyên, hay trở lại kịch bản gốc.",
        en: "After the last year: hold the value, or return to what is extended."),
    ])

  /// What may stand for a lever or an assumption.
  static let shape = Shape.either([
    .writtenNumber, .byYear(.writtenNumber), .mapping(keys),
  ])

  /// Reads a number, a map by year, or `{path, operator, interpolate, after}`.
  static func read(_ node: Located, findings: Findings) -> InputPath? {
    guard let entries = node.map, !entries.allSatisfy({ $0.key.integer != nil }) else {
      return points(node, findings).map { InputPath(points: $0) }
    }
    guard
      let fields = Fields(node, keys, findings: findings),
      let path = fields.required("path", findings), let points = points(path, findings)
    else { return nil }
    var result = InputPath(points: points)
    result.operator = fields["operator"].flatMap { choice($0, findings) } ?? .set
    result.saysInterpolation = fields["interpolate"] != nil
    result.interpolation = fields["interpolate"].flatMap { choice($0, findings) } ?? .linear
    result.after = fields["after"].flatMap { choice($0, findings) } ?? .hold
    return result
  }

  private static func points(_ node: Located, _ findings: Findings) -> [Point]? {
    guard let entries = node.map else {
      guard let written = node.requiredWrittenNumber(findings) else { return nil }
      return [Point(value: written.value, node: node, written: written)]
    }
    var points: [Point] = []
    for entry in entries {
      guard let year = entry.key.integer else {
        findings.report(.expectedYear(found: entry.key.appearance), at: entry.key)
        continue
      }
      guard let written = entry.value.requiredWrittenNumber(findings) else { continue }
      points.append(Point(year: year, value: written.value, node: entry.key, written: written))
    }
    if entries.isEmpty { findings.report(.emptyPath, at: node) }
    return points.isEmpty ? nil : points
  }
}
