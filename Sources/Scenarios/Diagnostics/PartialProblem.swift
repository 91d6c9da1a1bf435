/// What can be wrong with parts of a run that are to be joined or continued.
public enum PartialProblem: Hashable, Sendable {
  // MARK: One file
  case notAPartial
  case otherFormat(Int, expected: Int)
  case otherVersion(String, own: String)
  case cutShort(bytes: Int)
  case damaged
  case unfinished(shard: Int)

  // MARK: Several files
  case unlike(PartialTrait, String, first: String, file: String)
  case inputUnlike(String, file: String)
  case otherNumbers(file: String)
  case shardTwice(Int, of: Int, file: String)
  case shardsMissing([Int], of: Int)

  // MARK: Files as they are now
  case inputChanged(String)
  case cannotContinue(PartialTrait, String, now: String)
}

/// What the parts of a run share.
public enum PartialTrait: Hashable, Sendable, CaseIterable {
  case version, scenarios, options, draws, seed, shards
}
