import Report
import Testing

struct LanguageTests {
  @Test(arguments: [
    (["LANG": "vi_VN.UTF-8"], Language.vi), (["LANG": "vi"], .vi), (["LANG": "en_GB.UTF-8"], .en),
    ([:], .en), (["LANG": "C"], .en), (["LC_ALL": "C", "LANG": "vi_VN.UTF-8"], .en),
    (["LC_ALL": "", "LANG": "vi_VN.UTF-8"], .vi), (["LC_MESSAGES": "vi_VN", "LANG": "C"], .vi),
    (["LANG": "vie_VN"], .en), (["LANG": "VI_vn@euro"], .vi),
  ])
  func theLocaleChoosesTheLanguage(environment: [String: String], language: Language) {
    #expect(Language { environment[$0] } == language)
  }

  @Test func whatTheParserSaysIsTranslatedWhereItIsKnown() {
    let text = """
      Error: Missing expected argument '<file>'
      Help:  <file>  words of ours
      Usage: grdp run <file>
        See 'grdp run --help' for more information.
      """
    #expect(
      Language.vi.usage(text) == """
        Lỗi: thiếu '<file>'
        Giải thích:  <file>  words of ours
        Cách dùng: grdp run <file>
          Hãy xem 'grdp run --help' để biết thêm.
        """)
    #expect(Language.en.usage(text) == text)
    #expect(Language.vi.usage("Error: Something new") == "Lỗi: Something new")
  }

  @Test func unitsAndPeriodsAreNamedInTheReadersLanguage() {
    #expect(Language.vi.unit("bn VND2010") == "tỷ VND2010")
    #expect(Language.vi.unit("million VND2010/person") == "triệu VND2010/người")
    #expect(Language.en.unit("million VND2010/person") == "million VND2010/person")
    #expect(Language.vi.period("yr") == "năm")
    #expect(Language.vi.period("day") == "ngày")
    #expect(Language.en.period("yr") == "year")
    #expect(Language.en.period("week") == "week")
  }
}
