/// The bytes that a deflated range stands for (RFC 1951).
///
/// A decoder of its own, so that the program needs no library for it: what a bare machine has of zlib is the library
/// of its package manager, without the header to build with.
final class InflatedStream: ByteStream {
  private let range: ByteRange
  private var check: Checksum?
  private var given = 0

  // What was read of the range.
  private let input: UnsafeMutablePointer<UInt8>
  private var inputPlace = 0
  private var inputEnd = 0
  private var taken = 0
  /// The next bits, lowest first.
  private var bits: UInt64 = 0
  private var bitCount = 0
  /// How many of them stand behind the end of the range.
  private var missingBits = 0

  // What was made of it: the bytes that may be repeated, and behind them those that are not given yet.
  private let output: UnsafeMutablePointer<UInt8>
  private var outputPlace = 0
  private var outputEnd = 0

  private enum State {
    case header, stored(Int), codes, end
  }
  private var state = State.header
  private var isLastBlock = false
  private let literals = HuffmanTable(bits: 11)
  private let distances = HuffmanTable(bits: 9)

  private static let inputSize = 1 << 16
  private static let history = 1 << 15
  private static let outputSize = 1 << 17
  /// The longest repetition, and the bytes that copying by eights writes beyond it.
  private static let reserve = 258 + 8
  private static let damaged = TableProblem.contents("the file is damaged: its bytes cannot be decompressed")

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

// Blocks.
extension InflatedStream {
  /// Makes more bytes, when all before were given; none only at the end.
  private func inflate() throws(TableProblem) {
    let kept = min(outputEnd, Self.history)
    output.update(from: output + (outputEnd - kept), count: kept)
    outputPlace = kept
    outputEnd = kept
    while outputEnd < Self.outputSize {
      switch state {
      case .header: try blockHeader()
      case .stored(let count): try stored(count)
      case .codes: try codes()
      case .end: return
      }
    }
  }

  private func blockHeader() throws(TableProblem) {
    guard !isLastBlock else {
      state = .end
      return
    }
    isLastBlock = try take(1) == 1
    switch try take(2) {
    case 0:
      // Stored bytes begin at the next whole byte.
      _ = try take(bitCount & 7)
      let count = try take(16)
      guard try take(16) == count ^ 0xFFFF else { throw Self.damaged }
      state = .stored(count)
    case 1:
      let lengths = (0..<288).map { $0 < 144 ? UInt8(8) : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 }
      guard literals.build(lengths[...]), distances.build([UInt8](repeating: 5, count: 30)[...]) else {
        throw Self.damaged
      }
      state = .codes
    case 2:
      try dynamicCodes()
      state = .codes
    default: throw Self.damaged
    }
  }

  private func stored(_ count: Int) throws(TableProblem) {
    var left = count
    while left > 0, outputEnd < Self.outputSize {
      output[outputEnd] = UInt8(truncatingIfNeeded: try take(8))
      outputEnd += 1
      left -= 1
    }
    state = left > 0 ? .stored(left) : .header
  }

  /// The lengths of the codes of a block, which are themselves coded (section 3.2.7).
  private func dynamicCodes() throws(TableProblem) {
    let (literalCount, distanceCount, lengthCount) = (
      257 + (try take(5)), 1 + (try take(5)), 4 + (try take(4))
    )
    guard literalCount <= 286, distanceCount <= 30 else { throw Self.damaged }
    let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    var lengths = [UInt8](repeating: 0, count: 19)
    for index in 0..<lengthCount { lengths[order[index]] = UInt8(try take(3)) }
    guard literals.build(lengths[...]) else { throw Self.damaged }
    lengths = []
    while lengths.count < literalCount + distanceCount {
      try fill()
      let entry = Int(literals.short[Int(bits & 0x7FF)])
      guard entry > 0 else { throw Self.damaged }
      _ = try take(entry & 15)
      switch entry >> 4 {
      case 16:
        guard let last = lengths.last else { throw Self.damaged }
        lengths += [UInt8](repeating: last, count: 3 + (try take(2)))
      case 17: lengths += [UInt8](repeating: 0, count: 3 + (try take(3)))
      case 18: lengths += [UInt8](repeating: 0, count: 11 + (try take(7)))
      case let length: lengths.append(UInt8(length))
      }
    }
    guard lengths.count == literalCount + distanceCount, lengths[256] > 0,
      literals.build(lengths[..<literalCount]), distances.build(lengths[literalCount...])
    else { throw Self.damaged }
  }
}

// Bits and codes.
extension InflatedStream {
  /// Takes up to 16 bits.
  private func take(_ count: Int) throws(TableProblem) -> Int {
    if bitCount < count { try fill() }
    let value = Int(bits & (1 << UInt64(count) - 1))
    bits >>= UInt64(count)
    bitCount -= count
    guard bitCount >= missingBits else { throw Self.damaged }
    return value
  }

