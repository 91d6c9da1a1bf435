/// Bytes under way: whole numbers and doubles, least significant byte first.
public struct ByteWriter: Sendable {
  /// What has been written.
  public private(set) var bytes: [UInt8] = []

  /// Starts empty.
  public init() {}

  /// Writes a whole number of fixed size.
  public mutating func write(_ number: some FixedWidthInteger) {
    var rest = number
    for _ in 0..<number.bitWidth / 8 {
      bytes.append(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }

  /// Writes a number that is not negative: seven bits in each byte, the lowest first, and the top bit set
  /// in all but the last.
  public mutating func write(short number: UInt64) {
    var rest = number
    while rest >= 128 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 128)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// Writes the bits of a double.
  public mutating func write(_ value: Double) { write(value.bitPattern) }

  /// Writes a text: its length in bytes, and its UTF-8.
  public mutating func write(_ text: String) {
    write(short: UInt64(text.utf8.count))
    bytes += text.utf8
  }

  /// Writes bytes as they are.
  public mutating func write(raw added: some Sequence<UInt8>) { bytes += added }
}

/// Bytes that are read from first to last; nil is returned where they end too early or mean nothing.
public struct ByteReader: Sendable {
  private let bytes: ArraySlice<UInt8>
  private var place: Int

  /// Reads some bytes.
  public init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    place = bytes.startIndex
  }

  /// How many bytes are left.
  public var count: Int { bytes.endIndex - place }

  /// How many bytes have been read.
  public var offset: Int { place - bytes.startIndex }

  /// A whole number of fixed size.
  public mutating func number<Number: FixedWidthInteger>(_: Number.Type = Number.self) -> Number? {
    let size = Number.bitWidth / 8
    guard count >= size else { return nil }
    var value: Number = 0
    for byte in bytes[place..<place + size].reversed() {
      value = value << 8 | Number(truncatingIfNeeded: byte)
    }
    place += size
    return value
  }

  /// A number of seven bits in each byte.
  public mutating func short() -> UInt64? {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while place < bytes.endIndex {
      let byte = bytes[place]
      place += 1
      let bits = UInt64(byte & 127)
      guard shift < 64, (bits << shift) >> shift == bits else { return nil }
      value |= bits << shift
      if byte < 128 { return value }
      shift += 7
    }
    return nil
  }

  /// The same, if it is a whole number the machine counts with.
  public mutating func shortInt() -> Int? { short().flatMap { Int(exactly: $0) } }

  /// A double.
  public mutating func double() -> Double? { number(UInt64.self).map { Double(bitPattern: $0) } }

  /// A text.
  public mutating func text() -> String? {
    guard let length = shortInt(), let part = raw(length) else { return nil }
    return String(validating: part, as: UTF8.self)
  }

  /// So many bytes.
  public mutating func raw(_ length: Int) -> ArraySlice<UInt8>? {
    guard length >= 0, count >= length else { return nil }
    defer { place += length }
    return bytes[place..<place + length]
  }

  /// As many items as a number before them says; `least` is the size of the smallest in bytes.
  public mutating func list<Item>(
    least: Int, _ item: (inout ByteReader) -> Item?
  ) -> [Item]? {
    guard let length = shortInt(), length <= count / least else { return nil }
    var items: [Item] = []
    items.reserveCapacity(length)
    for _ in 0..<length {
      guard let next = item(&self) else { return nil }
      items.append(next)
    }
    return items
  }
}
