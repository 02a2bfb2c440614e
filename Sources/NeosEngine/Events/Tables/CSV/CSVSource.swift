/// A text of comma- or tab-separated values whose first line names the columns (RFC 4180).
///
/// Fields may be quoted, with delimiters, line ends and doubled quotes in them; lines end in LF, CRLF or CR; empty
/// lines do not count.
final class CSVSource: TableSource {
  let names: [String]
  let doubt: String?
  let others: [String: String] = [:]
  let rowCount: Int? = nil
  var shareOfBytes: Double? { buffer.share }
  let rowsAtATime = 4096

  private let buffer: CSVBuffer
  private let delimiter: UInt8
  private var line = 1
  /// The slot of each field, or -1 where it is not read.
  private var slots: [Int]

  init(_ file: ByteFile) throws(TableProblem) {
    buffer = try CSVBuffer(file)
    var header = CSVHeader()
    // Empty lines before the header do not count either.
    try header.read(buffer, &line)
    delimiter = header.delimiter
    names = header.names
    doubt = header.doubt
    slots = Array(repeating: -1, count: names.count)
  }

  func choose(_ columns: [Int]) throws(TableProblem) {
    for (slot, column) in columns.enumerated() { slots[column] = slot }
  }

  func read(into block: TableBlock) throws(TableProblem) {
    block.firstRow += block.rowCount
    block.rowCount = 0
    block.hasLines = true
    var row = 0
    while row < block.capacity {
      var place = buffer.start
      let end = buffer.end
      let outcome = records(from: &place, end, block, &row)
      buffer.advance(to: place)
      switch outcome {
      case .full: break
      case .incomplete:
        if buffer.isLast {
          block.rowCount = row
          return
        }
        try buffer.refill()
      case .failed(let problem): throw problem
      }
    }
    block.rowCount = row
  }

  private enum Outcome {
    /// The block is full.
    case full
    /// There is no whole record any more.
    case incomplete
    case failed(TableProblem)
  }

  /// Reads whole records into the rows of a block.
  private func records(
    from start: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ block: TableBlock, _ row: inout Int
  ) -> Outcome {
    let (delimiter, isLast, fieldCount) = (delimiter, buffer.isLast, slots.count)
    let (numbers, capacity, lines) = (block.column(0), block.capacity, block.lines)
    guard let numbers = numbers.baseAddress else { return .full }
    var line = self.line
    defer { self.line = line }
    return slots.withUnsafeBufferPointer { slots in
      while row < capacity {
        var place = start
        // At the end there is no record, only the line feed that is not part of the text.
        guard place < end else { return .incomplete }
        lines[row] = line
        let isEmpty = place.pointee == 0x0A || place.pointee == 0x0D
        var linesWithin = 0
        var field = 0
        while !isEmpty {
          let slot = field < fieldCount ? slots[field] : -1
          var value = 0.0
          while place.pointee == 0x20 { place += 1 }
          if slot >= 0, let behind = DecimalParser.parse(place, into: &value),
            behind.pointee == delimiter || behind.pointee == 0x0A || behind.pointee == 0x0D
          {
            place = behind
            numbers[slot &* capacity &+ row] = value
          } else {
            let text = CSVField(&place, end, delimiter)
            guard text.isWhole || isLast else { return .incomplete }
            guard text.isSound else { return .failed(.quote(line: line)) }
            linesWithin += text.lineEnds
            if slot >= 0 {
              guard let value = text.number else {
                return .failed(.field(line: line, column: names[field], found: text.text))
              }
              numbers[slot &* capacity &+ row] = value
            }
          }
          field &+= 1
          guard place.pointee == delimiter, place < end else { break }
          place += 1
        }
        if place == end {
          guard isLast else { return .incomplete }
        } else if place.pointee == 0x0D {
          place += 1
          guard place < end || isLast else { return .incomplete }
          if place < end, place.pointee == 0x0A { place += 1 }
        } else {
          place += 1
        }
        if !isEmpty {
          guard field == fieldCount else {
            return .failed(.fieldCount(line: line, found: field, needed: fieldCount))
          }
          row &+= 1
        }
        line &+= 1 &+ linesWithin
        start = place
      }
      return .full
    }
  }
}
