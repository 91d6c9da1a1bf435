internal import Glibc
public import Sim

/// What the machine cannot do for a run.
public enum MachineLimit: Error, Hashable, Sendable {
  /// The processor lacks AVX or FMA3.
  case tooOld
  /// `GRDP_SIMD` names no level.
  case unknownLevel(String)
  /// `GRDP_SIMD` names a level the processor lacks.
  case missingLevel(String)
  /// Started by mpirun, but built without MPI.
  case withoutMPI(processes: Int)
}

extension Language {
  /// What went wrong in a run, in words; draws are called by their names, or counted from 0.
  public func sentence(_ error: SimulationError, drawNames: [String] = []) -> String {
    func name(_ draw: Int) -> String {
      drawNames.indices.contains(draw) ? drawNames[draw] : "\(draw)"
    }
    return switch (self, error) {
    case (.en, .invalidLaw(let rule)): "error: a law cannot be used: \(rule)"
    case (.vi, .invalidLaw(let rule)): "lỗi: không dùng được một phân phối: \(rule)"
    case (.en, .invalidCorrelation(let rule)): "error: \(rule)"
    case (.vi, .invalidCorrelation(let rule)):
      "lỗi: các hệ số tương quan không thuộc một phân phối chung nào (\(rule))"
    case (.en, .notComputed(let variable, let year)):
      "internal error: '\(variable)' was not computed in \(year); please report it"
    case (.vi, .notComputed(let variable, let year)):
      "lỗi nội bộ: chưa tính '\(variable)' năm \(year); xin báo lại cho chúng tôi"
    case (_, .notFinite(let problem)): sentence(problem, draw: name(problem.draw))
    case (
      _, .identityViolated(let identity, let element, let year, let draw, let left, let right)
    ):
      brokenIdentity(
        identity + (element.isEmpty ? "" : "[\(element.joined(separator: ", "))]"), year,
        name(draw), left, right)
    case (.en, .cancelled): "interrupted; nothing was written, earlier results are untouched"
    case (.vi, .cancelled): "đã dừng giữa chừng; chưa ghi gì, kết quả cũ còn nguyên"
    }
  }

  /// A run that can be continued was interrupted.
  public var interruptedButKept: String {
    words(
      vi: "đã dừng giữa chừng; gõ lại lệnh này để chạy tiếp từ chỗ đã xong",
      en: "interrupted; give the same command again to go on from what is done")
  }

  private func brokenIdentity(
    _ name: String, _ year: Int, _ draw: String, _ left: Double, _ right: Double
  ) -> String {
    switch self {
    case .en:
      "error: identity \(name) does not hold in \(year), draw \(draw): \(left) against \(right)"
    case .vi:
      "lỗi: đồng nhất thức \(name) không đúng năm \(year), lượt \(draw): \(left) so với \(right)"
    }
  }

  private func sentence(_ problem: SimulationError.NonFinite, draw: String) -> String {
    let value = problem.value.isNaN ? "NaN" : problem.value < 0 ? "-∞" : "∞"
    let head =
      switch self {
      case .en:
        "error: \(problem.variable) is \(value) in \(problem.year), draw \(draw), "
          + "scenario '\(problem.scenario)'"
      case .vi:
        "lỗi: \(problem.variable) là \(value) năm \(problem.year), lượt \(draw), "
          + "kịch bản '\(problem.scenario)'"
      }
    guard !problem.inputs.isEmpty else { return head }
    let intro = self == .en ? "; its equation read" : "; phương trình của nó đọc"
    return ([head + intro] + problem.inputs.map { "  \($0.name) = \($0.value)" })
      .joined(separator: "\n")
  }

  /// Why results could not be written, in words.
  public func sentence(_ failure: OutputFolder.Failure) -> String {
    switch (self, failure) {
    case (.en, .exists(let path)):
      "error: \(path) is there already; choose another folder or add --overwrite"
    case (.vi, .exists(let path)):
      "lỗi: đã có \(path); hãy chọn thư mục khác hoặc thêm --overwrite"
    case (.en, .system(let action, let path, let code)):
      "error: cannot \(word(action)) \(path): \(reason(code)); earlier results are untouched"
    case (.vi, .system(let action, let path, let code)):
      "lỗi: không thể \(word(action)) \(path): \(reason(code)); kết quả cũ còn nguyên"
    }
  }

  /// What an error number of the system means.
  private func reason(_ code: Int32) -> String {
    let system = unsafe String(cString: strerror(code))
    guard self == .vi else {
      return switch code {
      case EFBIG: "the file would be larger than the system allows"
      case ENOTDIR: "that is a file, not a folder"
      case EWOULDBLOCK: "another run is using it"
      default: system
      }
    }
    return switch code {
    case EFBIG: "tệp sẽ lớn hơn mức hệ thống cho phép"
    case ENOSPC: "đĩa đầy"
    case EDQUOT: "hết hạn mức đĩa"
    case EACCES, EPERM: "không có quyền ghi"
    case EROFS: "ổ đĩa chỉ cho đọc"
    case ENOTDIR: "đó là một tệp, không phải thư mục"
    case EISDIR: "đó là một thư mục"
    case EWOULDBLOCK: "một lần chạy khác đang dùng tệp này"
    case ENOENT: "không có thư mục chứa nó"
    case EIO: "ổ đĩa gặp lỗi"
    default: system
    }
  }

  private func word(_ action: OutputFolder.Action) -> String {
    switch (self, action) {
    case (.en, .createFolder): "create the folder"
    case (.vi, .createFolder): "tạo thư mục"
    case (.en, .write): "write"
    case (.vi, .write): "ghi"
    case (.en, .rename): "put in place"
    case (.vi, .rename): "đặt kết quả vào"
    }
  }

  /// What the machine lacks, in words.
  public func sentence(_ limit: MachineLimit) -> String {
    switch (self, limit) {
    case (.en, .withoutMPI(let count)):
      "error: mpirun started \(count) processes, but this program was built without MPI and would run "
        + "everything \(count) times; build it with --traits MPI, or use --shard and 'grdp merge'"
    case (.vi, .withoutMPI(let count)):
      "lỗi: mpirun khởi động \(count) tiến trình, nhưng chương trình này được dựng không có MPI và sẽ "
        + "chạy lặp lại \(count) lần; hãy dựng với --traits MPI, hoặc dùng --shard và 'grdp merge'"
    case (.en, .tooOld): "error: this processor lacks AVX and FMA3 (any since 2013 has them)"
    case (.vi, .tooOld): "lỗi: bộ xử lý này không có AVX và FMA3 (mọi bộ xử lý từ 2013 đều có)"
    case (.en, .unknownLevel(let name)):
      "error: GRDP_SIMD is '\(name)'; it may be scalar, avx2 or avx512"
    case (.vi, .unknownLevel(let name)):
      "lỗi: GRDP_SIMD là '\(name)'; chỉ nhận scalar, avx2 hoặc avx512"
    case (.en, .missingLevel(let name)):
      "error: this processor has no \(name); set GRDP_SIMD to another level, or not at all"
    case (.vi, .missingLevel(let name)):
      "lỗi: bộ xử lý này không có \(name); hãy đặt GRDP_SIMD ở mức khác, hoặc bỏ đi"
    }
  }
}
