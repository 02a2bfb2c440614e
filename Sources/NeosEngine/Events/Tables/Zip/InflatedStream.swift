/// The bytes that a deflated range stands for (RFC 1951).
///
/// A decoder of its own, so that the program needs no library for it: what a bare machine has of zlib is the library
/// of its package manager, without the header to build with.
final class InflatedStream: ByteStream {
  let range: ByteRange
  private var check: Checksum?
  private var given = 0

  // What was read of the range.
  let input: UnsafeMutablePointer<UInt8>
  var inputPlace = 0
  var inputEnd = 0
  var taken = 0
  /// The next bits, lowest first.
  var bits: UInt64 = 0
  var bitCount = 0
  /// How many of them stand behind the end of the range.
  var missingBits = 0

  // What was made of it: the bytes that may be repeated, and behind them those that are not given yet.
  let output: UnsafeMutablePointer<UInt8>
  var outputPlace = 0
  var outputEnd = 0

  enum State {
    case header, stored(Int), codes, end
  }
  var state = State.header
  var isLastBlock = false
  let literals = HuffmanTable(bits: 11)
  let distances = HuffmanTable(bits: 9)

  static let inputSize = 1 << 16
  static let history = 1 << 15
  static let outputSize = 1 << 17
  /// The longest repetition, and the bytes that copying by eights writes beyond it.
  static let reserve = 258 + 8
  static let damaged = TableProblem.contents("the file is damaged: its bytes cannot be decompressed")

  init(_ range: ByteRange) {
    self.range = range
    check = range.checksum.map { Checksum(expected: $0) }
    input = .allocate(capacity: Self.inputSize)
    input.initialize(repeating: 0, count: Self.inputSize)
    output = .allocate(capacity: Self.outputSize + Self.reserve)
    output.initialize(repeating: 0, count: Self.outputSize + Self.reserve)
  }

  deinit {
    input.deallocate()
    output.deallocate()
  }

  func read(into target: UnsafeMutableRawPointer, count: Int) throws(TableProblem) -> Int {
    var done = 0
    let wanted = min(count, range.size - given)
    while done < wanted {
      if outputPlace == outputEnd {
        try inflate()
        // It ends before it should.
        guard outputPlace < outputEnd else { throw Self.damaged }
      }
      let part = min(wanted - done, outputEnd - outputPlace)
      (target + done).copyMemory(from: output + outputPlace, byteCount: part)
      outputPlace += part
      done += part
    }
    given += done
    try check?.take(UnsafeRawBufferPointer(start: target, count: done), isLast: given == range.size)
    return done
  }

  func skip(_ count: Int) throws(TableProblem) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { buffer.deallocate() }
    guard let target = buffer.baseAddress else { return }
    var left = count
    while left > 0 {
      let part = min(left, buffer.count)
      guard try read(into: target, count: part) == part else { throw ByteFile.isShort }
      left -= part
    }
  }
}