  /// Brings the bits at hand to at least 56; behind the end of the range they are 0.
  private func fill() throws(TableProblem) {
    while bitCount < 56 {
      if inputPlace == inputEnd, taken < range.length {
        let count = min(Self.inputSize, range.length - taken)
        inputEnd = try range.file.read(into: input, count: count, at: range.offset + taken)
        inputPlace = 0
        guard inputEnd == count else { throw ByteFile.isShort }
        taken += count
      }
      if inputPlace < inputEnd {
        bits |= UInt64(input[inputPlace]) << UInt64(bitCount)
        inputPlace += 1
      } else {
        missingBits += 8
      }
      bitCount += 8
    }
  }

  /// Decodes symbols until the block ends or the output is full.
  private func codes() throws(TableProblem) {
    var (bits, bitCount, inputPlace, outputEnd) = (bits, bitCount, inputPlace, outputEnd)
    let (short, shortDistances, output, input) = (literals.short, distances.short, output, input)
    while outputEnd < Self.outputSize {
      if inputEnd - inputPlace >= 8 {
        let word = UnsafeRawPointer(input + inputPlace).loadUnaligned(as: UInt64.self)
        bits |= UInt64(littleEndian: word) << UInt64(bitCount)
        inputPlace &+= (63 &- bitCount) >> 3
        bitCount |= 56
      } else {
        (self.bits, self.bitCount, self.inputPlace) = (bits, bitCount, inputPlace)
        try fill()
        (bits, bitCount, inputPlace) = (self.bits, self.bitCount, self.inputPlace)
      }
      // The 56 bits are enough for a literal of 15 and, behind it, for the 15 + 5 + 15 + 13 of a repetition only where
      // the literal was short: after one literal a second is tried, after that the bits are filled up.
      var entry = short[Int(bits & 0x7FF)]
      if entry == 0 { entry = literals.long(bits) }
      var symbol = Int(entry >> 4)
      bits >>= UInt64(entry & 15)
      bitCount &-= Int(entry & 15)
      if symbol < 256, entry > 0 {
        output[outputEnd] = UInt8(truncatingIfNeeded: symbol)
        outputEnd &+= 1
        entry = short[Int(bits & 0x7FF)]
        guard entry > 0, entry >> 4 < 256 else {
          guard bitCount >= missingBits else { throw Self.damaged }
          continue
        }
        symbol = Int(entry >> 4)
        bits >>= UInt64(entry & 15)
        bitCount &-= Int(entry & 15)
        output[outputEnd] = UInt8(truncatingIfNeeded: symbol)
        outputEnd &+= 1
        guard bitCount >= missingBits else { throw Self.damaged }
        continue
      }
      guard entry > 0, bitCount >= missingBits else { throw Self.damaged }
      if symbol == 256 {
        state = .header
        break
      }
      guard symbol <= 285 else { throw Self.damaged }
      let lengthBits = Self.lengthBits[symbol - 257]
      let length = Self.lengthBases[symbol - 257] + Int(bits & (1 << UInt64(lengthBits) - 1))
      bits >>= UInt64(lengthBits)
      bitCount &-= lengthBits
      entry = shortDistances[Int(bits & 0x1FF)]
      if entry == 0 { entry = distances.long(bits) }
      let code = Int(entry >> 4)
      guard entry > 0, code < 30 else { throw Self.damaged }
      bits >>= UInt64(entry & 15)
      bitCount &-= Int(entry & 15)
      let distanceBits = Self.distanceBits[code]
      let distance = Self.distanceBases[code] + Int(bits & (1 << UInt64(distanceBits) - 1))
      bits >>= UInt64(distanceBits)
      bitCount &-= distanceBits
      guard bitCount >= missingBits, distance <= outputEnd else { throw Self.damaged }
      Self.copy(output + outputEnd, distance, length)
      outputEnd &+= length
    }
    (self.bits, self.bitCount, self.inputPlace, self.outputEnd) = (bits, bitCount, inputPlace, outputEnd)
  }

  /// Repeats what stands so far before a place; up to 8 bytes more are written.
  @inline(__always)
  private static func copy(_ target: UnsafeMutablePointer<UInt8>, _ distance: Int, _ length: Int) {
    let source = target - distance
    if distance >= 8 {
      var index = 0
      while index < length {
        let word = UnsafeRawPointer(source + index).loadUnaligned(as: UInt64.self)
        UnsafeMutableRawPointer(target + index).storeBytes(of: word, as: UInt64.self)
        index &+= 8
      }
    } else {
      for index in 0..<length { target[index] = source[index] }
    }
  }

  // The tables of section 3.2.5.
  private static let lengthBases = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
    227, 258,
  ]
  private static let lengthBits = [
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
  ]
  private static let distanceBases = [
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073,
    4097, 6145,
    8193, 12289, 16385, 24577,
  ]
  private static let distanceBits = [
    0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
  ]
}
