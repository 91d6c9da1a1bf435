internal import Sim

/// What a partial file belongs to: everything that the numbers of a run depend on, and which part of it
/// this is.
public struct PartialHeader: Hashable, Sendable {
  /// A file the run was read from.
  public struct Input: Hashable, Sendable {
    /// Its name, from the deepest folder that holds all of them.
    public var name: String
    /// The SHA-256 of its bytes, in hexadecimal digits.
    public var digest: String
    /// Names a file.
    public init(name: String, digest: String) {
      self.name = name
      self.digest = digest
    }
  }

  /// The version of the program, and so of its numbers.
  public var version: String
  /// Which part, counted from 1.
  public var shard: Int
  /// Of how many.
  public var shards: Int
  /// The draws of the whole run.
  public var draws: Int
  /// The seed of the run.
  public var seed: UInt64
  /// The scenario files, as they were named.
  public var scenarios: [String]
  /// The options that change what is computed.
  public var options: [String]
  /// The files the run was read from.
  public var inputs: [Input]
  /// How many groups of scenarios are run one after another.
  public var groups: Int

  /// Describes a part.
  public init(
    version: String, shard: Int, shards: Int, draws: Int, seed: UInt64, scenarios: [String],
    options: [String], inputs: [Input], groups: Int
  ) {
    self.version = version
    self.shard = shard
    self.shards = shards
    self.draws = draws
    self.seed = seed
    self.scenarios = scenarios
    self.options = options
    self.inputs = inputs
    self.groups = groups
  }

  /// One of the traits that all parts of a run share, as text.
  public func text(of trait: PartialTrait) -> String {
    switch trait {
    case .version: version
    case .scenarios: scenarios.joined(separator: " ")
    case .options: options.joined(separator: " ")
    case .draws: "\(draws)"
    case .seed: "\(seed)"
    case .shards: "\(shards)"
    }
  }

  /// The traits in which it is unlike another.
  public func traits(unlike other: PartialHeader) -> [PartialTrait] {
    PartialTrait.allCases.filter { text(of: $0) != other.text(of: $0) }
  }

  /// The inputs that are not the same in another, by name.
  public func inputs(unlike other: PartialHeader) -> [String] {
    Set(inputs).symmetricDifference(other.inputs).map(\.name).reduce(into: Set()) {
      $0.insert($1)
    }.sorted()
  }

  /// The name of the file that holds this part when it is whole.
  public var fileName: String { "shard-\(shard)-of-\(shards).partial" }

  var bytes: [UInt8] {
    var out = ByteWriter()
    out.write(version)
    for number in [shard, shards, draws, groups] { out.write(short: UInt64(number)) }
    out.write(seed)
    for list in [scenarios, options] {
      out.write(short: UInt64(list.count))
      for text in list { out.write(text) }
    }
    out.write(short: UInt64(inputs.count))
    for input in inputs {
      out.write(input.name)
      out.write(input.digest)
    }
    return out.bytes
  }

  init?(_ bytes: ArraySlice<UInt8>) {
    var reader = ByteReader(bytes)
    guard let version = reader.text(), let shard = reader.shortInt(),
      let shards = reader.shortInt(), let draws = reader.shortInt(),
      let groups = reader.shortInt(), let seed: UInt64 = reader.number(),
      let scenarios = reader.list(least: 1, { $0.text() }),
      let options = reader.list(least: 1, { $0.text() }),
      let inputs = reader.list(
        least: 2,
        { reader in
          reader.text().flatMap { name in reader.text().map { Input(name: name, digest: $0) } }
        }),
      reader.count == 0, 1 <= shard, shard <= shards, draws > 0, groups > 0
    else { return nil }
    self.init(
      version: version, shard: shard, shards: shards, draws: draws, seed: seed,
      scenarios: scenarios, options: options, inputs: inputs, groups: groups)
  }
}
