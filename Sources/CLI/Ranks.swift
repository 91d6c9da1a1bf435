import Glibc
import Report
import Scenarios
import Sim

#if MPI
  import CMessagePassing
#endif

/// The processes of one job that mpirun has started; each has a rank, counted from 0.
///
/// Without the trait `MPI` there are none, and a run that mpirun starts several times is refused.
struct Ranks: Sendable {
  /// The number of this process.
  let rank: Int
  /// How many processes there are, at least 2.
  let count: Int

  /// The job this process is in; nil if it is alone.
  static let job: Ranks? = {
    #if MPI
      guard launched > 0 else { return nil }
      let code = grdp_ranks_start()
      // Open MPI has said why, and ends the job.
      if code != 0 { Glibc.exit(70) }
      let (rank, count) = (Int(grdp_rank()), Int(grdp_rank_count()))
      return count > 1 ? Ranks(rank: rank, count: count) : nil
    #else
      return nil
    #endif
  }()

  /// How many processes mpirun says that it started; 0 without mpirun.
  static var launched: Int {
    unsafe getenv("OMPI_COMM_WORLD_SIZE").flatMap { unsafe Int(String(cString: $0)) } ?? 0
  }

  /// Whether this process works for another, which alone speaks and writes.
  static var isFollower: Bool { job.map { $0.rank > 0 } ?? false }

  /// Leaves the job: every process does before it ends.
  static func leave() {
    #if MPI
      if launched > 0 { grdp_ranks_finish() }
    #endif
  }
}

extension Ranks {
  /// Tells every process whether all are well; the words of the first that is not go to rank 0.
  ///
  /// - Throws: the failure of the first that is not well.
  func agree(_ own: CommandFailure? = nil) throws(CommandFailure) {
    let codes = codes(own?.code ?? 0)
    guard let first = codes.firstIndex(where: { $0 != 0 }) else { return }
    var words = ""
    if rank == first {
      words = own?.words ?? ""
      if first > 0 { send(Array(words.utf8)) }
    } else if rank == 0 {
      words = String(decoding: receive(from: first), as: UTF8.self)
    }
    throw CommandFailure(words: rank == 0 ? words : "", code: codes[first])
  }

  /// Sends a summary, or why there is none, to rank 0.
  func send(_ result: Result<PartialSummary, CommandFailure>) {
    var out = ByteWriter()
    switch result {
    case .success(let summary):
      out.write(UInt8(0))
      out.write(raw: summary.bytes)
    case .failure(let failure):
      out.write(UInt8(1))
      out.write(failure.code)
      out.write(failure.words)
    }
    send(out.bytes)
  }

  /// What another process has sent.
  func summary(from other: Int) throws(CommandFailure) -> PartialSummary {
    let bytes = receive(from: other)
    var reader = ByteReader(bytes[...])
    if reader.number(UInt8.self) == 0, let summary = PartialSummary(bytes: bytes[1...]) {
      return summary
    }
    guard let code: Int32 = reader.number(), let words = reader.text() else {
      fault()
    }
    throw CommandFailure(words: words, code: code)
  }

  /// Ends all processes at once.
  func abort(_ code: Int32) -> Never {
    #if MPI
      grdp_ranks_abort(code)
    #endif
    Glibc.exit(code)
  }

  /// A message that none of these functions sends.
  private func fault() -> Never { abort(70) }

  private func codes(_ own: Int32) -> [Int32] {
    var codes = [Int32](repeating: 0, count: count)
    #if MPI
      check(unsafe grdp_ranks_gather(own, &codes))
    #endif
    return codes
  }

  private func send(_ bytes: [UInt8]) {
    #if MPI
      check(unsafe grdp_ranks_send(bytes, UInt64(bytes.count), 0))
    #endif
  }

  private func receive(from other: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    #if MPI
      var count: UInt64 = 0
      check(unsafe grdp_ranks_receive_count(&count, Int32(other)))
      bytes = [UInt8](repeating: 0, count: Int(count))
      check(unsafe grdp_ranks_receive(&bytes, count, Int32(other)))
    #endif
    return bytes
  }

  /// Open MPI ends the job by itself where it fails; this is for one that is told not to.
  private func check(_ code: Int32) {
    if code != 0 { abort(70) }
  }
}
