/// The first line of a text of separated values.
struct CSVHeader {
  /// What separates the fields.
  private(set) var delimiter = UInt8(ascii: ",")
  /// The names of the columns.
  private(set) var names: [String] = []

  /// Why the line may be something else than names between commas or tabs.
  var doubt: String? {
    if names.first?.hasPrefix("#") == true {
      return
        "the first line begins with '#', expected the names of the columns alone; take away the '#', or the line if "
        + "it is a comment"
    }
    let others = [(";", "';'"), ("|", "'|'"), (" ", "spaces")]
    guard names.count == 1, let other = others.first(where: { names[0].contains($0.0) }) else { return nil }
    return "the fields of the first line seem to be separated by \(other.1), expected commas or tabs"
  }

  /// Reads the header and goes on to the line behind it.
  mutating func read(_ buffer: CSVBuffer, _ line: inout Int) throws(TableProblem) {
    while true {
      var place = buffer.start
      while place < buffer.end, place.pointee == 0x0A || place.pointee == 0x0D {
        let isPair = place.pointee == 0x0D && place + 1 < buffer.end && place[1] == 0x0A
        place += isPair ? 2 : 1
        line += 1
      }
      buffer.advance(to: place)
      guard place < buffer.end else {
        if buffer.isLast { throw .contents("the file has no line that names its columns") }
        try buffer.refill()
        continue
      }
      if try names(buffer, &line) { break }
      try buffer.refill()
    }
    // Names that are whole numbers are those of columns that had none.
    let numbers = names.compactMap(Double.init)
    if numbers.count == names.count, names.contains(where: { Int($0) == nil }) {
      throw .contents("the first line holds numbers, expected the names of the columns")
    }
  }

  /// Reads the names; false if there are not enough bytes at hand.
  private mutating func names(_ buffer: CSVBuffer, _ line: inout Int) throws(TableProblem) -> Bool {
    names = []
    delimiter = Self.delimiter(buffer)
    var place = buffer.start
    var linesWithin = 0
    while true {
      let field = CSVField(&place, buffer.end, delimiter)
      guard field.isWhole || buffer.isLast else { return false }
      guard field.isSound else { throw .quote(line: line) }
      guard !field.isTooLong, !field.text.utf8.contains(0) else {
        throw .contents("this is no text of comma- or tab-separated values")
      }
      guard names.count < TableBounds.columns else {
        throw .contents("the first line has more than \(TableBounds.columns) fields")
      }
      names.append(field.text)
      linesWithin += field.lineEnds
      guard place < buffer.end, place.pointee == delimiter else { break }
      place += 1
    }
    if place < buffer.end {
      let isReturn = place.pointee == 0x0D
      place += 1
      if isReturn {
        guard place < buffer.end || buffer.isLast else { return false }
        if place < buffer.end, place.pointee == 0x0A { place += 1 }
      }
    }
    line += 1 + linesWithin
    buffer.advance(to: place)
    return true
  }

  /// A tab if there are more tabs than commas outside of quotes, else a comma.
  private static func delimiter(_ buffer: CSVBuffer) -> UInt8 {
    var (tabs, commas, isQuoted) = (0, 0, false)
    var place = buffer.start
    while place < buffer.end, isQuoted || (place.pointee != 0x0A && place.pointee != 0x0D) {
      switch place.pointee {
      case UInt8(ascii: "\""): isQuoted.toggle()
      case 0x09 where !isQuoted: tabs += 1
      case UInt8(ascii: ",") where !isQuoted: commas += 1
      default: break
      }
      place += 1
    }
    return tabs > commas ? 0x09 : UInt8(ascii: ",")
  }
}
