public import Sim

/// The errors a regression was asked for, as they are written: `hc3`, `nw:2`, `cluster:province,year`.
public enum ErrorRequest: Hashable, Sendable {
  case classical
  case heteroskedastic(ErrorKind.LeverageCorrection)
  case neweyWest(lag: Int?)
  case cluster([String])
  case bootstrap(draws: Int)
  case wild(draws: Int, cluster: String?)

  /// The most refits.
  public static let mostDraws = 10_000_000

  /// Reads them; nil if they are none of these.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      .map(String.init)
    let count = parts.count > 1 ? Int(parts[1]) : nil
    switch (parts[0].lowercased(), parts.count) {
    case ("classical", 1): self = .classical
    case ("nw", 1): self = .neweyWest(lag: nil)
    case ("nw", 2):
      guard let count, count >= 0 else { return nil }
      self = .neweyWest(lag: count)
    case ("cluster", 2...):
      let names = parts.dropFirst().joined(separator: ":").split(
        separator: ",", omittingEmptySubsequences: false
      ).map { String($0).trimmed }
      guard (1...2).contains(names.count), !names.contains(""), Set(names).count == names.count
      else { return nil }
      self = .cluster(names)
    case ("bootstrap", 2), ("wild", 2), ("wild", 3):
      guard let count, count >= 50, count <= ErrorRequest.mostDraws else { return nil }
      if parts[0].lowercased() == "bootstrap" {
        self = .bootstrap(draws: count)
      } else {
        let cluster = parts.count > 2 ? parts[2].trimmed : nil
        guard cluster != "" else { return nil }
        self = .wild(draws: count, cluster: cluster)
      }
    default:
      guard parts.count == 1,
        let type = ErrorKind.LeverageCorrection(rawValue: parts[0].lowercased())
      else { return nil }
      self = .heteroskedastic(type)
    }
  }

  /// The columns of clusters it names.
  public var clusters: [String] {
    switch self {
    case .cluster(let names): names
    case .wild(_, let cluster): cluster.map { [$0] } ?? []
    default: []
    }
  }
}
