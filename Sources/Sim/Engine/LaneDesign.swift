/// Lanes that carry numbers of their own: the same rows of draws under several variants.
///
/// A variant says what each *subject* (a lever, an assumption, a parameter, an add-factor) is in its
/// lanes: one number for all rows, or a column with a number for each row. So the candidates of an
/// optimiser, the points of a sensitivity sample or a grid are one compiled program, run over
/// `variants × rows` lanes, and rows are common random numbers: row i of every variant has the same
/// draws unless a variant begins at other ones.
public struct LaneDesign: Sendable {
  /// What lanes carry a number for.
  public enum Subject: Hashable, Sendable {
    /// A lever or assumption, by position in ``Model/inputs``: the number holds in every year from
    /// ``Timeline/policyStart`` on, in place of the scenario's path; before, the default does.
    case input(Int)
    /// The value of one element of a parameter.
    case parameter(Int, element: Int)
    /// The uniform behind one distribution call of the law of one element of a parameter.
    case uniform(Int, element: Int, substream: Int)
    /// A number added to one element of a variable in these years, after the scenario's add-factors;
    /// a value that a scenario fixes stays as it is.
    case adjustment(Int, element: Int, years: ClosedRange<Int>)
  }

  /// Where the numbers of one subject come from.
  public enum Value: Sendable {
    /// The same in every row.
    case number(Double)
    /// Column so-and-so of ``LaneDesign/columns``.
    case column(Int)
  }

  /// One variant.
  public struct Variant: Sendable {
    /// One per subject.
    public var values: [Value]
    /// The draw of row 0 as parameters count them, and as shocks do; with other numbers the
    /// variant's draws are independent of those of other variants.
    public var firstParameterDraw, firstShockDraw: UInt64

    /// Creates a variant.
    public init(_ values: [Value], firstParameterDraw: UInt64 = 0, firstShockDraw: UInt64 = 0) {
      self.values = values
      self.firstParameterDraw = firstParameterDraw
      self.firstShockDraw = firstShockDraw
    }

    /// Creates a variant whose subjects have one number each.
    public init(numbers: [Double], firstDraw: UInt64 = 0) {
      self.init(
        numbers.map { .number($0) }, firstParameterDraw: firstDraw, firstShockDraw: firstDraw)
    }
  }

  /// The number of rows.
  public var rows: Int
  /// Columns of ``rows`` numbers.
  public var columns: [[Double]]
  /// The variants.
  public var variants: [Variant]

  /// Creates a design.
  ///
  /// - Precondition: columns are `rows` long.
  public init(rows: Int, columns: [[Double]] = [], variants: [Variant]) {
    precondition(columns.allSatisfy { $0.count == rows }, "columns must have a number for each row")
    self.rows = rows
    self.columns = columns
    self.variants = variants
  }

  /// One lane of a design.
  public struct Lane: Sendable {
    /// The design.
    public var design: LaneDesign
    /// What its variants speak of, as the simulation was told.
    public var subjects: [Subject]
    /// The variant and the row.
    public var variant, row: Int

    /// Creates a lane.
    public init(_ design: LaneDesign, subjects: [Subject], variant: Int, row: Int) {
      self.design = design
      self.subjects = subjects
      self.variant = variant
      self.row = row
    }

    /// The number the lane carries for a subject; nil if it carries none.
    func number(_ subject: Subject) -> Double? {
      subjects.firstIndex(of: subject).map { position in
        switch design.variants[variant].values[position] {
        case .number(let number): number
        case .column(let column): design.columns[column][row]
        }
      }
    }

    /// What the lane adds to one element of a variable in a year; nil if nothing.
    func adjustment(_ variable: Int, element: Int, year: Int) -> Double? {
      subjects.lazy.compactMap { subject in
        guard case .adjustment(variable, element, let years) = subject, years.contains(year) else {
          return nil
        }
        return self.number(subject)
      }.first
    }
  }
}

/// Where in a program the numbers of lanes are read.
struct CarriedSubjects {
  private var positions: [LaneDesign.Subject: Int] = [:]
  private var adjustments: [SIMD2<Int>: (years: ClosedRange<Int>, position: Int)] = [:]

  init(_ subjects: [LaneDesign.Subject]) {
    for (position, subject) in subjects.enumerated() {
      positions[subject] = position
      if case .adjustment(let variable, let element, let years) = subject {
        adjustments[SIMD2(variable, element)] = (years, position)
      }
    }
  }

  /// The position of a subject; nil if lanes carry nothing for it.
  subscript(subject: LaneDesign.Subject) -> Int? { positions.isEmpty ? nil : positions[subject] }

  /// The position of what is added to an element of a variable in a year.
  func adjustment(_ variable: Int, element: Int, year: Int) -> Int? {
    guard let found = adjustments[SIMD2(variable, element)], found.years.contains(year) else {
      return nil
    }
    return found.position
  }
}
