import Scenarios
import Sim
import Testing

/// Expressions, read from text and written out again with every parenthesis.
struct ExpressionTests {
  private static let names = """
    tables:
      a: {unit: "1", values: 1}
      b: {unit: "1", values: 2}
      c: {unit: "1", values: 3}
    equations:
      x: {unit: "1", first: 1, later: 1}

    """

  private func read(_ text: String) throws -> String {
    let model = try loadModel(
      ExpressionTests.names + """
          y:
            unit: "1"
            first: 0
            projection: '\(text)'
        """
    ).model
    return written(model.variables[1].forms[1].rules[0], in: model)
  }

  @Test(arguments: [
    ("a + b*c", "(a + (b * c))"),
    ("a - b - c", "((a - b) - c)"),
    ("a/b*c", "((a / b) * c)"),
    ("(a + b)*c", "((a + b) * c)"),
    ("-a^2", "(-(a ^ 2.0))"),
    ("a^-b", "(a ^ (-b))"),
    ("a^b^c", "(a ^ (b ^ c))"),
    ("-a*b", "((-a) * b)"),
    ("a - -b", "(a - (-b))"),
    ("-1", "-1.0"),
    ("2e-3 + .5", "(0.002 + 0.5)"),
    (
      "if(a < b and not b > c or a == c, 1, 2)",
      "if((((a < b) and (not (b > c))) or (a == c)), 1.0, 2.0)"
    ),
    ("if(a + 1 <= b*2, a, b)", "if(((a + 1.0) <= (b * 2.0)), a, b)"),
    ("clip(a, 0, 1)", "((a max 0.0) min 1.0)"),
    ("min(a, b, c)", "((a min b) min c)"),
    ("exp(a)*log(b)", "((exp a) * (log b))"),
    (
      "year - first + last + policy_start - horizon",
      "((((year - first) + last) + policy_start) - horizon)"
    ),
    ("x[-1] + x[first] + x[last+1] + x[2021]", "(((x@-1 + x@first) + x@last+1) + x@2021)"),
  ])
  func operatorsBindAsTheyShould(text: String, expected: String) throws {
    #expect(try read(text) == expected)
  }

  @Test func namesMeanTheElementTheEquationIsAt() throws {
    let model = try loadModel(
      """
      sets:
        sector: [farms, plants, shops]
        buyer: {same_as: sector}
      subsets:
        goods: {of: sector, is: [plants, farms]}
      tables:
        price: {over: [sector], unit: "1", values: [1, 2, 3]}
        flow: {over: [sector, buyer], unit: "1", values: [[7, 0, 0], {farms: 8, default: 1}, [7, 0, 9]]}
      equations:
        cost: {over: [buyer], unit: "1", all: sum(price*flow over sector)}
        own: {over: [buyer], unit: "1", all: "price[buyer] + price[shops]"}
        part: {over: [sector], unit: "1", all: price/sum(price over goods)}
      """
    ).model
    #expect(
      model.variables.map { written($0.forms[0].rules[0], in: model) } == [
        "sum[sector 0 1 2](price[sector] * flow[sector,buyer])",
        "(price[buyer] + price[2])",
        "(price[sector] / sum[sector 0 1]price[sector])",
      ])
    #expect(model.constants[1].values == [7, 0, 0, 8, 1, 1, 7, 0, 9])
  }

  @Test func everyReferenceKnowsItsPlace() throws {
    let document = try loadModel(
      """
      equations:
        x: {unit: "1", first: 1, later: "1 + x[-1]"}
      """)
    guard case .binary(_, _, .read(let reference)) = document.model.variables[0].forms[1].rules[0]
    else {
      Issue.record("the form is not a sum")
      return
    }
    let location = document.location(ofSite: reference.site)
    #expect(location?.line == 6)
    #expect(location?.column == 40)
  }

  @Test func lawsHaveASubStreamForEachCall() throws {
    let model = try loadModel(
      """
      parameters:
        a: {unit: "1", prior: "bernoulli(.05) * min(exponential(mean: .14), .5)"}
        b: {unit: "1", prior: "beta(mean: .8, size: 30)"}
        c: {unit: "1", prior: "truncated(normal(0, sd: 1), low: 0)"}
        d: {unit: "1", prior: "gamma(mean: 2, sd: 4)"}
      equations:
        x: {unit: "1", all: a}
      """
    ).model
    #expect(
      model.parameters.map { written($0.priors[0], in: model) } == [
        "(bernoulli(0.05)#0 * (exponential(0.14)#1 min 0.5))",
        "beta((0.8 * 30.0), ((1.0 - 0.8) * 30.0))#0",
        "truncated(normal(0.0, 1.0), 0.0, -)#0",
        "gamma(((2.0 / 4.0) * (2.0 / 4.0)), ((4.0 * 4.0) / 2.0))#0",
      ])
  }

  @Test func starsThatAreNotAliasesStay() throws {
    let document = try loadModel(
      """
      notes: |
        a *starred* word
        *begins a line
      equations:
        a: {unit: "1", all: &sum "1 + 2 *3", label: {vi: "x *y* z", en: "x *y* z"}}
        b: {unit: "1", all: *sum}
        c:
          unit: "1"
          all: 2 *a
            *b
      """)
    let model = document.model
    #expect(document.variables[0].label?.en == "x *y* z")
    #expect(
      model.variables.map { written($0.forms[0].rules[0], in: model) } == [
        "(1.0 + (2.0 * 3.0))", "(1.0 + (2.0 * 3.0))", "((2.0 * a) * b)",
      ])
  }

  @Test func columnsSurviveQuotesFoldsAndAnchors() throws {
    let found = try places(
      """
      equations:
        plain: {unit: "1", all: 1 + nix}
        quoted: {unit: "1", all: "1 + nix"}
        single: {unit: "1", all: '1 + nix'}
        escaped: {unit: "1", all: "1\\u0020+\\x20nix"}
        anchored: {unit: "1", all: &here "1 + nix"}
        folded:
          unit: "1"
          all: 1
            + 2

            + nix
        block:
          unit: "1"
          all: |
            1
              + nix
      """)
    #expect(
      found == [[2, 31], [3, 33], [4, 33], [5, 42], [6, 41], [12, 9], [17, 11]])
  }
}

