/// The languages the program speaks.
public enum Language: String, CaseIterable, Sendable {
  /// Vietnamese.
  case vi
  /// English.
  case en

  /// The language of a locale environment: the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that is
  /// set decides, and anything but Vietnamese means English.
  public init(environment: (String) -> String?) {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap(environment)
      .first { !$0.isEmpty }
    let name = locale?.prefix { $0 != "_" && $0 != "." && $0 != "@" }.lowercased()
    self = name == "vi" ? .vi : .en
  }
}
