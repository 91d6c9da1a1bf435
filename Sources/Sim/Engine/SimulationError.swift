/// What can go wrong when a checked model is run.
public enum SimulationError: Error, Hashable, Sendable {
  /// A law has arguments no distribution can have; the text says which.
  case invalidLaw(String)
  /// A correlation matrix is not positive definite, or names a law that cannot be correlated.
  case invalidCorrelation(String)
  /// A dynamic variable was asked for that no output needs: a fault of the program.
  case notComputed(variable: String, year: Int)
  /// A number that is not finite arose; says where, and what it was computed from.
  case notFinite(NonFinite)
  /// An identity does not hold on some draw.
  case identityViolated(
    identity: String, element: [String], year: Int, draw: Int, left: Double, right: Double)
  /// The run was cancelled.
  case cancelled

  /// A number that is not finite: the first one in the order of computation, of the first such draw.
  public struct NonFinite: Hashable, Sendable {
    /// The variable with its element, such as `output[ICTM]`.
    public var variable: String
    /// The period.
    public var year: Int
    /// The draw, from 0.
    public var draw: Int
    /// The scenario's identifier.
    public var scenario: String
    /// The value: NaN or infinite.
    public var value: Double
    /// What the equation read: names with elements and years, and their values.
    public var inputs: [Input]

    /// One value an equation read.
    public struct Input: Hashable, Sendable {
      /// Its name with element and year.
      public var name: String
      /// Its value.
      public var value: Double

      /// Creates an input.
      public init(name: String, value: Double) {
        self.name = name
        self.value = value
      }
    }
  }
}