/// An expression with every operator in parentheses.
private func written(_ expression: Expression, in model: Model) -> String {
  func text(_ e: Expression) -> String { written(e, in: model) }
  switch expression {
  case .number(let value): return "\(value)"
  case .year: return "year"
  case .namedYear(let year): return year.rawValue
  case .read(let reference): return written(reference, in: model)
  case .unary(.negate, let a): return "(-\(text(a)))"
  case .unary(let function, let a): return "(\(function.rawValue) \(text(a)))"
  case .binary(let function, let a, let b):
    let signs: [BinaryFunction: String] = [
      .add: "+", .subtract: "-", .multiply: "*", .divide: "/", .power: "^", .minimum: "min",
      .maximum: "max", .less: "<", .lessOrEqual: "<=", .greater: ">", .equal: "==",
    ]
    return "(\(text(a)) \(signs[function] ?? function.rawValue) \(text(b)))"
  case .conditional(let a, let b, let c): return "if(\(text(a)), \(text(b)), \(text(c)))"
  case .reduction(let reduction, let domain, let body):
    let elements = domain.elements.map { "\($0)" }.joined(separator: " ")
    return "\(reduction.rawValue)[\(model.sets[domain.set].name) \(elements)]\(text(body))"
  case .draw(let distribution, let substream):
    return "\(written(distribution, in: model))#\(substream)"
  }
}

private func written(_ reference: Reference, in model: Model) -> String {
  let name: String
  switch reference.target {
  case .constant(let index): name = model.constants[index].name
  case .series(let index): name = model.series[index].name
  case .input(let index): name = model.inputs[index].name
  case .inputDefault(let index): name = "\(model.inputs[index].name).default"
  case .parameter(let index): name = model.parameters[index].name
  case .shock(let index): name = model.shocks[index].name
  case .variable(let index): name = model.variables[index].name
  }
  let places = reference.subscripts.map { place in
    switch place {
    case .current(let set): model.sets[set].name
    case .element(let element): "\(element)"
    }
  }
  let brackets = places.isEmpty ? "" : "[\(places.joined(separator: ","))]"
  switch reference.time {
  case .lag(0): return name + brackets
  case .lag(let lag): return "\(name)\(brackets)@\(-lag)"
  case .absolute(let year): return "\(name)\(brackets)@\(year)"
  case .named(let year, let offset):
    return "\(name)\(brackets)@\(year.rawValue)\(offset == 0 ? "" : "+\(offset)")"
  }
}

private func written(_ distribution: Distribution, in model: Model) -> String {
  func list(_ name: String, _ values: Expression?...) -> String {
    "\(name)(\(values.map { $0.map { written($0, in: model) } ?? "-" }.joined(separator: ", ")))"
  }
  switch distribution {
  case .normal(let a, let b): return list("normal", a, b)
  case .lognormal(let a, let b): return list("lognormal", a, b)
  case .beta(let a, let b): return list("beta", a, b)
  case .uniform(let a, let b): return list("uniform", a, b)
  case .triangular(let a, let b, let c): return list("triangular", a, b, c)
  case .gamma(let a, let b): return list("gamma", a, b)
  case .exponential(let a): return list("exponential", a)
  case .bernoulli(let a): return list("bernoulli", a)
  case .truncated(let inner, let low, let high):
    let bounds = [low, high].map { $0.map { written($0, in: model) } ?? "-" }
    return "truncated(\(written(inner, in: model)), \(bounds.joined(separator: ", ")))"
  }
}
