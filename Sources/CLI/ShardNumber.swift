import ArgumentParser

/// Which part of a run: `3/8` is the third of eight.
struct ShardNumber {
  let number: Int
  let count: Int

  /// The most parts of a run.
  static let most = 1_000_000
}

extension ShardNumber: ExpressibleByArgument {
  init?(argument: String) {
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let number = parts[0], let count = parts[1], number >= 1,
      number <= count, count <= Self.most
    else { return nil }
    self.init(number: number, count: count)
  }
}
