import Scenarios
import Testing

/// The unit checker, by what it accepts and what it says.
struct UnitTests {
  /// What is wrong with an equation of a unit, in a model with money, people and metres.
  private func problems(_ unit: String, _ expression: String) throws -> [Problem] {
    try ScenariosTests.problems(
      """
      units:
        VND: {}
        person: {}
        m: {}
        dozen: 12 piece
        piece: {}
      tables:
        money: {unit: bn VND, values: 1}
        people: {unit: thousand person, values: 1}
        heads: {unit: person, values: 1}
        length: {unit: m, values: 1}
        area: {unit: m^2, values: 1}
        rate: {unit: 1/yr, values: 1}
        share: {unit: percent, values: 1}
        eggs: {unit: dozen, values: 1}
        many: {unit: 12*12 piece, values: 1}
      equations:
        y: {unit: "\(unit)", all: '\(expression)'}
      """)
  }

  @Test(arguments: [
    ("bn VND", "money + money*rate"),
    ("bn VND/yr", "money"),
    ("bn VND/thousand person", "money/people"),
    ("million VND/person", "money/people"),
    ("VND*million/person", "money/people"),
    ("1", "people/heads*1{person/thousand person}"),
    ("fraction", "heads/(people*1000{person/thousand person})"),
    ("m^2", "length*length"),
    ("m^2", "length^2"),
    ("m", "sqrt(area)"),
    ("m^3", "area*sqrt(area)"),
    ("m", "area^.5"),
    ("m", "(length^3)^(1)/area"),
    ("1/m", "length^-1"),
    ("log", "log(money/1{bn VND})"),
    ("bn VND", "0"),
    ("bn VND", "money + 0"),
    ("bn VND", "max(money, 0)"),
    ("bn VND", "clip(money, 0, 5{bn VND})"),
    ("bn VND", "if(money > 0, money, 0)"),
    ("bn VND", "5{bn VND}"),
    ("percent", "share"),
    ("dozen", "eggs"),
    ("12 piece", "eggs"),
    ("piece", "eggs*12{piece/dozen}"),
    ("dozen^2/piece", "many*1{dozen^2/(144 piece*piece)}"),
    ("fraction", "2^rate"),
  ])
  func unitsThatFit(unit: String, expression: String) throws {
    #expect(try problems(unit, expression) == [])
  }

  @Test func unitsThatDoNotFit() throws {
    #expect(
      try problems("bn VND", "money + people") == [
        .unitMismatch(.sign("+"), left: "bn VND", right: "thousand person", factor: nil)
      ])
    #expect(
      try problems("person", "heads + people") == [
        .unitMismatch(
          .sign("+"), left: "person", right: "thousand person",
          factor: "1000{person/thousand person}")
      ])
    #expect(
      try problems("fraction", "share") == [
        .unitOfEquation(name: "y", declared: "1", found: "percent", factor: "0.01{100}")
      ])
    #expect(
      try problems("log", "log(money)") == [.functionNeedsPlainNumber("log", unit: "bn VND")])
    #expect(try problems("1", "2^length") == [.exponentWithUnit("m")])
    #expect(try problems("1", "length^rate") == [.powerOfUnit("m")])
    #expect(
      try problems("m^(1)/m", "1") == [.expectedWholeNumber(found: nil)])
    #expect(
      try problems("metre", "1") == [.unknownUnit("metre", suggestion: nil)])
  }

  /// The factor that a message proposes is one the checker accepts.
  @Test func theProposedFactorIsRight() throws {
    for (unit, expression) in [
      ("person", "people"), ("thousand person", "heads"), ("piece", "eggs"), ("fraction", "share"),
      ("VND/person", "money/people"), ("percent", "rate"),
    ] {
      guard case .unitOfEquation(_, _, _, let factor?) = try problems(unit, expression).first else {
        Issue.record("no factor for \(expression) in \(unit)")
        continue
      }
      #expect(try problems(unit, "(\(expression))*\(factor)") == [])
    }
  }
}
