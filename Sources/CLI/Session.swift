import ArgumentParser
import Glibc
import Report
import Scenarios
import Sim

/// What every command that runs a model shares: language, kernels, loading, and the way from an
/// error to a message and an exit code.
struct Session {
  let language: Language

  init(_ speech: SpeechOptions) { language = speech.language }

  /// Runs a command; an error becomes a message on standard error and an exit code.
  func report(_ body: @Sendable @escaping () async throws -> Void) async throws {
    do {
      if Kernels.best == nil { throw MachineLimit.tooOld }
      try await Interruption.cancelling(body)
    } catch {
      guard let failure = failure(error) else { throw error }
      StandardError.write(failure.words)
      throw ExitCode(failure.code)
    }
  }

  /// What there is to say about an error, and the exit code; nil for one that says it all itself.
  func failure(_ error: any Error) -> CommandFailure? {
    func said(_ sentence: String, _ code: ExitCode) -> CommandFailure {
      CommandFailure(words: sentence + "\n", code: code.rawValue)
    }
    return switch error {
    case let error as Diagnostics:
      CommandFailure(
        words: error.all.map { $0.text(in: language) }.joined(), code: ExitCode.wrongData.rawValue)
    case let error as Diagnostic:
      CommandFailure(words: error.text(in: language), code: ExitCode.wrongData.rawValue)
    case is InterruptedRun: said(language.interruptedButKept, .interrupted)
    case let error as SimulationError: said(language.sentence(error), error.exitCode)
    case let failure as RunFailure:
      said(
        language.sentence(failure.error, drawNames: failure.drawNames), failure.error.exitCode)
    case let error as OutputFolder.Failure: said(language.sentence(error), .outputFailed)
    case let error as MachineLimit: said(language.sentence(error), error.exitCode)
    default: nil
    }
  }

  /// Loads scenarios; prints warnings.
  ///
  /// - Parameters:
  ///   - readsFits: whether the fits of their regions are loaded with them.
  ///   - targets: targets of the command line.
  ///   - movesJudgements: whether scenarios come with the judgements of their models moved.
  func load(
    _ paths: [String], set: [String], definitions: [String] = [], readsFits: Bool = false,
    targets: [String] = [], movesJudgements: Bool = false
  ) throws -> (scenarios: [LoadedScenario], warnings: Diagnostics) {
    let (loaded, warnings) = try Workspace.load(
      scenarios: paths, set: set, definitions: definitions, readsFits: readsFits, targets: targets,
      movesJudgements: movesJudgements)
    StandardError.write(Diagnostics(warnings), in: language)
    return (loaded, Diagnostics(warnings))
  }

  /// Loads the only scenario of a file; several are an error.
  func loadOne(
    _ path: String, set: [String], readsFits: Bool, targets: [String]
  ) throws -> (scenario: LoadedScenario, warnings: Diagnostics) {
    let (loaded, warnings) = try load([path], set: set, readsFits: readsFits, targets: targets)
    guard loaded.count == 1 else {
      throw Diagnostics([
        Diagnostic(.oneScenarioOnly(found: loaded.count), at: SourceLocation(file: path))
      ])
    }
    return (loaded[0], warnings)
  }

  /// The kernels `GRDP_SIMD` asks for, or the fastest this machine has.
  func kernels() throws -> Kernels {
    guard let best = Kernels.best else { throw MachineLimit.tooOld }
    guard let text = unsafe getenv("GRDP_SIMD").map({ unsafe String(cString: $0) }), !text.isEmpty
    else { return best }
    guard let level = SIMDLevel(rawValue: text) else { throw MachineLimit.unknownLevel(text) }
    guard let kernels = Kernels(level) else { throw MachineLimit.missingLevel(text) }
    return kernels
  }

  /// The number of processors.
  var coreCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// Stops here if the user has interrupted the run: what follows is written whole.
  func checkInterruption() throws {
    if Task.isCancelled { throw SimulationError.cancelled }
  }

  /// Writes a sentence to standard error.
  func say(_ sentence: String) { StandardError.write(sentence + "\n") }

  /// Says how many rows of a file have no prediction, if there are any.
  func note(_ predictions: PredictionTable?, of file: String?) {
    if let file, let note = predictions?.note(file, in: language) { say(note) }
  }
}

extension MachineLimit {
  /// 64 for a level that does not exist, 69 for one this machine lacks.
  var exitCode: ExitCode {
    switch self {
    case .unknownLevel: .validationFailure
    case .tooOld, .missingLevel, .withoutMPI: .machineLacks
    }
  }
}

extension ExitCode {
  /// Input that is wrong (`EX_DATAERR`).
  static let wrongData = ExitCode(65)
  /// The machine lacks what is needed (`EX_UNAVAILABLE`).
  static let machineLacks = ExitCode(69)
  /// Ended by Ctrl-C, as shells report it.
  static let interrupted = ExitCode(130)
  /// A fault of the program (`EX_SOFTWARE`).
  static let internalFault = ExitCode(70)
  /// Results could not be written (`EX_IOERR`).
  static let outputFailed = ExitCode(74)
}

extension SimulationError {
  /// Who is to blame: the user who interrupted, the program, or the model and its data.
  var exitCode: ExitCode {
    switch self {
    case .cancelled: .interrupted
    case .notComputed: .internalFault
    case .invalidLaw, .invalidCorrelation, .notFinite, .identityViolated: .wrongData
    }
  }
}

/// A failure in draws that a file gives names to.
struct RunFailure: Error {
  let error: SimulationError
  let drawNames: [String]
}

/// The time of each phase of a command.
struct PhaseClock {
  private let clock = ContinuousClock()
  private var last: ContinuousClock.Instant
  private(set) var phases: [(name: String, seconds: Double)] = []

  init() { last = clock.now }

  /// Adds the time since the last call to a phase.
  mutating func end(_ name: String) {
    let now = clock.now
    let seconds = (now - last) / .seconds(1)
    last = now
    if let known = phases.firstIndex(where: { $0.name == name }) {
      phases[known].seconds += seconds
    } else {
      phases.append((name, seconds))
    }
  }

  /// The phases as a JSON object of seconds.
  var json: String {
    "{" + phases.map { "\"\($0.name)\": \($0.seconds)" }.joined(separator: ", ") + "}\n"
  }
}

/// Why a command came to nothing.
struct CommandFailure: Error {
  /// What there is to say; nothing where another process says it.
  var words: String
  /// The exit code.
  var code: Int32
}
