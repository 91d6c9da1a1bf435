import ArgumentParser

/// A command whose errors become messages in its user's language, and exit codes.
protocol SessionCommand: AsyncParsableCommand, Sendable {
  /// The language that was asked for.
  var speech: SpeechOptions { get }

  /// Does what the command is for.
  func run(in session: Session) async throws
}

extension SessionCommand {
  func run() async throws {
    let session = Session(speech)
    try await session.report { try await run(in: session) }
  }
}
