internal import CYAML

/// What libyaml finds in a text, one event after the other.
@safe final class YAMLEvents {
  /// Something that was found, and where it begins: line and column from 1.
  struct Event {
    var kind: Kind
    /// The name it can be repeated by.
    var anchor: String?
    var line, column: Int
  }

  /// What was found.
  enum Kind {
    /// A text; `isPlain` when it stands without quotes.
    case scalar(String, isPlain: Bool)
    case alias(String)
    case listStart
    case mapStart
    /// The end of a list or of a map.
    case end
    case documentStart
    case streamEnd
    /// What nothing follows from: the beginning of the stream, the end of a document.
    case nothing
  }

  /// Why there are no more events.
  struct Failure: Error {
    /// In libyaml's words.
    var problem: String
    var line, column: Int
    /// The line and column at which what is wrong begins, if libyaml says so.
    var beginning: SIMD2<Int>?
    /// Whether a character was found that no text may hold; then there is no place.
    var isForbiddenCharacter = false
  }

  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let event: UnsafeMutablePointer<yaml_event_t>
  private let bytes: UnsafeMutableBufferPointer<UInt8>

  /// Prepares to read a text.
  init(_ text: String) {
    unsafe parser = .allocate(capacity: 1)
    unsafe event = .allocate(capacity: 1)
    let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.utf8.count)
    _ = unsafe bytes.initialize(from: text.utf8)
    unsafe self.bytes = unsafe bytes
    guard unsafe yaml_parser_initialize(parser) == 1 else { fatalError("out of memory") }
    unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    unsafe yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
  }

  deinit {
    unsafe yaml_parser_delete(parser)
    unsafe parser.deallocate()
    unsafe event.deallocate()
    unsafe bytes.deallocate()
  }

  /// The next event.
  func next() throws(Failure) -> Event {
    guard unsafe yaml_parser_parse(parser, event) == 1 else { throw failure }
    defer { unsafe yaml_event_delete(event) }
    let (mark, data) = unsafe (event.pointee.start_mark, event.pointee.data)
    var found = Event(kind: .nothing, line: Int(mark.line) + 1, column: Int(mark.column) + 1)
    switch unsafe event.pointee.type {
    case YAML_SCALAR_EVENT:
      let text = unsafe UnsafeBufferPointer(start: data.scalar.value, count: data.scalar.length)
      found.kind = .scalar(
        unsafe String(decoding: text, as: UTF8.self),
        isPlain: unsafe data.scalar.style == YAML_PLAIN_SCALAR_STYLE)
      found.anchor = unsafe name(data.scalar.anchor)
    case YAML_ALIAS_EVENT:
      found.kind = .alias(unsafe name(data.alias.anchor) ?? "")
    case YAML_SEQUENCE_START_EVENT:
      found.kind = .listStart
      found.anchor = unsafe name(data.sequence_start.anchor)
    case YAML_MAPPING_START_EVENT:
      found.kind = .mapStart
      found.anchor = unsafe name(data.mapping_start.anchor)
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: found.kind = .end
    case YAML_DOCUMENT_START_EVENT: found.kind = .documentStart
    case YAML_STREAM_END_EVENT: found.kind = .streamEnd
    default: break
    }
    return found
  }

  private func name(_ anchor: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    unsafe anchor.map { unsafe String(cString: $0) }
  }

  private var failure: Failure {
    let state = unsafe parser.pointee
    let (mark, beginning) = unsafe (state.problem_mark, state.context_mark)
    return unsafe Failure(
      problem: state.problem.map { unsafe String(cString: $0) } ?? "out of memory",
      line: Int(mark.line) + 1, column: Int(mark.column) + 1,
      beginning: state.context == nil
        ? nil : SIMD2(Int(beginning.line) + 1, Int(beginning.column) + 1),
      isForbiddenCharacter: state.error == YAML_READER_ERROR)
  }
}
