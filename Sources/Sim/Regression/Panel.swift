internal import CKernels

/// How the numbers of a regressor follow from the variables, in good coordinates.
struct PanelSource: Sendable {
  /// A power of a variable about its centre.
  struct Factor: Sendable {
    var variable, power: Int
    var centre, inverseScale: Double
  }

  let factors: [Factor]

  init(_ regressor: Design.Regressor, _ basis: CentredBasis) {
    factors = regressor.powers.sorted { $0.key < $1.key }.map { index, power in
      Factor(
        variable: index, power: power, centre: basis.centres[index],
        inverseScale: 1 / basis.scales[index])
    }
  }

  /// The number of a row, times the root of its weight.
  func value(_ row: Int, _ design: Design, _ roots: [DoubleDouble]?) -> DoubleDouble {
    var product = roots?[row] ?? .one
    for factor in factors {
      let centred = design.variables[factor.variable].values[row] - DoubleDouble(factor.centre)
      product = product * (centred * DoubleDouble(factor.inverseScale)).power(factor.power)
    }
    return product
  }
}

/// Some rows of all columns, as many as the nearest cache holds.
@safe struct Panel: ~Copyable {
  /// The most rows it takes.
  let capacity: Int
  /// The numbers by column, and what their rounding left; a column is as high as the panel was filled.
  let high, low: UnsafeMutablePointer<Double>
  private let withLow: Bool

  init(columns: Int, withLow: Bool) {
    // About 24 KB of numbers, which depends on the columns alone.
    capacity = max(16, min(256, 3072 / columns / 8 * 8))
    self.withLow = withLow
    unsafe high = .allocate(capacity: columns * capacity)
    unsafe high.initialize(repeating: 0, count: columns * capacity)
    let lows = withLow ? columns * capacity : 1
    unsafe low = .allocate(capacity: lows)
    unsafe low.initialize(repeating: 0, count: lows)
  }

  deinit {
    unsafe high.deallocate()
    unsafe low.deallocate()
  }

  /// Goes through all rows of the regressors, as many at a time as it takes; `body` finds them in it.
  func forEachFill(
    _ sources: [PanelSource], _ design: Design, _ roots: [DoubleDouble]?, _ kernels: Kernels,
    _ body: (_ rows: Range<Int>, _ height: Int, borrowing Panel) -> Void
  ) {
    for start in stride(from: 0, to: design.rowCount, by: capacity) {
      let rows = start..<min(start + capacity, design.rowCount)
      body(rows, fill(rows, sources, design, roots, kernels), self)
    }
  }

  /// Takes rows of the regressors; below them come rows of zeros, up to a multiple of eight, which is
  /// returned.
  private func fill(
    _ rows: Range<Int>, _ sources: [PanelSource], _ design: Design, _ roots: [DoubleDouble]?,
    _ kernels: Kernels
  ) -> Int {
    let height = (rows.count + 7) / 8 * 8
    for (column, source) in sources.enumerated() {
      let start = column * height
      var done = 0
      if roots == nil, source.factors.isEmpty {
        done = rows.count
        unsafe (high + start).update(repeating: 1, count: done)
        if withLow { unsafe (low + start).update(repeating: 0, count: done) }
      } else if roots == nil, source.factors.count == 1, source.factors[0].power == 1 {
        done = rows.count / 8 * 8
        centre(start, source.factors[0], rows.lowerBound, done, design, kernels)
      }
      for place in done..<height {
        let value =
          place < rows.count ? source.value(rows.lowerBound + place, design, roots) : .zero
        unsafe high[start + place] = value.high
        if withLow { unsafe low[start + place] = value.low }
      }
    }
    return height
  }

  /// Takes rows of another column as it is.
  func fill(column: Int, _ values: ExtendedColumn, _ rows: Range<Int>, _ height: Int) {
    let start = column * height
    for place in 0..<rows.count {
      unsafe high[start + place] = values.high[rows.lowerBound + place]
    }
    for place in rows.count..<height { unsafe high[start + place] = 0 }
    guard withLow else { return }
    for place in 0..<height {
      unsafe low[start + place] =
        place < rows.count ? values.low?[rows.lowerBound + place] ?? 0 : 0
    }
  }

  private func centre(
    _ start: Int, _ factor: PanelSource.Factor, _ row: Int, _ count: Int, _ design: Design,
    _ kernels: Kernels
  ) {
    let values = design.variables[factor.variable].values
    func write(_ lows: UnsafePointer<Double>?) {
      unsafe values.high.withUnsafeBufferPointer { highs in
        guard let highs = highs.baseAddress else { return }
        unsafe kernels.table.pointee.centre(
          high + start, withLow ? low + start : nil, highs + row, lows, factor.centre,
          factor.inverseScale, count)
      }
    }
    guard let lows = values.low else { return write(nil) }
    unsafe lows.withUnsafeBufferPointer { lows in
      unsafe write(lows.baseAddress.map { unsafe $0 + row })
    }
  }
}
