internal import Scenarios
internal import Sim

/// The page `grdp seek` prints: the verdict, the packages side by side, what binds, and what a step
/// further costs; or what would have to be true.
public struct SeekPage {
  private let report: SeekReport
  private let language: Language
  private let numbers: NumberText

  /// Prepares a page.
  public init(_ report: SeekReport, in language: Language) {
    self.report = report
    self.language = language
    numbers = NumberText(language)
  }

  private var result: GoalResult { report.result }
  private var model: ModelDocument { report.model }

  /// The page's lines.
  public var lines: [String] {
    opening + [""] + verdict + [""] + table + [""] + notes
  }

  // MARK: Head

  private var opening: [String] {
    let draws = numbers.whole(report.draws)
    let fresh = numbers.whole(report.freshDraws)
    let origin =
      report.scenario.fit == nil
      ? language.words(vi: "phân phối tiên nghiệm", en: "the priors")
      : language.words(vi: "phân phối hậu nghiệm", en: "the posterior")
    return [
      "\(report.scenario.region?.title.text(in: language) ?? model.title.text(in: language)) · "
        + report.scenario.document.title.text(in: language)
    ] + report.targets.indices.map(goal) + [
      language.words(
        vi:
          "tìm trên \(draws) lượt rút từ \(origin), kiểm lại trên \(fresh) lượt khác, hạt giống \(report.seed), \(numbers.whole(result.evaluations)) gói đã mô phỏng",
        en:
          "searched over \(draws) draws from \(origin), checked on \(fresh) others, seed \(report.seed), \(numbers.whole(result.evaluations)) packages simulated"
      )
    ]
  }

  private func goal(_ number: Int) -> String {
    let target = report.targets[number]
    let probability = percent(report.problem.goals[number].probability)
    let text =
      "\(words(target)) \(target.comparator.rawValue) \(value(target.level, target.unit)) "
      + years(target)
    return language.words(
      vi: "Mục tiêu: \(text), với xác suất \(probability) %",
      en: "Goal: \(text), with probability \(probability) %")
  }

  private func words(_ target: Target) -> String {
    target.label?.text(in: language) ?? target.quantity
  }

  private func years(_ target: Target) -> String {
    let (first, last) = (target.years.lowerBound, target.years.upperBound)
    if first == last { return language.words(vi: "năm \(last)", en: "in \(last)") }
    return language.words(vi: "mỗi năm \(first)-\(last)", en: "every year \(first)-\(last)")
  }

  // MARK: Verdict

  private var verdict: [String] {
    guard let package = result.package else { return infeasible }
    let cost = self.cost(package)
    return [
      language.words(
        vi:
          "ĐẠT ĐƯỢC. Gói rẻ nhất tốn \(cost) (\(costYears)); xác suất đạt \(probability(package)).",
        en:
          "FEASIBLE. The cheapest package costs \(cost) (\(costYears)); it gets there with probability \(probability(package))."
      )
    ]
  }

  private var infeasible: [String] {
    guard let found = result.infeasibility else { return [] }
    var lines = [
      language.words(
        vi:
          "KHÔNG ĐẠT ĐƯỢC trong các cận đã cho. Xác suất đạt cao nhất là \(probability(found.mostProbable)).",
        en:
          "INFEASIBLE within the bounds. The greatest probability within reach is \(probability(found.mostProbable))."
      )
    ]
    for (number, target) in report.targets.enumerated() {
      let level = value(report.level(found.best, target: number), target.unit)
      let asked = percent(report.problem.goals[number].probability)
      lines.append(
        language.words(
          vi: "Với xác suất \(asked) %, gói tốt nhất đạt \(level) \(years(target)).",
          en: "With probability \(asked) % the best package reaches \(level) \(years(target))."))
      guard target.years.count == 1 else { continue }
      let horizon = model.model.timeline.horizon
      lines.append(
        found.years[number].map {
          language.words(
            vi: "Gói đó đạt mục tiêu với xác suất ấy lần đầu năm \($0).",
            en: "It would meet the target with that probability first in \($0).")
        }
          ?? language.words(
            vi: "Đến \(horizon) gói đó vẫn chưa đạt mục tiêu với xác suất ấy.",
            en: "By \(horizon) it does not meet the target with that probability."))
    }
    if let wider = found.isReachableWithinPossible {
      lines.append(
        wider
          ? language.words(
            vi: "Với mọi công cụ trong cận có thể (--bounds possible) thì đạt được.",
            en: "With every lever up to its possible bounds (--bounds possible) it is feasible.")
          : language.words(
            vi: "Ngay cả với mọi công cụ trong cận có thể (--bounds possible) cũng không đạt được.",
            en:
              "Even with every lever up to its possible bounds (--bounds possible) it is not feasible."
          ))
    }
    return lines + relaxations(found)
  }

