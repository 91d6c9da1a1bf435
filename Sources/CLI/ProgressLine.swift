import Glibc
import Report
import Synchronization

/// A line on the terminal that says how far a long run has come, and leaves no trace.
///
/// Nothing is shown for a run shorter than a second, or where standard error is no terminal.
final class ProgressLine: Sendable {
  private struct State {
    var shown = -1
    var isOver = false
  }
  private let state = Mutex(State())
  private let language: Language
  private let text: @Sendable (Int) -> PageText
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let start = ContinuousClock().now

  /// Prepares the line.
  ///
  /// - Parameter text: what is said at so many percent.
  init(
    in language: Language, _ text: @escaping @Sendable (Int) -> PageText = PageText.simulating
  ) {
    (self.language, self.text) = (language, text)
  }

  /// Shows a share of the work; called from any worker, in any order.
  func show(_ share: Double) {
    guard isTerminal, ContinuousClock().now - start > .seconds(1) else { return }
    let percent = Int(100 * share)
    state.withLock { state in
      guard percent > state.shown, !state.isOver else { return }
      state.shown = percent
      StandardError.write("\r\(language(text(percent)))")
    }
  }

  /// Removes the line.
  func end() {
    state.withLock { state in
      // Back to the start of the line, and delete to its end.
      if state.shown >= 0, !state.isOver { StandardError.write("\r\u{1B}[K") }
      state.isOver = true
    }
  }
}
