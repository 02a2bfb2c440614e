internal import RealModule

/// The digests that name a workspace in a patch set. They find mistakes; against forgery MD5 is no help.
public enum DigestAlgorithm: String, Sendable, Hashable, CaseIterable {
  /// RFC 1321.
  case md5
  /// FIPS 180-4.
  case sha256

  /// The digest in lower-case hexadecimal.
  public func digest(of bytes: [UInt8]) -> String {
    let padded = padded(bytes)
    let digest =
      switch self {
      case .md5: MD5.digest(padded)
      case .sha256: SHA256.digest(padded)
      }
    return digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// A 1, zeros, and the length in bits, up to a multiple of 64 bytes.
  private func padded(_ bytes: [UInt8]) -> [UInt8] {
    let zeros = [UInt8](repeating: 0, count: (119 - bytes.count % 64) % 64)
    let length = UInt64(bytes.count) << 3
    let big = (0..<8).map { UInt8(truncatingIfNeeded: length >> (56 - 8 * $0)) }
    return bytes + [0x80] + zeros + (self == .md5 ? big.reversed() : big)
  }
}

extension JSONValue {
  /// The digest that pyhf gives this document.
  ///
  /// Integers of more than 18 digits, which pyhf writes in full, have another one there.
  public func digest(_ algorithm: DigestAlgorithm) -> String {
    algorithm.digest(of: Array(text(.canonical).utf8))
  }
}

private enum SHA256 {
  /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
  static let constants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
    0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
    0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
    0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
    0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
    0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
    0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
  ]

  static func digest(_ padded: [UInt8]) -> [UInt8] {
    var state: [UInt32] = [
      0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
    ]
    var words = [UInt32](repeating: 0, count: 64)
    for block in stride(from: 0, to: padded.count, by: 64) {
      for i in 0..<16 {
        words[i] = (0..<4).reduce(0) { $0 << 8 | UInt32(padded[block + 4 * i + $1]) }
      }
      for i in 16..<64 {
        let (a, b) = (words[i - 15], words[i - 2])
        let first = a.rotated(25) ^ a.rotated(14) ^ a >> 3
        let second = b.rotated(15) ^ b.rotated(13) ^ b >> 10
        words[i] = words[i - 16] &+ first &+ words[i - 7] &+ second
      }
      var v = state
      for i in 0..<64 {
        let sum1 = v[4].rotated(26) ^ v[4].rotated(21) ^ v[4].rotated(7)
        let choice = v[4] & v[5] ^ ~v[4] & v[6]
        let first = v[7] &+ sum1 &+ choice &+ constants[i] &+ words[i]
        let sum0 = v[0].rotated(30) ^ v[0].rotated(19) ^ v[0].rotated(10)
        let majority = v[0] & v[1] ^ v[0] & v[2] ^ v[1] & v[2]
        for j in (1..<8).reversed() { v[j] = v[j - 1] }
        v[4] &+= first
        v[0] = first &+ sum0 &+ majority
      }
      for j in 0..<8 { state[j] &+= v[j] }
    }
    return state.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * $0)) } }
  }
}

private enum MD5 {
  static let rotations: [UInt32] = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21]

  static func digest(_ padded: [UInt8]) -> [UInt8] {
    // floor(2^32 |sin(i + 1)|), as RFC 1321 has it.
    let constants = (1...64).map { UInt32(abs(Double.sin(Double($0))) * 0x1p32) }
    var state: [UInt32] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476]
    for block in stride(from: 0, to: padded.count, by: 64) {
      let words = (0..<16).map { word in
        (0..<4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32(padded[block + 4 * word + $1]) }
      }
      var (a, b, c, d) = (state[0], state[1], state[2], state[3])
      for i in 0..<64 {
        let (mixed, word) =
          switch i / 16 {
          case 0: (b & c | ~b & d, i)
          case 1: (d & b | ~d & c, 5 * i + 1)
          case 2: (b ^ c ^ d, 3 * i + 5)
          default: (c ^ (b | ~d), 7 * i)
          }
        let sum = a &+ mixed &+ constants[i] &+ words[word % 16]
        (a, d, c, b) = (d, c, b, b &+ sum.rotated(rotations[i / 16 * 4 + i % 4]))
      }
      for (index, value) in [a, b, c, d].enumerated() { state[index] &+= value }
    }
    return state.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
  }
}

extension UInt32 {
  /// The bits moved to the left, those that fall out put in again on the right.
  fileprivate func rotated(_ count: UInt32) -> UInt32 { self << count | self >> (32 - count) }
}
