/// What the numbers of a table show about its decimal mark, cell by cell.
struct DecimalMarks {
  private let file: SourceFile
  private var place: SourceLocation?
  /// The first mark that was shown.
  private(set) var first: DecimalMark?
  /// The numbers that show another one.
  private(set) var mixed: [Diagnostic] = []

  init(in file: SourceFile) { self.file = file }

  /// Takes note of a cell whose number has one mark only.
  mutating func add(_ mark: DecimalMark, _ cell: SheetFile.Cell) {
    guard let first, let place else {
      (first, place) = (mark, cell.location)
      return
    }
    guard first != mark else { return }
    let note = Diagnostic.Note(.firstHere, at: place, excerpt: file.line(place.line))
    mixed.append(
      SheetFile.diagnostic(
        .sheet(.mixedDecimalMarks(cell.text, expected: first)), cell.location, file, notes: [note]))
  }
}
