import Scenarios

/// Figures and their tags as readers see them.
struct DataWords {
  let numbers: NumberText
  private let folder: DataFolder
  private let language: Language

  init(_ folder: DataFolder, _ language: Language) {
    self.folder = folder
    self.language = language
    numbers = NumberText(language)
  }

  /// What the table says an indicator is.
  func indicator(_ fact: Fact) -> Indicators.Indicator? {
    folder.indicators.indicator(fact.indicator, priceBasis: fact.priceBasis)
  }

  /// Where the list of indicators has it.
  func position(_ fact: Fact) -> Int { indicator(fact)?.position ?? Int.max }

  /// What a figure measures.
  func title(_ fact: Fact) -> String { title(fact.indicator, fact.priceBasis) }

  /// An indicator in words, with its element.
  func title(_ name: String, _ priceBasis: String) -> String {
    guard let label = folder.indicators.indicator(name, priceBasis: priceBasis)?.label else {
      return name
    }
    let element = name.firstIndex(of: "[").map { " " + name[$0...] } ?? ""
    return label.text(in: language) + element
  }

  /// A word of the vocabulary.
  func label(_ kind: Vocabulary.Kind, _ id: String) -> String {
    let text = folder.vocabulary.term(kind, id)?.label.text(in: language) ?? id
    return kind == .unit && folder.vocabulary.term(kind, id) != nil
      ? text : (text.isEmpty ? id : text)
  }

  /// The source of a figure; a figure that was not published says so.
  func origin(_ fact: Fact) -> String {
    fact.status == .observed ? fact.source : "\(fact.source), \(language.word(fact.status))"
  }

  /// Status and confidence.
  func grade(_ fact: Fact) -> String {
    language.word(fact.status) + ", " + label(.confidence, fact.confidence)
  }

  /// A number with all its decimals.
  func number(_ value: Double) -> String {
    let text = "\(value)"
    guard !text.contains("e"), let point = text.firstIndex(of: "."), !text.hasSuffix(".0") else {
      return numbers.fixed(value, decimals: 0)
    }
    return numbers.fixed(value, decimals: text.distance(from: point, to: text.endIndex) - 1)
  }

  /// Runs of years, such as `2015-2022, 2024`.
  static func ranges(_ years: [Int]) -> String {
    var ranges: [ClosedRange<Int>] = []
    for year in years {
      if let last = ranges.last, last.upperBound + 1 == year {
        ranges[ranges.count - 1] = last.lowerBound...year
      } else {
        ranges.append(year...year)
      }
    }
    let texts = ranges.map {
      $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)"
    }
    return texts.count > 3
      ? "\(texts[0]), …, \(texts[texts.count - 1])" : texts.joined(separator: ", ")
  }
}
