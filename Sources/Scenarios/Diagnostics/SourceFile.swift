import Glibc

/// The text of one file, with its lines on demand.
///
/// Lines end as YAML has it: LF, CR, CR LF, NEL, LS or PS; so numbers agree with the parser's.
public final class SourceFile: Sendable {
  /// The file as it was named.
  public let path: String
  /// Its text, without a byte-order mark.
  public let text: String

  /// Wraps text that is already in memory.
  public init(path: String, text: String) {
    self.path = path
    self.text = text
  }

  /// The scalars of each line, without the line end.
  ///
  /// Only messages need them, so they are not kept.
  func lines() -> [[Unicode.Scalar]] {
    var lines: [[Unicode.Scalar]] = [[]]
    var afterReturn = false
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x0A where afterReturn: break
      case 0x0A, 0x0D, 0x85, 0x2028, 0x2029: lines.append([])
      default: lines[lines.count - 1].append(scalar)
      }
      afterReturn = scalar.value == 0x0D
    }
    return lines
  }

  /// One line as a string, or nil when there is no such line.
  func line(_ number: Int) -> String? {
    let lines = lines()
    guard number >= 1, number <= lines.count else { return nil }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: lines[number - 1])
    return String(view)
  }

  /// A place in this file.
  func location(line: Int = 0, column: Int = 0) -> SourceLocation {
    SourceLocation(file: path, line: line, column: column)
  }
}

extension SourceFile {
  /// The largest file of text that is read, in bytes.
  static let largestSize = 16 << 20
  /// The largest table that is read, in bytes; what is made of it takes about fifteen times as many.
  static let largestSheetSize = 512 << 20

  /// Reads a file of UTF-8 text.
  ///
  /// - Throws: a ``Diagnostic`` when the file cannot be read, is too large or is not UTF-8.
  public convenience init(reading path: String) throws(Diagnostic) {
    try self.init(path: path, SourceFile.bytes(of: path))
  }

  private convenience init(path: String, _ content: [UInt8]) throws(Diagnostic) {
    var bytes = content
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      let offset = SourceFile.firstInvalidByte(in: bytes)
      let line = bytes[..<offset].count { $0 == 0x0A } + 1
      throw Diagnostic(
        .notUTF8(byte: offset, value: bytes[offset]), at: SourceLocation(file: path, line: line))
    }
    self.init(path: path, text: text)
  }

  /// Whether there is anything under a path.
  static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  /// Whether there is a folder under a path.
  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Reads a file as spreadsheets save text: UTF-8, or UTF-16 with a byte-order mark.
  ///
  /// - Throws: a ``Diagnostic`` when the file cannot be read, is too large or is neither.
  convenience init(readingSheet path: String) throws(Diagnostic) {
    let bytes = try SourceFile.bytes(of: path, atMost: SourceFile.largestSheetSize)
    let isBigEndian = bytes.starts(with: [0xFE, 0xFF])
    guard isBigEndian || bytes.starts(with: [0xFF, 0xFE]) else {
      try self.init(path: path, bytes)
      return
    }
    let units = stride(from: 2, to: bytes.count - 1, by: 2).map { index in
      let pair = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
      return isBigEndian ? pair.0 << 8 | pair.1 : pair.1 << 8 | pair.0
    }
    guard bytes.count.isMultiple(of: 2), let text = String(validating: units, as: UTF16.self) else {
      throw Diagnostic(.sheet(.notUTF16), at: SourceLocation(file: path))
    }
    self.init(path: path, text: text)
  }

  /// The bytes of a file that is no larger than `largestSize`.
  static func bytes(
    of path: String, atMost largestSize: Int = largestSize
  ) throws(Diagnostic) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unreadable(path, errno) }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw unreadable(path, errno) }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw unreadable(path, EISDIR) }
    guard status.st_size <= largestSize else {
      throw Diagnostic(.fileTooLarge(limit: largestSize), at: SourceLocation(file: path))
    }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: max(Int(status.st_size) + 1, 1 << 12))
    while true {
      let count = unsafe chunk.withUnsafeMutableBytes { buffer in
        unsafe read(descriptor, buffer.baseAddress, buffer.count)
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw unreadable(path, errno) }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
      guard bytes.count <= largestSize else {
        throw Diagnostic(.fileTooLarge(limit: largestSize), at: SourceLocation(file: path))
      }
    }
  }

  /// The problem behind an error number of the system.
  private static func unreadable(_ path: String, _ error: Int32) -> Diagnostic {
    let problem: Problem =
      switch error {
      case ENOENT, ENOTDIR: .fileMissing
      case EISDIR: .isDirectory
      default: .fileUnreadable(unsafe String(cString: strerror(error)))
      }
    return Diagnostic(problem, at: SourceLocation(file: path))
  }

  /// The offset of the first byte that does not belong to well-formed UTF-8.
  private static func firstInvalidByte(in bytes: [UInt8]) -> Int {
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var offset = 0
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      offset += UTF8.width(scalar)
    }
    return min(offset, bytes.count - 1)
  }
}
