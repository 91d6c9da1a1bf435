/// What makes a program faster and never changes a result by a bit.
struct Passes: OptionSet {
  let rawValue: Int

  /// Functions of which the result is known to be an operand, or that of a cheaper function.
  static let simplification = Passes(rawValue: 1)
  /// Arithmetic whose intermediate results have one reader is done in registers, by one instruction.
  static let chains = Passes(rawValue: 2)

  static let all: Passes = [.simplification, .chains]
}