  private func relaxations(_ found: GoalResult.Infeasibility) -> [String] {
    guard !found.relaxations.isEmpty else { return [] }
    var table = TextTable([.left, .right, .left])
    for relaxation in found.relaxations {
      let subject = report.subject(relaxation.subject)
      let unit = ShownUnit(subject.unit, clock: model.clockUnit, in: language)
      let needed =
        relaxation.needed.map { shown($0, unit) }
        ?? language.words(vi: "không đủ", en: "not enough")
      var remark: String
      if case .driver = relaxation.subject {
        let level = relaxation.level.map { shown($0, unit) } ?? ""
        remark = language.words(
          vi: "cộng thêm mỗi năm, trên mức \(level)", en: "added every year, on top of \(level)")
      } else {
        remark = language.words(
          vi: "thay cho \(shown(relaxation.from, unit))",
          en: "instead of \(shown(relaxation.from, unit))")
      }
      if relaxation.needed == nil {
        remark = language.words(vi: "dù đến tận cận có thể", en: "even at its possible bound")
      }
      if case .driver = relaxation.subject, relaxation.needed == nil {
        remark = language.words(vi: "tăng thêm không giúp đạt", en: "more of it does not get there")
      }
      table.append([subject.name, needed, remark])
    }
    return [
      "",
      language.words(
        vi: "Điều gì phải đúng – từng thứ một, mọi thứ khác như trong gói tốt nhất",
        en: "What would have to be true – one at a time, all else as in the best package"),
    ] + table.lines.map { "  " + $0 }
  }

  // MARK: Table

  private var table: [String] {
    let hasRanges = !result.ranges.isEmpty && !result.alternatives.isEmpty
    var table = TextTable(
      [.left] + report.packages.map { _ in .right } + (hasRanges ? [.right] : []) + [.right])
    let heads = report.packages.map { title($0.name) }
    table.append(
      [language.words(vi: "công cụ", en: "lever")] + heads
        + (hasRanges ? [language.words(vi: "trong 10 % chi phí", en: "within 10 % of cost")] : [])
        + [language.words(vi: "cận", en: "bounds")])
    for lever in report.problem.levers.indices {
      let entry = model.inputs[report.problem.levers[lever].input].entry
      let unit = ShownUnit(entry.unit, clock: model.clockUnit, in: language)
      let bounds = report.problem.levers[lever].bounds
      func range(_ range: ClosedRange<Double>) -> String {
        "\(bare(range.lowerBound, unit))..\(bare(range.upperBound, unit))"
      }
      table.append(
        ["\(entry.name)\(unit.text.isEmpty ? "" : ", \(unit.text)")"]
          + report.packages.map { bare($0.package.values[lever], unit) }
          + (hasRanges ? [range(result.ranges[lever])] : []) + [range(bounds)])
    }
    let rest = Array(repeating: "", count: hasRanges ? 2 : 1)
    let cost = ShownUnit(
      model.variables[report.problem.cost.variable].unit, clock: model.clockUnit, in: language)
    table.append(
      ["\(language.words(vi: "chi phí", en: "cost")), \(cost.text)"]
        + report.packages.map { bare($0.package.outcome.cost, cost) } + rest)
    for (number, target) in report.targets.enumerated() {
      table.append(
        [
          report.targets.count == 1
            ? language.words(vi: "xác suất, %", en: "probability, %") : target.id
        ]
          + report.packages.map {
            TargetTable.percent($0.package.outcome.goals[number].probability, in: language)
          } + rest)
    }
    return table.lines.map { "  " + $0 }
  }

  private func title(_ package: String) -> String {
    switch package {
    case "scenario": return language.words(vi: "kịch bản", en: "scenario")
    case "least_cost": return language.words(vi: "rẻ nhất", en: "cheapest")
    case "best_attainable": return language.words(vi: "tốt nhất", en: "best")
    case "most_probable": return language.words(vi: "xác suất cao nhất", en: "most probable")
    default:
      let number = package.split(separator: "_").last.map(String.init) ?? ""
      return language.words(vi: "khác \(number)", en: "other \(number)")
    }
  }

  // MARK: What else

  private var notes: [String] {
    var lines: [String] = []
    for marginal in result.marginals { lines.append(self.marginal(marginal)) }
    for binding in result.bindings { lines.append(self.binding(binding)) }
    if result.package != nil, result.alternatives.isEmpty, result.ranges.isEmpty == false {
      lines.append(
        language.words(
          vi: "Không có gói nào khác hẳn mà tốn không quá 10 % nhiều hơn.",
          en: "No genuinely different package costs at most 10 % more."))
    }
    if !result.unpriced.isEmpty {
      let names = result.unpriced.map { report.name(ofLever: $0) }.joined(separator: ", ")
      let cost = model.variables[report.problem.cost.variable].name
      lines.append(
        language.words(
          vi: "\(cost) không tính tiền cho: \(names).", en: "\(cost) puts no price on: \(names)."))
    }
    let start = model.model.timeline.policyStart
    lines.append(
      language.words(
        vi: "Công cụ giữ một mức từ \(start), thay cho đường đi của kịch bản.",
        en: "Levers are constant from \(start) on, in place of the scenario's paths."))
    return lines
  }

