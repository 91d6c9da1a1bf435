import Sim

extension DoubleDouble {
  /// The number that a decimal text means, in doubled precision; `nearest` is what it is as a double.
  ///
  /// Text that is no plain number (`1.234,5`, `12 %`) means no more than its double.
  init(decimal text: String, nearest: Double) {
    var digits = DoubleDouble(0)
    var scale = 0
    var hasPoint = false
    var rest = text.utf8[...]
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    while let byte = rest.first, byte | 0x20 != UInt8(ascii: "e") {
      rest = rest.dropFirst()
      if byte == UInt8(ascii: "."), !hasPoint {
        hasPoint = true
        continue
      }
      guard byte >= 0x30, byte <= 0x39 else {
        self.init(nearest)
        return
      }
      digits = digits * DoubleDouble(10) + DoubleDouble(Double(byte - 0x30))
      if hasPoint { scale -= 1 }
    }
    if !rest.isEmpty { scale += Int(String(decoding: rest.dropFirst(), as: UTF8.self)) ?? 0 }
    let power = (0..<min(scale.magnitude, 300)).reduce(DoubleDouble(1)) { product, _ in
      product * DoubleDouble(10)
    }
    let value = scale < 0 ? digits / power : digits * power
    let signed = isNegative ? -value : value
    let isSame = (signed.value - nearest).magnitude <= nearest.magnitude * 0x1p-52
    self = isSame ? signed : DoubleDouble(nearest)
  }
}
