/// The bits of a deflated range, and the codes that they are (RFC 1951, sections 3.2.2 and 3.2.5).
extension InflatedStream {
  /// Takes up to 16 bits.
  func take(_ count: Int) throws(TableProblem) -> Int {
    if bitCount < count { try fill() }
    let value = Int(bits & (1 << UInt64(count) - 1))
    bits >>= UInt64(count)
    bitCount -= count
    guard bitCount >= missingBits else { throw Self.damaged }
    return value
  }

  /// Brings the bits at hand to at least 56; behind the end of the range they are 0.
  func fill() throws(TableProblem) {
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
  func codes() throws(TableProblem) {
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
