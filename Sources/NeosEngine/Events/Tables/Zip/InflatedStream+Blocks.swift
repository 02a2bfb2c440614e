/// The blocks of a deflated range (RFC 1951, section 3.2.3).
extension InflatedStream {
  /// Makes more bytes, when all before were given; none only at the end.
  func inflate() throws(TableProblem) {
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
