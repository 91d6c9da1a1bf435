internal import CMessageDigest

/// SHA-256 (FIPS 180-4).
public enum SHA256 {
  /// The digest of a file's bytes.
  ///
  /// - Throws: a file that cannot be read.
  public static func hexDigest(ofFile path: String) throws(Diagnostic) -> String {
    hexDigest(of: try SourceFile.bytes(of: path))
  }

  /// The digest of some bytes, as 64 hexadecimal digits.
  public static func hexDigest(of bytes: some Sequence<UInt8>) -> String {
    digest(of: bytes).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count < 2 ? "0" + digits : digits
    }.joined()
  }

  /// The digest of some bytes, as 32 bytes.
  public static func digest(of bytes: some Sequence<UInt8>) -> [UInt8] {
    let bytes = Array(bytes)
    var context = SHA2_CTX()
    var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
    unsafe SHA256Init(&context)
    unsafe SHA256Update(&context, bytes, bytes.count)
    unsafe SHA256Final(&digest, &context)
    return digest
  }
}
