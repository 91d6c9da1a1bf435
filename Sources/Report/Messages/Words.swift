extension Language {
  /// The one of two texts that is in this language.
  func words(vi: String, en: String) -> String {
    switch self {
    case .vi: vi
    case .en: en
    }
  }
}
