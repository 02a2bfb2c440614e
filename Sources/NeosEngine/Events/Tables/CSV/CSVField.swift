/// One field of a record, from its first byte to the delimiter or line end behind it.
struct CSVField {
  /// Whether something other than the end of the bytes at hand ends it.
  private(set) var isWhole: Bool
  /// Whether its quotes, if it has any, begin and end it.
  private(set) var isSound = true
  /// The line ends within its quotes.
  private(set) var lineEnds = 0

  private let bytes: UnsafeBufferPointer<UInt8>
  private var isQuoted = false

  /// Reads a field and goes on to what ends it.
  ///
  /// - Precondition: at the end is a line feed.
  init(_ place: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ delimiter: UInt8) {
    let quote = UInt8(ascii: "\"")
    guard place.pointee == quote, place < end else {
      let start = place
      while place.pointee != delimiter, place.pointee != 0x0A, place.pointee != 0x0D { place += 1 }
      bytes = UnsafeBufferPointer(start: start, count: place - start)
      isWhole = place < end
      return
    }
    isQuoted = true
    place += 1
    let start = place
    while place < end {
      if place.pointee == quote {
        // A quote that is not doubled ends the text.
        if place + 1 < end, place[1] == quote {
          place += 1
        } else {
          break
        }
      } else if place.pointee == 0x0A || (place.pointee == 0x0D && place[1] != 0x0A) {
        lineEnds += 1
      }
      place += 1
    }
    bytes = UnsafeBufferPointer(start: start, count: place - start)
    if place < end {
      place += 1
    } else {
      isSound = false
    }
    isWhole = place < end
    isSound = isSound && (place.pointee == delimiter || place.pointee == 0x0A || place.pointee == 0x0D)
  }

  /// The number that it is, NaN for none, or nil; spaces around it do not count.
  var number: Double? { trimmed.isEmpty ? Self.missing : DecimalParser.number(trimmed) }

  /// What an empty field is: a NaN that is told from others by its bits.
  static let missing = Double(nan: 1, signaling: false)

  /// Its beginning, for a name or a message.
  var text: String {
    let text = String(decoding: trimmed.prefix(TableBounds.nameBytes), as: UTF8.self)
    return isQuoted
      ? text.split(separator: "\"\"", omittingEmptySubsequences: false).joined(separator: "\"") : text
  }

  /// Whether it is longer than a name may be.
  var isTooLong: Bool { bytes.count > TableBounds.nameBytes }

  private var trimmed: UnsafeBufferPointer<UInt8> {
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    var (first, last) = (0, bytes.count)
    while first < last, isSpace(bytes[first]) { first += 1 }
    while last > first, isSpace(bytes[last - 1]) { last -= 1 }
    return UnsafeBufferPointer(rebasing: bytes[first..<last])
  }
}