  private func marginal(_ marginal: GoalResult.Marginal) -> String {
    let base = result.package?.outcome.cost ?? 0
    let unit = costUnit
    let more = marginal.cost.map { "+" + shown(max(0, $0 - base), unit) }
    switch marginal.change {
    case .level(let goal, let step):
      let target = report.targets[goal]
      let isUpward = [.greater, .greaterOrEqual].contains(target.comparator)
      let level = fine(target.level + (isUpward ? step : -step), target.unit)
      let asked = fine(target.level, target.unit)
      return more.map {
        language.words(
          vi: "Mức \(level) thay cho \(asked) tốn thêm \($0).",
          en: "A level of \(level) instead of \(asked) costs \($0).")
      }
        ?? language.words(
          vi: "Mức \(level) thì không đạt được.", en: "A level of \(level) is out of reach.")
    case .probability(let probability):
      let percent = percent(probability)
      return more.map {
        language.words(
          vi: "Xác suất \(percent) % tốn thêm \($0).",
          en: "A probability of \(percent) % costs \($0).")
      }
        ?? language.words(
          vi: "Xác suất \(percent) % thì không đạt được.",
          en: "A probability of \(percent) % is out of reach.")
    }
  }

  private func binding(_ binding: GoalResult.Binding) -> String {
    let name = report.name(ofLever: binding.lever)
    let bound =
      binding.isUpper
      ? language.words(vi: "cận trên", en: "upper bound")
      : language.words(vi: "cận dưới", en: "lower bound")
    let saving = binding.saving.map {
      language.words(
        vi: "; rộng thêm một phần mười thì bớt \(shown($0, costUnit))",
        en: "; a tenth more room would save \(shown($0, costUnit))")
    }
    return language.words(vi: "\(name) ở \(bound)", en: "\(name) is at its \(bound)")
      + (saving ?? "")
      + "."
  }

  // MARK: Numbers

  private var costUnit: ShownUnit {
    ShownUnit(
      model.variables[report.problem.cost.variable].unit, clock: model.clockUnit, in: language)
  }

  private func cost(_ package: GoalResult.Package) -> String {
    shown(package.outcome.cost, costUnit)
  }

  private var costYears: String {
    let years = report.problem.cost.weights.map(\.year)
    let range = "\(years.first ?? 0)-\(years.last ?? 0)"
    if report.discount == 0 {
      return language.words(vi: "\(range), không chiết khấu", en: "\(range), undiscounted")
    }
    let rate = percent(report.discount)
    return language.words(
      vi: "\(range), chiết khấu \(rate) % một năm", en: "\(range), discounted at \(rate) % a year")
  }

  private func probability(_ package: GoalResult.Package) -> String {
    let all =
      report.targets.count == 1
      ? package.outcome.goals[0].probability : package.outcome.together
    let text = TargetTable.percent(all, in: language)
    let isBare = all.hits > 0 && all.hits < all.draws
    let together =
      report.targets.count == 1
      ? "" : language.words(vi: " (mọi mục tiêu cùng lúc)", en: " (all targets together)")
    return text + (isBare ? " %" : "") + together
  }

  /// A probability or rate in per cent, with a decimal only where it has one.
  private func percent(_ share: Double) -> String {
    let value = 100 * share
    return numbers.fixed(value, decimals: (value - value.rounded()).magnitude < 1e-9 ? 0 : 1)
  }

  private func value(_ value: Double, _ unit: String) -> String {
    shown(value, ShownUnit(unit, clock: model.clockUnit, in: language))
  }

  /// A value with about four digits, so that a small step is seen.
  private func fine(_ value: Double, _ unit: String) -> String {
    let unit = ShownUnit(unit, clock: model.clockUnit, in: language)
    return numbers.short(value * unit.scale) + (unit.text.isEmpty ? "" : " \(unit.text)")
  }

  private func shown(_ value: Double, _ unit: ShownUnit) -> String {
    bare(value, unit) + (unit.text.isEmpty ? "" : " \(unit.text)")
  }

  private func bare(_ value: Double, _ unit: ShownUnit) -> String {
    let scaled = value * unit.scale
    let decimals = max(unit.decimals ?? 0, scaled.magnitude < 1 ? 2 : 1)
    return scaled.magnitude >= 100
      ? numbers.fixed(scaled, decimals: 0) : numbers.fixed(scaled, decimals: decimals)
  }
}
