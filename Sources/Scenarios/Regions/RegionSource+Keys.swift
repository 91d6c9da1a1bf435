import Sim

// The keys of a region file.

extension RegionSource {
  /// The keys of a region file.
  static let keys = Mapping(
    "region",
    [
      .schema(.region),
      .required("id", .text, vi: "Mã của tệp.", en: "The identifier of the file."),
      .required("title", .words, vi: "Tên địa phương.", en: "Its title."),
      .optional(
        "region", .text, vi: "Tên trong các tệp kết quả; mặc định là mã.",
        en: "The name in machine files; without it the id."),
      .required(
        "boundary", .text, vi: "Địa giới của số liệu.", en: "Which boundary the data are for."),
      .required("vintage", .text, vi: "Bộ số liệu nào.", en: "Which release of the data."),
      .optional(
        "model", .path, vi: "Tệp mô hình, hoặc mã của mô hình mà kịch bản nêu.",
        en: "A model file, or the id of the model the scenario names."),
      .optional("years", .mapping(yearKeys), vi: "Bốn mốc năm.", en: "The four years."),
      .optional(
        "data", .map(.values), vi: "Giá trị cho từng mục số liệu của mô hình, theo đơn vị của mục.",
        en: "A value for every slot of the model, in the slot's unit."),
      .optional(
        "priors", .map(.overrides), vi: "Phân phối tiên nghiệm thay cho của mô hình.",
        en: "Priors that replace the model's, or those of some elements."),
      .optional(
        "levers", .map(.mapping(ModelSource.Bounds.keys)),
        vi: "Mức mặc định và giới hạn thay cho của mô hình.",
        en: "Defaults and bounds that replace the model's."),
      .optional(
        "observables", .list(.mapping(ObservationSource.keys)),
        vi: "Các con số mà hiệu chỉnh phải tái lập.", en: "What a fit reproduces."),
      .optional(
        "compare", .list(.mapping(ObservationSource.comparedKeys)),
        vi: "Các con số để đối chiếu kết quả hiệu chỉnh.",
        en: "Published figures a fit is held against."),
      .optional(
        "fit", .path, vi: "Tệp hiệu chỉnh mà `grdp fit` ghi.",
        en: "Where `grdp fit` puts the posterior."),
      .optional(
        "targets", .list(.mapping(TargetSource.keys)), vi: "Các mục tiêu đã được đặt ra.",
        en: "The targets that were set."),
      .optional(
        "analogues", .list(.mapping(Analogue.keys)), vi: "Tỷ trọng đã thay đổi ra sao ở nơi khác.",
        en: "How the share moved elsewhere."),
      .optional(
        "consistency", .list(.mapping(ConsistencyCheck.keys)),
        vi: "Các mục tiêu tăng trưởng đặt cạnh nhau.",
        en: "Official growth goals held against each other."),
    ] + ModelReader.remarks)

  /// The four named years.
  static let yearKeys = Mapping(
    "years",
    NamedYear.allCases.map { year in
      Mapping.Key(
        name: year.rawValue, shape: .integer(atLeast: nil), isRequired: false, about: about(year))
    })

  private static func about(_ year: NamedYear) -> LocalizedText {
    switch year {
    case .first: LocalizedText(vi: "Năm đầu.", en: "The first year.")
    case .last: LocalizedText(vi: "Năm quan sát cuối.", en: "The last observed year.")
    case .policyStart:
      LocalizedText(vi: "Năm chính sách bắt đầu.", en: "The year from which levers can be set.")
    case .horizon: LocalizedText(vi: "Năm cuối dự báo.", en: "The last year.")
    }
  }
}
