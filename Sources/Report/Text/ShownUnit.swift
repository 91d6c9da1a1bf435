/// How numbers of a unit are printed for people.
struct ShownUnit {
  /// The unit as it is printed; empty for a plain number.
  let text: String
  /// What values are multiplied with.
  let scale: Double
  /// The number of decimals; nil for as many as the numbers ask for.
  let decimals: Int?

  /// The way of a unit as a model writes it.
  init(_ unit: String, clock: String, in language: Language) {
    switch unit {
    case "fraction": (text, scale, decimals) = ("%", 100, 1)
    case "1/\(clock)": (text, scale, decimals) = ("%/\(language.period(clock))", 100, 1)
    case "percent": (text, scale, decimals) = ("%", 1, 1)
    case "1": (text, scale, decimals) = ("", 1, nil)
    default: (text, scale, decimals) = (language.unit(unit), 1, nil)
    }
  }
}
