/// The columns of a .npy file, or of the arrays in an .npz archive.
///
/// An array of one axis is one column: `0`, or the array's name in an archive. One of two axes has a column for each
/// place of the second: `0`, `1`, or `name:0`, `name:1`. One with fields has a column for each: `field`, or
/// `name.field`.
final class NumPySource: TableSource {
  private(set) var names: [String] = []
  private(set) var others: [String: String] = [:]
  private(set) var rowCount: Int?
  let rowsAtATime = 4096

  private struct Array {
    let range: ByteRange
    let header: NumPyHeader
  }
  private var arrays: [Array] = []
  private var columns: [(array: Int, column: NumPyColumn)] = []
  private var lanes: [NumPyLane] = []
  private(set) var plainRows: PlainRows?
  private var position = 0

  /// The array of a .npy file.
  init(array file: ByteFile) throws(TableProblem) {
    try add(
      "",
      ByteRange(file: file, offset: 0, length: file.size, size: file.size, isDeflated: false, checksum: nil))
    if let found = others[""] { throw .contents("it holds \(TableProblem.shown(found)), expected numbers") }
    rowCount = arrays.first?.header.rowCount
  }

  /// The arrays of an .npz archive, or one of them.
  init(archive file: ByteFile, member: String?) throws(TableProblem) {
    let members = try ZipDirectory(file).members
    let arrayNames = members.map(\.name).filter { $0.hasSuffix(".npy") }.map { String($0.dropLast(4)) }
    if let member, !arrayNames.contains(member) { throw .unknownDataset(member, known: arrayNames) }
    for entry in members where entry.name.hasSuffix(".npy") {
      let name = String(entry.name.dropLast(4))
      guard member == nil || member == name else { continue }
      do throws(TableProblem) {
        guard let range = try entry.range(in: file) else {
          throw .contents("it is encrypted, or compressed by another method than deflate")
        }
        try add(member == nil ? name : "", range)
      } catch {
        throw .contents("'\(TableProblem.shown(entry.name))': \(error)")
      }
    }
    if let member, let found = others[""] { throw .notNumbers(column: member, found: found) }
    // Arrays of one number are settings, not columns.
    let counts = Set(columns.map { arrays[$0.array].header.rowCount })
    rowCount = counts.count == 1 ? counts.first : nil
  }

  private func add(_ name: String, _ range: ByteRange) throws(TableProblem) {
    let header = try NumPyHeader(try range.stream(), size: range.size)
    arrays.append(Array(range: range, header: header))
    for column in try header.columns(name, others: &others) {
      guard columns.count < TableBounds.columns else {
        throw .contents("the file has more than \(TableBounds.columns) columns")
      }
      columns.append((arrays.count - 1, column))
      names.append(column.name)
    }
  }

  func choose(_ chosen: [Int]) throws(TableProblem) {
    guard let first = chosen.first else { return }
    let needed = arrays[columns[first].array].header.rowCount
    rowCount = needed
    var laneOfArray: [Int: Int] = [:]
    var plain = PlainRows()
    for (slot, position) in chosen.enumerated() {
      let (index, column) = columns[position]
      let array = arrays[index]
      guard array.header.rowCount == needed else {
        throw .rowCountsDiffer(
          column: column.name, found: array.header.rowCount, other: names[first], needed: needed)
      }
      guard needed > 0 else { continue }
      if column.isInRows, let lane = laneOfArray[index] {
        lanes[lane].columns.append((slot, column.offset, column.type))
        plain.lanes[lane].columns.append((slot, column.offset, column.type))
        continue
      }
      guard column.stride <= TableBounds.rowBytes else { throw .contents("a row has \(column.stride) bytes") }
      let stream = try array.range.stream()
      let start = array.header.length + (column.isInRows ? 0 : column.offset)
      try stream.skip(start)
      let lane = NumPyLane(stream, stride: column.stride)
      lane.columns.append((slot, column.isInRows ? column.offset : 0, column.type))
      if column.isInRows { laneOfArray[index] = lanes.count }
      lanes.append(lane)
      // A checksum is that of all bytes in their order.
      let isInOrder = array.range.isDeflated || array.range.checksum != nil
      plain.lanes.append(
        .init(
          file: array.range.file, stream: isInOrder ? stream : nil, offset: array.range.offset + start,
          stride: column.stride,
          columns: lane.columns))
    }
    plainRows = needed > 0 ? plain : nil
  }

  func read(into block: TableBlock) throws(TableProblem) {
    block.firstRow = position
    block.rowCount = min(block.capacity, (rowCount ?? 0) - position)
    for lane in lanes { try lane.read(block) }
    position += block.rowCount
  }
}

/// Columns that are read together, from one stream of rows.
final class NumPyLane {
  /// The slots of the columns, and where in a row they are.
  var columns: [(slot: Int, offset: Int, type: NumPyType)] = []
  private let stream: any ByteStream
  private let stride: Int
  private let rows: Int
  private let buffer: UnsafeMutableRawBufferPointer

  init(_ stream: any ByteStream, stride: Int) {
    self.stream = stream
    self.stride = stride
    rows = max(1, (1 << 17) / max(1, stride))
    buffer = .allocate(byteCount: max(8, rows * stride), alignment: 16)
  }

  deinit { buffer.deallocate() }

  func read(_ block: TableBlock) throws(TableProblem) {
    guard let source = buffer.baseAddress else { return }
    var row = 0
    while row < block.rowCount {
      let count = min(rows, block.rowCount - row)
      guard try stream.read(into: source, count: count * stride) == count * stride else {
        throw ByteFile.isShort
      }
      for column in columns {
        guard let target = block.column(column.slot).baseAddress else { continue }
        column.type.convert(source + column.offset, stride: stride, count: count, into: target + row)
      }
      row += count
    }
  }
}
