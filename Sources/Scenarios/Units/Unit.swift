import Glibc

/// A unit of measurement: an exact factor times powers of base units.
///
/// The factor is held as powers of primes beside the base units, so that products, quotients and
/// roots of units stay exact and two units are equal when their powers are.
struct Unit: Hashable, Sendable {
  /// What is raised to a power.
  enum Base: Hashable, Comparable, Sendable {
    /// A prime factor of the scale.
    case prime(Int)
    /// A base unit.
    case unit(String)
  }

  /// One factor.
  struct Power: Hashable, Sendable {
    var base: Base
    var exponent: Rational
  }

  /// The factors, ordered by base, none with exponent 0.
  private(set) var powers: [Power]

  /// A plain number.
  static let plain = Unit(powers: [])

  /// A base unit.
  static func base(_ name: String) -> Unit {
    Unit(powers: [Power(base: .unit(name), exponent: .one)])
  }

  private init(powers: [Power]) { self.powers = powers }

  /// A factor, given as the decimal fraction `whole · 10^exponent`.
  ///
  /// Returns nil for zero and for numbers that do not factor into primes below 10⁶.
  init?(whole: Int, tenToThe exponent: Int) {
    guard whole > 0, abs(exponent) <= 60 else { return nil }
    var exponents: [Int: Int] = exponent == 0 ? [:] : [2: exponent, 5: exponent]
    var rest = whole
    var prime = 2
    while rest > 1 {
      if prime > 1_000_000 { return nil }
      if prime * prime > rest { prime = rest }
      while rest % prime == 0 {
        rest /= prime
        exponents[prime, default: 0] += 1
      }
      prime += prime == 2 ? 1 : 2
    }
    powers = exponents.sorted { $0.key < $1.key }.compactMap { prime, exponent in
      guard exponent != 0, let power = Rational(exponent) else { return nil }
      return Power(base: .prime(prime), exponent: power)
    }
  }

  /// Whether it is a plain number: no base unit and a factor of 1.
  var isPlain: Bool { powers.isEmpty }

  /// The product with another unit to a power; nil when an exponent does not fit.
  func times(_ other: Unit, toThe exponent: Rational = .one) -> Unit? {
    if other.powers.isEmpty { return self }
    var result: [Power] = []
    result.reserveCapacity(powers.count + other.powers.count)
    var (i, j) = (0, 0)
    while i < powers.count || j < other.powers.count {
      if j == other.powers.count || (i < powers.count && powers[i].base < other.powers[j].base) {
        result.append(powers[i])
        i += 1
        continue
      }
      guard var power = other.powers[j].exponent * exponent else { return nil }
      if i < powers.count, powers[i].base == other.powers[j].base {
        guard let sum = power + powers[i].exponent else { return nil }
        power = sum
        i += 1
      }
      if power != .zero { result.append(Power(base: other.powers[j].base, exponent: power)) }
      j += 1
    }
    return Unit(powers: result)
  }

  /// The unit to a power.
  func raised(to exponent: Rational) -> Unit? { Unit.plain.times(self, toThe: exponent) }

  /// The quotient by another unit.
  func divided(by other: Unit) -> Unit? { times(other, toThe: .minusOne) }

  /// The factor as a number.
  var scale: Double {
    // Tens are taken together, so that the factor of `bn` is exactly 1e9.
    var exponents: [Int: Double] = [:]
    for case .prime(let prime) in powers.map(\.base) { exponents[prime] = 0 }
    for power in powers {
      guard case .prime(let prime) = power.base else { continue }
      exponents[prime] = Double(power.exponent.numerator) / Double(power.exponent.denominator)
    }
    let tens = wholeTens
    exponents[2, default: 0] -= Double(tens)
    exponents[5, default: 0] -= Double(tens)
    let digits = exponents.sorted { $0.key < $1.key }.reduce(1.0) { product, power in
      power.value == 0 ? product : product * Unit.power(Double(power.key), power.value)
    }
    return (tens == 0 ? nil : Double("\(digits)e\(tens)")) ?? digits * Unit.power(10, Double(tens))
  }

  /// The power of ten in the factor.
  private var wholeTens: Int {
    let exponents = [2, 5].map { prime in
      powers.first { $0.base == .prime(prime) }?.exponent ?? .zero
    }
    guard exponents.allSatisfy({ $0.denominator == 1 }) else { return 0 }
    let (two, five) = (exponents[0].numerator, exponents[1].numerator)
    if two > 0 && five > 0 { return min(two, five) }
    return two < 0 && five < 0 ? max(two, five) : 0
  }

  private static func power(_ base: Double, _ exponent: Double) -> Double {
    guard exponent == exponent.rounded(), abs(exponent) < 64 else {
      return pow(base, exponent)
    }
    let product = (0..<Int(abs(exponent))).reduce(1.0) { product, _ in product * base }
    return exponent < 0 ? 1 / product : product
  }
}

extension Unit: CustomStringConvertible {
  /// A readable form, such as `bn VND2010/thousand person`.
  var description: String {
    let dimensions = powers.compactMap { power -> (name: String, exponent: Rational)? in
      if case .unit(let name) = power.base { (name, power.exponent) } else { nil }
    }
    let above = dimensions.filter { $0.exponent.numerator > 0 }.map(Unit.spelling)
    let below = dimensions.filter { $0.exponent.numerator < 0 }.map { name, exponent in
      Unit.spelling(name, (exponent * .minusOne) ?? exponent)
    }
    var numerator = above.joined(separator: " ")
    var denominator = below.joined(separator: " ")
    switch scaleWords {
    case .above(let word): numerator = numerator.isEmpty ? word : "\(word) \(numerator)"
    case .below(let word): denominator = denominator.isEmpty ? word : "\(word) \(denominator)"
    case .none: break
    }
    if numerator.isEmpty { numerator = "1" }
    return denominator.isEmpty ? numerator : "\(numerator)/\(denominator)"
  }

  /// Where the factor is written, and how.
  private enum ScaleWords { case none, above(String), below(String) }

  private var scaleWords: ScaleWords {
    let scale = scale
    if scale == 1 { return .none }
    let words = [(1e3, "thousand"), (1e6, "million"), (1e9, "bn"), (1e12, "thousand bn")]
    for (value, word) in words {
      if scale == value { return .above(word) }
      if value * scale == 1, isPureFactor || powers.contains(where: isBelow) { return .below(word) }
    }
    if scale == 0.01, isPureFactor { return .above("percent") }
    return .above(Int(exactly: scale).map { "\($0)" } ?? "\(scale)")
  }

  /// Whether it has no base unit.
  private var isPureFactor: Bool {
    powers.allSatisfy { if case .prime = $0.base { true } else { false } }
  }

  private func isBelow(_ power: Power) -> Bool {
    if case .unit = power.base { power.exponent.numerator < 0 } else { false }
  }

  private static func spelling(_ name: String, _ exponent: Rational) -> String {
    if exponent == .one { return name }
    return exponent.denominator == 1 ? "\(name)^\(exponent)" : "\(name)^(\(exponent))"
  }
}
