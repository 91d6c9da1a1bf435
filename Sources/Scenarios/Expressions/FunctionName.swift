import Sim

/// Names of functions and distributions.
enum FunctionName {
  /// Functions of one argument that take and give plain numbers.
  static let plain: [String: UnaryFunction] = [
    "exp": .exp, "log": .log, "tanh": .tanh, "logit": .logit, "logistic": .logistic, "sin": .sin,
    "cos": .cos, "atan": .atan,
  ]
  /// The other functions.
  static let others: Set<String> = ["sqrt", "abs", "min", "max", "clip", "if", "sum", "mean"]
  /// Distributions with their arguments; a second list is another way to give them.
  static let distributions: [String: [[String]]] = [
    "normal": [["mean", "sd"]],
    "lognormal": [["median", "log_sd"]],
    "beta": [["a", "b"], ["mean", "size"]],
    "uniform": [["low", "high"]],
    "triangular": [["low", "mode", "high"]],
    "gamma": [["shape", "scale"], ["mean", "sd"]],
    "exponential": [["mean"]],
    "bernoulli": [["p"]],
    "truncated": [["law", "low", "high"], ["law", "low"], ["law", "high"]],
  ]
  /// Every name that may stand before parentheses.
  static let all: Set<String> =
    Set(plain.keys).union(others).union(distributions.keys)
}
