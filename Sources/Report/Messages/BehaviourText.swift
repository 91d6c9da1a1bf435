public import Scenarios

extension BehaviourCheck.Failure {
  /// The sentence in English.
  var inEnglish: String {
    let move = from < to ? "raised" : "lowered"
    let should =
      switch expectation {
      case .rises: "rise"
      case .falls: "fall"
      case .unchanged: "stay as it is"
      }
    return
      "check '\(check)' fails\(region.map { " in region '\($0)'" } ?? ""): \(quantity) in \(year) "
      + "should \(should) when \(input) is \(move) from \(shown(from)) to \(shown(to)), "
      + "but in draw \(draw) it "
      + (before == after
        ? "stays at \(shown(before))" : "goes from \(shown(before)) to \(shown(after))")
      + " (\(failing) of \(draws) draws fail)"
  }

  /// The sentence in Vietnamese.
  var inVietnamese: String {
    let move = from < to ? "nâng" : "hạ"
    let way = from < to ? "lên" : "xuống"
    let should =
      switch expectation {
      case .rises: "tăng"
      case .falls: "giảm"
      case .unchanged: "giữ nguyên"
      }
    return "kiểm tra '\(check)' không đạt\(region.map { " với địa phương '\($0)'" } ?? ""): "
      + "\(quantity) năm \(year) phải \(should) khi \(move) \(input) từ \(shown(from)) \(way) \(shown(to)), "
      + "nhưng ở lượt \(draw) "
      + (before == after
        ? "vẫn là \(shown(before))" : "lại đi từ \(shown(before)) đến \(shown(after))")
      + " (\(failing) trên \(draws) lượt không đạt)"
  }
}

extension Language {
  /// The line that says what became of the behaviour checks of a model that was run.
  public func checksHold(_ bound: CheckResult.BoundModel, draws: Int) -> String {
    let (count, id) = (bound.model.checks.count, bound.model.id)
    let file = bound.region?.file ?? bound.model.file
    switch self {
    case .en:
      let checks = count == 1 ? "1 behaviour check" : "\(count) behaviour checks"
      return
        "\(file): \(checks) of the model '\(id)' \(count == 1 ? "holds" : "hold") in all \(draws) draws"
    case .vi:
      return "\(file): \(count) kiểm tra ứng xử của mô hình '\(id)' đạt ở cả \(draws) lượt mô phỏng"
    }
  }
}
