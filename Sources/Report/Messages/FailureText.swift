public import Sim

/// What the machine cannot do for a run.
public enum MachineLimit: Error, Hashable, Sendable {
  /// The processor lacks AVX or FMA3.
  case tooOld
  /// `GRDP_SIMD` names no level.
  case unknownLevel(String)
  /// `GRDP_SIMD` names a level the processor lacks.
  case missingLevel(String)
}

extension Language {
  /// What went wrong in a run, in words.
  public func sentence(_ error: SimulationError) -> String {
    switch error {
    case .invalidLaw(let rule):
      switch self {
      case .en: "error: a law cannot be used: \(rule)"
      case .vi: "lỗi: không dùng được một phân phối: \(rule)"
      }
    case .invalidCorrelation(let rule):
      switch self {
      case .en: "error: \(rule)"
      case .vi: "lỗi: các hệ số tương quan không thuộc một phân phối chung nào (\(rule))"
      }
    case .notComputed(let variable, let year):
      switch self {
      case .en: "internal error: '\(variable)' was not computed in \(year); please report it"
      case .vi: "lỗi nội bộ: chưa tính '\(variable)' năm \(year); xin báo lại cho chúng tôi"
      }
    case .notFinite(let problem): sentence(problem)
    case .identityViolated(let identity, let element, let year, let draw, let left, let right):
      brokenIdentity(
        identity + (element.isEmpty ? "" : "[\(element.joined(separator: ", "))]"), year, draw,
        left, right)
    case .cancelled:
      switch self {
      case .en: "interrupted; nothing was written"
      case .vi: "đã dừng giữa chừng; chưa ghi gì"
      }
    }
  }

  private func brokenIdentity(
    _ name: String, _ year: Int, _ draw: Int, _ left: Double, _ right: Double
  ) -> String {
    switch self {
    case .en:
      "error: identity \(name) does not hold in \(year), draw \(draw): \(left) against \(right)"
    case .vi:
      "lỗi: đồng nhất thức \(name) không đúng năm \(year), lượt \(draw): \(left) so với \(right)"
    }
  }

  private func sentence(_ problem: SimulationError.NonFinite) -> String {
    let value = problem.value.isNaN ? "NaN" : problem.value < 0 ? "-∞" : "∞"
    let head: String
    switch self {
    case .en:
      head =
        "error: \(problem.variable) is \(value) in \(problem.year), draw \(problem.draw), "
        + "scenario \(problem.scenario); it was computed from"
    case .vi:
      head =
        "lỗi: \(problem.variable) là \(value) năm \(problem.year), lượt \(problem.draw), "
        + "kịch bản \(problem.scenario); được tính từ"
    }
    return ([head] + problem.inputs.map { "  \($0.name) = \($0.value)" })
      .joined(separator: "\n")
  }

  /// Why results could not be written, in words.
  public func sentence(_ failure: OutputFolder.Failure) -> String {
    switch (self, failure) {
    case (.en, .exists(let path)):
      "error: \(path) is there already; choose another folder or add --overwrite"
    case (.vi, .exists(let path)):
      "lỗi: đã có \(path); hãy chọn thư mục khác hoặc thêm --overwrite"
    case (.en, .system(let action, let path, let reason)):
      "error: cannot \(word(action)) \(path): \(reason); earlier results are untouched"
    case (.vi, .system(let action, let path, let reason)):
      "lỗi: không \(word(action)) được \(path): \(reason); kết quả cũ còn nguyên"
    }
  }

  private func word(_ action: OutputFolder.Action) -> String {
    switch (self, action) {
    case (.en, .createFolder): "create the folder"
    case (.vi, .createFolder): "tạo thư mục"
    case (.en, .write): "write"
    case (.vi, .write): "ghi"
    case (.en, .rename): "put in place"
    case (.vi, .rename): "đổi tên thành"
    }
  }

  /// What the machine lacks, in words.
  public func sentence(_ limit: MachineLimit) -> String {
    switch (self, limit) {
    case (.en, .tooOld): "error: this processor lacks AVX and FMA3 (any since 2013 has them)"
    case (.vi, .tooOld): "lỗi: bộ xử lý này không có AVX và FMA3 (mọi bộ xử lý từ 2013 đều có)"
    case (.en, .unknownLevel(let name)):
      "error: GRDP_SIMD is '\(name)'; it may be scalar, avx2 or avx512"
    case (.vi, .unknownLevel(let name)):
      "lỗi: GRDP_SIMD là '\(name)'; chỉ nhận scalar, avx2 hoặc avx512"
    case (.en, .missingLevel(let name)): "error: this processor has no \(name) (GRDP_SIMD)"
    case (.vi, .missingLevel(let name)): "lỗi: bộ xử lý này không có \(name) (GRDP_SIMD)"
    }
  }
}
