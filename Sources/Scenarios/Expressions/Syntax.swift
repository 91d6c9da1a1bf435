import Sim

/// An expression as it was written: names are not resolved yet.
///
/// Offsets count bytes of UTF-8 from the beginning of the expression.
struct Syntax: Sendable {
  /// What stands here.
  indirect enum Kind: Sendable {
    case number(Double, unit: UnitText?)
    case name(String, subscripts: [SubscriptSyntax], isDefault: Bool)
    case negate(Syntax)
    case not(Syntax)
    /// `at` is the place of the operator.
    case binary(BinaryFunction, at: Int, Syntax, Syntax)
    case call(String, [Argument])
    /// `sum(body over domain)`.
    case reduction(Reduction, Syntax, domain: String, domainAt: Int)
  }

  /// An argument of a call, with its name if it was given by name.
  struct Argument: Sendable {
    var label: String?
    var labelAt: Int
    var value: Syntax
  }

  var kind: Kind
  /// The bytes it covers.
  var span: Range<Int>
}

/// The text of a unit and where it stands.
struct UnitText: Sendable {
  var text: String
  var at: Int
}

/// One item inside the brackets after a name.
struct SubscriptSyntax: Sendable {
  enum Kind: Sendable {
    case name(String)
    case time(TimeReference)
  }
  var kind: Kind
  var at: Int
}

/// What is wrong with an expression, and how far into it.
struct SyntaxError: Error {
  var problem: Problem
  var at: Int
}
