import Glibc
import Synchronization

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
    let watch = Watch { task.cancel() }
    watch.begin()
    defer { watch.end() }
    try await task.value
  }

  /// Posted when a signal arrives: all that a signal handler may do.
  fileprivate nonisolated(unsafe) static let arrivals: UnsafeMutablePointer<sem_t> = {
    let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)
    _ = unsafe sem_init(semaphore, 0, 0)
    return unsafe semaphore
  }()

  /// Lets a signal post its arrival, once: the next one does what it does by default.
  fileprivate static func catchOnce(_ number: Int32) {
    guard !isIgnored(number) else { return }
    var action = sigaction()
    unsafe action.__sigaction_handler.sa_handler = { _ in
      _ = unsafe sem_post(Interruption.arrivals)
    }
    action.sa_flags = Int32(truncatingIfNeeded: Int(SA_RESETHAND) | Int(SA_RESTART))
    _ = unsafe sigaction(number, &action, nil)
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

/// A thread that waits for a signal, for only a thread may do what a signal asks for.
private final class Watch: Sendable {
  private let cancel: @Sendable () -> Void
  private let isOver = Atomic<Bool>(false)

  init(_ cancel: @Sendable @escaping () -> Void) { self.cancel = cancel }

  /// Begins to wait; where no thread can be had, signals keep ending the program at once.
  func begin() {
    _ = unsafe Interruption.arrivals
    var thread = pthread_t()
    let own = unsafe Unmanaged.passRetained(self)
    let code = unsafe pthread_create(
      &thread, nil,
      { context in
        guard let context = unsafe context else { return nil }
        unsafe Unmanaged<Watch>.fromOpaque(context).takeRetainedValue().wait()
        return nil
      }, own.toOpaque())
    guard code == 0 else {
      unsafe own.release()
      return
    }
    _ = pthread_detach(thread)
    for number in [SIGINT, SIGTERM] { Interruption.catchOnce(number) }
  }

  /// Ends the thread.
  func end() {
    isOver.store(true, ordering: .releasing)
    _ = unsafe sem_post(Interruption.arrivals)
  }

  private func wait() {
    Watch.admitSignals()
    while true {
      while unsafe sem_wait(Interruption.arrivals) != 0 {}
      if isOver.load(ordering: .acquiring) { return }
      cancel()
    }
  }

  /// Lets signals come to this thread, even if whoever started the program had blocked them.
  private static func admitSignals() {
    var signals = sigset_t()
    _ = unsafe sigemptyset(&signals)
    for number in [SIGINT, SIGTERM] { _ = unsafe sigaddset(&signals, number) }
    _ = unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }
}
