/// The rows a regression uses, checked.
struct RowChoice {
  let rows: [Int]
  let singletonCount, weightlessCount: Int
  let response: ExtendedColumn
  let design: Design
  /// The extent of each variable.
  let extents: [ExtendedColumn.Extent]
  let weights: [Double]?
  /// The groups of each set, numbered from 0 without gaps in order of appearance.
  let effects: [[Int]]
  /// The number given to each group of each set.
  let effectNumbers: [[Int: Int]]

  init(
    _ response: ExtendedColumn, _ design: Design, _ weights: [Double]?, _ effects: [[Int]]
  ) throws(RegressionError) {
    guard !response.isEmpty else { throw .noRows }
    if let row = response.firstNotFinite(response.extent) {
      throw .notFinite(name: "response", row: row)
    }
    var extents: [ExtendedColumn.Extent] = []
    for variable in design.variables {
      let extent = variable.values.extent
      if let row = variable.values.firstNotFinite(extent) {
        throw .notFinite(name: variable.name, row: row)
      }
      extents.append(extent)
    }
    var rows = Array(response.indices)
    if let weights {
      if let row = weights.firstIndex(where: { !($0 >= 0) || !$0.isFinite }) {
        throw .invalidWeight(row: row, weights[row])
      }
      rows = rows.filter { weights[$0] > 0 }
      guard !rows.isEmpty else { throw .noWeight }
    }
    weightlessCount = response.count - rows.count
    if !effects.isEmpty {
      let kept = FixedEffects.withoutSingletons(effects.map { set in rows.map { set[$0] } })
      singletonCount = rows.count - kept.count
      rows = kept.map { rows[$0] }
      guard !rows.isEmpty else { throw .noRows }
    } else {
      singletonCount = 0
    }
    self.rows = rows
    let numbered = effects.map { RowChoice.numbered($0, rows) }
    self.effects = numbered.map(\.groups)
    effectNumbers = numbered.map(\.numbers)
    self.weights = weights.map { weights in rows.map { weights[$0] } }
    if rows.count == response.count {
      (self.response, self.design, self.extents) = (response, design, extents)
    } else {
      self.response = ExtendedColumn(rows.map { response[$0] })
      self.design = Design(
        variables: design.variables.map { variable in
          Design.Variable(name: variable.name, values: rows.map { variable.values[$0] })
        }, regressors: design.regressors, rowCount: rows.count)
      self.extents = self.design.variables.map(\.values.extent)
    }
  }

  private static func numbered(
    _ set: [Int], _ rows: [Int]
  ) -> (groups: [Int], numbers: [Int: Int]) {
    var numbers: [Int: Int] = [:]
    let groups = rows.map { row in
      let next = numbers.count
      if let known = numbers[set[row]] { return known }
      numbers[set[row]] = next
      return next
    }
    return (groups, numbers)
  }
}
