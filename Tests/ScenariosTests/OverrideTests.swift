import Scenarios
import Sim
import Testing

/// Element beats subset beats default, in equations, tables, symbols and laws.
struct OverrideTests {
  private static let sets = """
    sets:
      definition: {elements: [gso, mic], aliases: {nso: gso}}
      sector: [farms, plants, shops]
    subsets:
      goods: {of: sector, is: [farms, plants]}

    """

  private func load(_ sections: String) throws -> ModelDocument {
    try loadModel(OverrideTests.sets + sections)
  }

  private func table(_ over: String, _ values: String) throws -> [Double] {
    try load(
      """
      tables:
        t: {over: [\(over)], unit: "1", values: \(values)}
      equations:
        x: {unit: "1", all: 1}
      """
    ).model.constants[0].values
  }

  @Test func tables() throws {
    #expect(try table("sector", "[1, 2, 3]") == [1, 2, 3])
    #expect(try table("sector", "{shops: 3, farms: 1, plants: 2}") == [1, 2, 3])
    #expect(try table("sector", "{default: 0, goods: 1, plants: 2}") == [1, 2, 0])
    #expect(try table("definition, sector", "[[1, 2, 3], [4, 5, 6]]") == [1, 2, 3, 4, 5, 6])
    #expect(
      try table("definition, sector", "{nso: [1, 2, 3], mic: {default: 9, shops: 8}}") == [
        1, 2, 3, 9, 9, 8,
      ])
    #expect(
      try table(
        "definition, sector",
        #"{default: 0, mic: 1, goods: 1, "mic, plants": 5, "gso, goods": 2, "mic, goods": 3}"#)
        == [2, 2, 0, 3, 5, 1])
    #expect(
      try table("definition, sector", "{farms: 1, goods: {gso: 2, mic: 3}, shops: [4, 5]}") == [
        1, 2, 4, 1, 3, 5,
      ])
  }

  @Test func formsKeepOneRulePerText() throws {
    let variable = try load(
      """
      equations:
        x: {over: [sector], unit: "1", first: 1, later: {default: 2, goods: 3, plants: 4}}
      """
    ).model.variables[0]
    #expect(variable.forms.map(\.years) == [.first, [.history, .projection]])
    #expect(variable.forms[1].rules.count == 3)
    #expect(variable.forms[1].ruleOfElement == [1, 2, 0])
  }

  @Test func formsStandFromTheMostSpecific() throws {
    let forms = try load(
      """
      equations:
        x: {unit: "1", all: 1, projection: 2, first: 3, last: 4, later: 5}
      """
    ).model.variables[0].forms
    let all: YearKinds = [.first, .history, .last, .projection]
    #expect(forms.map(\.years) == [.first, .last, .projection, [.history, .projection], all])
  }

  @Test func symbols() throws {
    let document = try load(
      """
      parameters:
        a: {over: [sector], symbol: {farms: aF, shops: aS}, unit: "1", prior: "normal(0, 1)"}
        b: {over: [sector], symbol: "b_{sector}", unit: "1", prior: "normal(0, 1)"}
        c: {unit: "1", prior: "normal(0, 1)"}
      equations:
        x: {over: [definition, sector], symbol: "x_{sector}", unit: "1", all: 1,
          report: "X|{sector}|{definition}"}
      """)
    #expect(
      document.parameters.map(\.symbols) == [
        ["aF", "a[plants]", "aS"], ["b_farms", "b_plants", "b_shops"], ["c"],
      ])
    #expect(
      document.variables[0].symbols
        == ["x_farms", "x_plants", "x_shops", "x_farms", "x_plants", "x_shops"])
    #expect(document.variables[0].reportNames?[4] == "X|plants|mic")
    #expect(document.element("nso", ofSet: 0) == 0)
  }

  @Test func elementsThatMeetInTwoOverridesAreReported() throws {
    let found = try problems(
      OverrideTests.sets + """
        tables:
          t: {over: [definition, sector], unit: "1", values: {default: 0, gso: 1, goods: 2}}
        equations:
          x: {unit: "1", all: 1}
        """)
    // A subset is less specific than an element, so gso decides where both hold.
    #expect(found == [])
    let clash = try problems(
      OverrideTests.sets + """
        tables:
          t: {over: [definition, sector], unit: "1", values: {default: 0, gso: 1, farms: 2}}
        equations:
          x: {unit: "1", all: 1}
        """)
    #expect(clash == [.overlappingOverrides("gso", "farms", element: "gso, farms")])
  }
}
