/// Makes keys, pastes and mouse events of what ncurses reads.
///
/// ncurses knows the sequences of the terminal's own keys; what it does not know comes as single bytes: UTF-8,
/// Alt (an escape before a character), pastes in brackets, and sequences that mean nothing here, which are
/// swallowed whole so that they type no garbage.
package struct KeyDecoder {
  /// What ncurses gives.
  package enum Code: Hashable {
    case byte(UInt8)
    case input(Input)
    /// A key that means nothing here.
    case unknown
  }

  /// The largest paste, in bytes; the rest of a larger one is left out.
  package static let largestPaste = 1 << 20

  package init() {}

  /// The start of a character that is not whole yet.
  private var rest: [UInt8] = []
  /// The bytes of the paste that has begun.
  private var pasted: [UInt8]?

  /// Whether a paste has begun and not ended.
  package var isPasting: Bool { pasted != nil }

  /// Decodes what has come at once.
  package mutating func decode(_ codes: [Code]) -> [Input] {
    var inputs: [Input] = []
    var codes = codes[...]
    while let code = codes.first {
      if pasted != nil {
        codes.removeFirst()
        paste(code, &inputs)
        continue
      }
      switch code {
      case .input(let input):
        codes.removeFirst()
        rest = []
        inputs.append(input)
      case .unknown: codes.removeFirst()
      case .byte(0x1B):
        codes.removeFirst()
        rest = []
        escape(&codes, &inputs)
      case .byte(let byte) where byte < 0x20 || byte == 0x7F:
        codes.removeFirst()
        rest = []
        inputs.append(.key(Self.control(byte)))
      case .byte: inputs += characters(&codes).map { .key(.character($0)) }
      }
    }
    return inputs
  }

  /// Ends a paste whose end has not come.
  package mutating func endPaste() -> [Input] {
    guard let bytes = pasted else { return [] }
    pasted = nil
    return [.paste(Self.text(bytes))]
  }

  // MARK: Characters

  /// The characters at the front, an accent or a joined emoji with what it belongs to.
  private mutating func characters(_ codes: inout ArraySlice<Code>) -> String {
    var bytes = rest
    while case .byte(let byte)? = codes.first, byte >= 0x20, byte != 0x7F {
      bytes.append(byte)
      codes.removeFirst()
    }
    let count = codes.isEmpty ? Self.wholeCount(bytes) : bytes.count
    rest = Array(bytes[count...])
    return Self.text(bytes[..<count])
  }

  /// How many bytes there are without a last character of which the end is missing.
  private static func wholeCount(_ bytes: [UInt8]) -> Int {
    for (index, byte) in bytes.enumerated().suffix(3).reversed() where byte >= 0xC0 {
      let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
      guard bytes[(index + 1)...].allSatisfy({ (0x80...0xBF).contains($0) }) else { return bytes.count }
      return bytes.count - index < length ? index : bytes.count
    }
    return bytes.count
  }

  /// Text without what is not UTF-8, with plain ends of lines, without other controls but tabs.
  private static func text(_ bytes: some Collection<UInt8>) -> String {
    var scalars = String.UnicodeScalarView()
    var last: Unicode.Scalar = " "
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      defer { last = scalar }
      switch scalar {
      case "\n" where last == "\r": continue
      case "\r", "\n": scalars.append("\n")
      case "\t": scalars.append(scalar)
      case "\u{FFFD}": continue
      default: if scalar.properties.generalCategory != .control { scalars.append(scalar) }
      }
    }
    return String(scalars)
  }

  private static func control(_ byte: UInt8) -> Key {
    switch byte {
    case 0x08, 0x7F: .backspace
    case 0x09: .tab
    case 0x0A, 0x0D: .enter
    case 0x00: .control("@")
    case 0x01...0x1A: .control(Character(Unicode.Scalar(byte + 0x60)))
    default: .control(Character(Unicode.Scalar(byte + 0x40)))
    }
  }

  // MARK: Escapes

  /// What an escape and the codes after it mean.
  private mutating func escape(_ codes: inout ArraySlice<Code>, _ inputs: inout [Input]) {
    switch codes.first {
    case .byte(UInt8(ascii: "[")) where codes.count > 1: sequence(&codes, &inputs)
    case .byte(UInt8(ascii: "O")) where codes.count > 1:
      codes.removeFirst()
      if case .byte(let final)? = codes.popFirst(), let key = EscapeSequence.key(final, "") {
        inputs.append(.key(key))
      }
    case .byte(0x7F), .byte(0x08):
      codes.removeFirst()
      inputs.append(.key(.control("w")))
    case .byte(let byte) where byte >= 0x20:
      let text = characters(&codes)
      for (index, character) in text.enumerated() {
        inputs.append(.key(index == 0 ? .alt(character) : .character(character)))
      }
    case .input(.key(.left)):
      codes.removeFirst()
      inputs.append(.key(.alt("b")))
    case .input(.key(.right)):
      codes.removeFirst()
      inputs.append(.key(.alt("f")))
    default: inputs.append(.key(.escape))
    }
  }

  /// A sequence that starts with an escape and `[`, up to its last byte.
  private mutating func sequence(_ codes: inout ArraySlice<Code>, _ inputs: inout [Input]) {
    codes.removeFirst()
    var parameters = ""
    while case .byte(let byte)? = codes.first, byte >= 0x20, byte < 0x7F {
      codes.removeFirst()
      guard byte >= 0x40 else {
        parameters.append(Character(Unicode.Scalar(byte)))
        continue
      }
      if byte == UInt8(ascii: "~"), parameters == "200" {
        pasted = []
      } else if let key = EscapeSequence.key(byte, parameters) {
        inputs.append(.key(key))
      }
      return
    }
  }

  // MARK: Pastes

  private mutating func paste(_ code: Code, _ inputs: inout [Input]) {
    switch code {
    case .input(.resized(let width, let height)): inputs.append(.resized(width: width, height: height))
    case .input, .unknown: break
    case .byte(let byte):
      pasted?.append(byte)
      let end = Array("\u{1B}[201~".utf8)
      guard let bytes = pasted else { return }
      if bytes.suffix(end.count).elementsEqual(end) {
        pasted = nil
        inputs.append(.paste(Self.text(bytes.dropLast(end.count).prefix(Self.largestPaste))))
      } else if bytes.count > Self.largestPaste + end.count {
        pasted = Array(bytes.prefix(Self.largestPaste) + bytes.suffix(end.count))
      }
    }
  }
}
