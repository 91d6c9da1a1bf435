extension Double {
  /// A whole number that rises with the value, the same for both zeros.
  ///
  /// Between two values there are as many keys as doubles, so a range of keys that is cut in two again
  /// and again ends in a single value, whatever the distribution.
  var orderKey: UInt64 {
    // Adding zero makes −0 into 0.
    let bits = (self + 0).bitPattern
    return bits >> 63 == 0 ? bits | 1 << 63 : ~bits
  }

  /// The value of a key.
  init(orderKey key: UInt64) {
    self.init(bitPattern: key >> 63 == 1 ? key & ~(1 << 63) : ~key)
  }
}
