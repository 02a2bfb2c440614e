import Foundation

/// A seeded source of damaged inputs: whatever it gives can be had again from its seed.
///
/// ```swift
/// var mutator = Mutator(seed: 7, tokens: ["step", "1e999"])
/// for _ in 0..<Mutator.inputCount(2000) { read(mutator.mutated(of: corpus)) }
/// ```
struct Mutator: RandomNumberGenerator {
  /// What is put in and put in the place of other text: the words of the format, and its worst numbers.
  let tokens: [[UInt8]]
  private var state: UInt64

  /// A source of inputs.
  ///
  /// - Parameters:
  ///   - seed: where the sequence begins.
  ///   - tokens: words of the format, in addition to numbers at the limits of their types.
  init(seed: UInt64, tokens: [String] = []) {
    state = seed
    self.tokens = (tokens + Self.numbers).map { Array($0.utf8) }
  }

  /// How many inputs a test tries: `NEOS_FUZZ_INPUTS` if that is set, or else its own number.
  static func inputCount(_ standard: Int) -> Int {
    ProcessInfo.processInfo.environment["NEOS_FUZZ_INPUTS"].flatMap { Int($0) } ?? standard
  }

  /// SplitMix64: Steele, Lea, Flood, Proc. OOPSLA 2014, 453.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number from 0 to below a count, which is above 0.
  mutating func below(_ count: Int) -> Int { Int.random(in: 0..<count, using: &self) }

  /// One of some inputs, with one to eight changes, some of them taken from another one.
  mutating func mutated(of corpus: [[UInt8]]) -> [UInt8] {
    guard !corpus.isEmpty else { return [] }
    var bytes = corpus[below(corpus.count)]
    // One change goes deepest into a reader; many find what it does with nonsense.
    for _ in 0...below(1 << below(4)) { change(&bytes, corpus[below(corpus.count)]) }
    return bytes
  }

  /// Changes one thing.
  private mutating func change(_ bytes: inout [UInt8], _ other: [UInt8]) {
    switch below(12) {
    case 0: if let place = place(in: bytes) { bytes[place] ^= 1 << UInt8(below(8)) }
    case 1: if let place = place(in: bytes) { bytes[place] = UInt8(below(256)) }
    case 2: bytes.removeSubrange(range(in: bytes))
    case 3: bytes.removeLast(below(bytes.count + 1))
    case 4:
      let piece = Array(bytes[range(in: bytes)])
      for _ in 0...below(8) where bytes.count < Self.mostBytes {
        bytes.insert(contentsOf: piece, at: below(bytes.count + 1))
      }
    case 5: bytes.insert(contentsOf: other[range(in: other)], at: below(bytes.count + 1))
    case 6: bytes.replaceSubrange(range(in: bytes), with: other[range(in: other)])
    case 7: bytes.insert(contentsOf: tokens[below(tokens.count)], at: below(bytes.count + 1))
    // Twice as likely: a word or number in the place of another is what still looks right.
    case 8, 9: bytes.replaceSubrange(word(in: bytes), with: tokens[below(tokens.count)])
    case 10:
      let (first, second) = (word(in: bytes), word(in: bytes))
      bytes.replaceSubrange(first, with: Array(bytes[second]))
    default:
      let line = line(in: bytes)
      let text = Array(bytes[line])
      if below(2) == 0 { bytes.removeSubrange(line) }
      bytes.insert(contentsOf: text, at: self.line(in: bytes).lowerBound)
    }
  }

  /// No input grows beyond this by repetition.
  private static let mostBytes = 1 << 20

  private mutating func place(in bytes: [UInt8]) -> Int? { bytes.isEmpty ? nil : below(bytes.count) }

  /// Some bytes in a row, seldom many.
  private mutating func range(in bytes: [UInt8]) -> Range<Int> {
    let start = below(bytes.count + 1)
    return start..<min(bytes.count, start + below(1 << below(12)) + 1)
  }

  /// A word or a number around some place.
  private mutating func word(in bytes: [UInt8]) -> Range<Int> {
    around(below(bytes.count + 1), in: bytes) { byte in
      (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || ".+-_".utf8.contains(byte)
    }
  }

  /// A line with its end.
  private mutating func line(in bytes: [UInt8]) -> Range<Int> {
    let line = around(below(bytes.count + 1), in: bytes) { $0 != UInt8(ascii: "\n") }
    return line.lowerBound..<min(bytes.count, line.upperBound + 1)
  }

  private func around(_ place: Int, in bytes: [UInt8], where isInside: (UInt8) -> Bool) -> Range<Int> {
    let start = bytes[..<place].lastIndex { !isInside($0) }.map { $0 + 1 } ?? 0
    return start..<(bytes[place...].firstIndex { !isInside($0) } ?? bytes.count)
  }

  /// Numbers at which sizes, counts and places overflow, and what only looks like a number.
  private static let numbers = [
    "0", "-0", "-1", "1", "2", "3", "0.5", "255", "256", "65536", "2147483647", "2147483648", "4294967295",
    "4294967296", "9007199254740993", "999999999", "1000000000", "1000000001", "9223372036854775807",
    "9223372036854775808", "-9223372036854775808", "18446744073709551615", "18446744073709551616", "1e18",
    "1e19", "1e308", "1e309", "-1e308", "1e-308", "5e-324", "1e-400", "nan", "inf", "-inf", "NaN", "Infinity",
    "0x10", "1e", "1e+", ".", "-", "+", "00", "1_000", "١", "\u{FEFF}", "\u{0}", "\r\n", "\n", "\t", " ", "",
    "\"", "\\", "\\u0000", "\\ud800", "🙂", "e\u{301}", "{", "}", "[", "]", "(", ")", ",", ":", "=", "#",
  ]
}
