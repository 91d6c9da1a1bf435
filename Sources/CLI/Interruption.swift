import Dispatch
import Glibc

/// Ctrl-C (SIGINT) and SIGTERM end a run in order.
///
/// Work stops, nothing is written, and results of earlier runs stay whole. A second signal ends the
/// program at once.
enum Interruption {
  /// Runs work that a signal cancels.
  static func cancelling(
    _ work: @Sendable @escaping () async throws -> Void
  ) async throws {
    let task = Task(operation: work)
    let queue = DispatchQueue(label: "interruption")
    let sources = [SIGINT, SIGTERM].filter { !isIgnored($0) }.map { number in
      _ = signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        task.cancel()
        _ = signal(number, SIG_DFL)
      }
      source.resume()
      return source
    }
    defer { for source in sources { source.cancel() } }
    try await task.value
  }

  /// Whether the program was started with a signal switched off, as shells do for `&`.
  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    guard unsafe sigaction(number, nil, &action) == 0 else { return false }
    let ignore: sighandler_t = SIG_IGN
    let current = unsafe action.__sigaction_handler.sa_handler
    return unsafe unsafeBitCast(current, to: Int.self) == unsafeBitCast(ignore, to: Int.self)
  }
}
