import Glibc
import Report
import Scenarios
import Sim

/// Seconds of the clock and of the processor since it was made.
struct Stopwatch {
  private let start = Stopwatch.time(CLOCK_MONOTONIC)
  private let cpuStart = Stopwatch.time(CLOCK_PROCESS_CPUTIME_ID)

  var seconds: Double { Self.time(CLOCK_MONOTONIC) - start }
  /// Of all threads of the process.
  var cpuSeconds: Double { Self.time(CLOCK_PROCESS_CPUTIME_ID) - cpuStart }

  private static func time(_ clock: clockid_t) -> Double {
    var now = timespec()
    unsafe clock_gettime(clock, &now)
    return Double(now.tv_sec) + 1e-9 * Double(now.tv_nsec)
  }
}

/// What the system knows of this process.
enum ProcessMeter {
  /// This program.
  static let program = "/proc/self/exe"

  /// Makes the peak of memory what is held now.
  static func forgetPeak() {
    let file = unsafe open("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC)
    guard file >= 0 else { return }
    _ = FileDescriptor.write("5", to: file)
    close(file)
  }

  /// The most memory held since ``forgetPeak()``, in MB.
  static var peakMegabytes: Double {
    guard let status = SystemFile.text("/proc/self/status"),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
      let kilobytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({
        Double($0)
      })
    else { return .nan }
    return kilobytes / 1024
  }
}

/// Small files of the system.
enum SystemFile {
  /// Whether there is a file that may be read.
  static func exists(_ path: String) -> Bool { unsafe access(path, R_OK) == 0 }

  /// The text of a file; nil when it cannot be read.
  static func text(_ path: String) -> String? {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe chunk.withUnsafeMutableBytes {
        unsafe read(file, $0.baseAddress, $0.count)
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { return String(validating: bytes, as: UTF8.self) }
      bytes += chunk[..<count]
    }
  }
}

extension BenchmarkMachine {
  /// This machine and this program.
  static func here(_ level: SIMDLevel, cores: Int) -> BenchmarkMachine {
    let processor = SystemFile.text("/proc/cpuinfo")?.split(separator: "\n")
      .first { $0.hasPrefix("model name") }?.split(separator: ":", maxSplits: 1).last
    return BenchmarkMachine(
      processor: processor.map { String($0.drop(while: \.isWhitespace)) } ?? "?", cores: cores,
      level: level.rawValue, version: Grdp.version, commit: commit)
  }

  /// The commit the source tree is at, in short.
  private static var commit: String? {
    var folder = ".git"
    if let link = SystemFile.text(".git"), link.hasPrefix("gitdir: ") {
      folder = String(link.dropFirst(8).prefix { !$0.isNewline })
    }
    guard let head = SystemFile.text("\(folder)/HEAD") else { return nil }
    guard head.hasPrefix("ref: ") else { return String(head.prefix(9)) }
    let name = head.dropFirst(5).prefix { !$0.isNewline }
    // A worktree keeps its branches in the folder of the repository.
    let common = SystemFile.text("\(folder)/commondir").map {
      "\(folder)/" + $0.prefix { !$0.isNewline }
    }
    for place in [folder, common ?? folder] {
      if let commit = SystemFile.text("\(place)/\(name)") { return String(commit.prefix(9)) }
    }
    return nil
  }
}

/// A number that any change of a text changes.
enum Checksum {
  /// FNV-1a in 64 bits, over the UTF-8 bytes.
  static func of(_ text: String) -> String {
    let hash = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

/// The checksums every machine has to give.
struct RecordedChecksums {
  private let known: [String: String]

  /// Reads a table with the columns workload, draws and checksum.
  init(reading path: String) throws {
    guard SystemFile.exists(path) else { throw BenchmarkFailure.missing(path) }
    let file = try CSVFile(reading: path)
    guard file.header == ["workload", "draws", "checksum"] else {
      throw BenchmarkFailure.missing(path)
    }
    known = Dictionary(
      file.rows.map { ("\($0[0])/\($0[1])", $0[2]) }, uniquingKeysWith: { first, _ in first })
  }

  /// Throws unless the checksum is the recorded one.
  func verify(
    _ checksum: String, of workload: String, draws: Int, threads: Int
  ) throws(BenchmarkFailure) {
    let recorded = known["\(workload)/\(draws)"] ?? "–"
    guard recorded == checksum else {
      throw .checksum(
        workload, draws: draws, threads: threads, found: checksum, recorded: recorded)
    }
  }
}

/// A program run to its end, without input; nothing of what it says is kept.
struct ChildProcess {
  let status: Int32
  let seconds: Double
  let cpuSeconds: Double
  let peakMegabytes: Double

  init(_ program: String, _ arguments: [String]) throws {
    let stopwatch = Stopwatch()
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] {
      unsafe posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_RDWR, 0)
    }
    var words = unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
    defer { for index in unsafe words.indices { unsafe free(words[index]) } }
    var child: pid_t = 0
    let code = unsafe posix_spawn(&child, program, &actions, nil, &words, environ)
    guard code == 0 else { throw BenchmarkFailure.process(status: code) }
    var (status, usage) = (Int32(0), rusage())
    while unsafe wait4(child, &status, 0, &usage) < 0 && errno == EINTR {}
    seconds = stopwatch.seconds
    self.status = status
    func time(_ value: timeval) -> Double { Double(value.tv_sec) + 1e-6 * Double(value.tv_usec) }
    cpuSeconds = time(usage.ru_utime) + time(usage.ru_stime)
    peakMegabytes = Double(usage.ru_maxrss) / 1024
  }
}

/// A new folder under the system's place for such, removed with what is in it.
final class TemporaryFolder {
  let path: String

  init() throws(BenchmarkFailure) {
    let parent = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
    var name = Array("\(parent)/grdp-bench-XXXXXX".utf8CString)
    guard unsafe mkdtemp(&name) != nil else { throw .process(status: errno) }
    path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The text of a file in it.
  func contents(_ name: String) throws(BenchmarkFailure) -> String {
    guard let text = SystemFile.text("\(path)/\(name)") else { throw .missing("\(path)/\(name)") }
    return text
  }

  deinit {
    for name in RunFiles.names { _ = unsafe unlink("\(path)/\(name)") }
    _ = unsafe rmdir(path)
  }
}
