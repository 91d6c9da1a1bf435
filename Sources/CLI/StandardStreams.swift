import Glibc
import Report
import Scenarios

/// The three files a program is started with.
enum StandardStreams {
  /// Makes sure that all three are open, so that no results file takes the place of one, and that
  /// neither a reader who goes away nor a limit on the size of files ends the program: both are told
  /// by the write that fails.
  static func prepare() {
    for file in STDIN_FILENO...STDERR_FILENO where fcntl(file, F_GETFD) < 0 {
      _ = unsafe open("/dev/null", O_RDWR)
    }
    _ = signal(SIGPIPE, SIG_IGN)
    _ = signal(SIGXFSZ, SIG_IGN)
  }
}

/// Data, kept apart from words for people.
enum StandardOutput {
  /// Writes lines; a reader who went away has seen enough.
  static func write(_ lines: [String]) throws(OutputFolder.Failure) {
    guard !Ranks.isFollower else { return }
    let text = lines.map { $0 + "\n" }.joined()
    let code = FileDescriptor.write(text, to: STDOUT_FILENO)
    guard code == 0 || code == EPIPE else {
      throw .system(action: .write, path: "/dev/stdout", code: code)
    }
  }
}

/// Words for people, kept apart from data on standard output.
enum StandardError {
  /// Writes text.
  static func write(_ text: String) {
    guard !Ranks.isFollower else { return }
    // Nobody can be told that standard error does not work.
    _ = FileDescriptor.write(text, to: STDERR_FILENO)
  }

  /// Writes diagnostics in the order they are in.
  static func write(_ diagnostics: Diagnostics, in language: Language) {
    write(diagnostics.all.map { $0.text(in: language) }.joined())
  }
}
