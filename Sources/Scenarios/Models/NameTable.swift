import Sim

/// What every name of a model means.
struct NameTable {
  /// What a name stands for; numbers are positions in the arrays of the model.
  enum Meaning: Hashable {
    case set(Int)
    case subset(Int)
    /// An element of the set, by position; sets that are second indices share it.
    case element(set: Int, Int)
    case constant(Int)
    case series(Int)
    case input(Int)
    case parameter(Int)
    case shock(Int)
    case variable(Int)
  }

  private var meanings: [String: (meaning: Meaning, declared: Located)] = [:]

  /// Words that cannot be names.
  static let reserved: Set<String> = [
    "year", "first", "last", "policy_start", "horizon", "over", "and", "or", "not", "default",
    "exp", "log", "sqrt", "abs", "tanh", "logit", "logistic", "sin", "cos", "atan",
    "min", "max", "clip", "if", "sum", "mean",
    "normal", "lognormal", "beta", "uniform", "triangular", "gamma", "exponential", "bernoulli",
    "truncated",
  ]

  /// The meaning of a name.
  func meaning(of name: String) -> Meaning? { meanings[name]?.meaning }

  /// Every name, in alphabetical order.
  var names: [String] { meanings.keys.sorted() }

  /// The names whose meaning satisfies a condition, in alphabetical order.
  func names(where condition: (Meaning) -> Bool) -> [String] {
    meanings.filter { condition($0.value.meaning) }.keys.sorted()
  }

  /// Declares the name a node holds; reports one that is reserved, taken or no name at all.
  mutating func declare(_ node: Located, _ meaning: Meaning, findings: Findings) {
    guard let name = node.text else { return }
    if !Lexer.isName(name) {
      findings.report(.notAName(name), at: node)
    } else if NameTable.reserved.contains(name) {
      findings.report(.reservedName(name), at: node)
    } else if let earlier = meanings[name] {
      findings.report(
        .nameTaken(name, by: earlier.meaning.kind), at: node,
        notes: [Place(earlier.declared).note(.firstHere)])
    } else {
      meanings[name] = (meaning, node)
    }
  }
}

/// The kinds of things that have names.
public enum NameKind: Hashable, Sendable {
  case set, subset, element, table, series, input, parameter, shock, variable, unit
}

extension NameTable.Meaning {
  /// The kind of thing, for messages.
  var kind: NameKind {
    switch self {
    case .set: .set
    case .subset: .subset
    case .element: .element
    case .constant: .table
    case .series: .series
    case .input: .input
    case .parameter: .parameter
    case .shock: .shock
    case .variable: .variable
    }
  }
}
