public import Sim

/// A file of summaries of some blocks of a run: whole, or a run under way to which batches are appended.
///
/// The format is described in docs/design/0008-past-one-machine.md.
public struct PartialFile: Sendable {
  /// The file as it was named.
  public let path: String
  /// What it belongs to.
  public let header: PartialHeader
  /// Where the whole records are.
  private let records: [Record]
  /// How many bytes are whole: all of them, unless writing was interrupted.
  public let wholeSize: Int
  /// Why the rest is not, if there is any.
  private let fault: PartialProblem?

  private struct Record: Sendable {
    var group: Int
    var payload: Range<Int>
    /// The blocks it says it is of.
    var blocks: Range<Int>?
  }

  private static let magic = Array("GRDPPART".utf8)
  private static let digestSize = 32
  /// The version of the format.
  static let format = 1

  // MARK: Writing

  /// The beginning of a file.
  public static func beginning(_ header: PartialHeader) -> [UInt8] {
    var out = ByteWriter()
    let text = header.bytes
    out.write(raw: magic)
    out.write(UInt32(format))
    out.write(UInt32(text.count))
    out.write(raw: text)
    out.write(raw: SHA256.digest(of: out.bytes))
    return out.bytes
  }

  /// A record: the summary of some blocks of a group of scenarios.
  public static func record(_ summary: PartialSummary, group: Int) -> [UInt8] {
    var out = ByteWriter()
    let payload = summary.bytes
    out.write(UInt32(group))
    out.write(UInt64(payload.count))
    out.write(raw: payload)
    out.write(raw: SHA256.digest(of: out.bytes))
    return out.bytes
  }

  // MARK: Reading

  /// Reads a file and checks every digest; what was written last may be incomplete.
  ///
  /// - Throws: a file that cannot be read, or whose beginning is not that of a partial file.
  public init(reading path: String) throws(Diagnostic) {
    try self.init(path: path, bytes: try PartialFile.bytes(of: path))
  }

  private init(path: String, bytes: [UInt8]) throws(Diagnostic) {
    func problem(_ problem: PartialProblem) -> Diagnostic {
      Diagnostic(.partial(problem), at: SourceLocation(file: path))
    }
    var reader = ByteReader(bytes[...])
    let known = bytes.prefix(PartialFile.magic.count)
    guard known.elementsEqual(PartialFile.magic.prefix(known.count)), !known.isEmpty else {
      throw problem(.notAPartial)
    }
    guard reader.raw(PartialFile.magic.count) != nil, let format: UInt32 = reader.number() else {
      throw problem(.cutShort(bytes: bytes.count))
    }
    guard format == PartialFile.format else {
      throw problem(.otherFormat(Int(format), expected: PartialFile.format))
    }
    guard let length: UInt32 = reader.number(), let text = reader.raw(Int(length)) else {
      throw problem(.cutShort(bytes: bytes.count))
    }
    let end = reader.offset
    guard let digest = reader.raw(PartialFile.digestSize) else {
      throw problem(.cutShort(bytes: bytes.count))
    }
    guard digest.elementsEqual(SHA256.digest(of: bytes[..<end])),
      let header = PartialHeader(text)
    else { throw problem(.damaged) }
    var records: [Record] = []
    var whole = reader.offset
    var fault: PartialProblem?
    while reader.count > 0, fault == nil {
      let start = reader.offset
      guard let group: UInt32 = reader.number(), let length: UInt64 = reader.number(),
        let size = Int(exactly: length), reader.raw(size) != nil
      else {
        fault = .cutShort(bytes: bytes.count)
        break
      }
      let end = reader.offset
      guard let digest = reader.raw(PartialFile.digestSize) else {
        fault = .cutShort(bytes: bytes.count)
        break
      }
      guard digest.elementsEqual(SHA256.digest(of: bytes[start..<end])), group < header.groups
      else {
        fault = .damaged
        break
      }
      let payload = end - size..<end
      records.append(
        Record(
          group: Int(group), payload: payload,
          blocks: PartialSummary.blocks(inBytes: bytes[payload])))
      whole = reader.offset
    }
    self.path = path
    self.header = header
    self.records = records
    wholeSize = whole
    self.fault = fault
  }

  /// What keeps it from being a whole part; nil for one that is whole.
  public var problem: PartialProblem? {
    if let fault { return fault }
    let isWhole =
      records.map(\.group) == Array(0..<header.groups)
      && records.allSatisfy { $0.blocks == blocks }
    return isWhole ? nil : .unfinished(shard: header.shard)
  }

  /// The summaries of the batches of every group, in the order in which they were written.
  ///
  /// - Throws: a file that cannot be read any more, or whose records do not mean anything.
  public func batches() throws(Diagnostic) -> [[PartialSummary]] {
    let bytes = try PartialFile.bytes(of: path)
    var found: [[PartialSummary]] = Array(repeating: [], count: header.groups)
    for record in records {
      found[record.group].append(try summary(record, bytes))
    }
    return found
  }

  /// The summary of a group in a file that is whole.
  public func summary(ofGroup group: Int) throws(Diagnostic) -> PartialSummary {
    let summary = try summary(records[group], try PartialFile.bytes(of: path))
    guard summary.blocks == blocks else { throw damaged }
    return summary
  }

  /// The blocks of the shard.
  private var blocks: Range<Int> {
    PartialSummary.blocks(ofShard: header.shard, of: header.shards, draws: header.draws)
  }

  private func summary(_ record: Record, _ bytes: [UInt8]) throws(Diagnostic) -> PartialSummary {
    guard record.payload.upperBound <= bytes.count,
      let summary = PartialSummary(bytes: bytes[record.payload]), summary.draws == header.draws
    else { throw damaged }
    return summary
  }

  private var damaged: Diagnostic {
    Diagnostic(.partial(.damaged), at: SourceLocation(file: path))
  }

  private static func bytes(of path: String) throws(Diagnostic) -> [UInt8] {
    try SourceFile.bytes(of: path, atMost: .max)
  }
}
