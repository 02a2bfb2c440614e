/// The part of a text that is being read: the bytes from the record at hand on.
///
/// Behind the bytes is always a line feed, which is part of the text only in place of the last one that is missing.
final class CSVBuffer {
  /// The first byte of the record at hand.
  var start: UnsafePointer<UInt8> { UnsafePointer(storage + first) }
  /// The place behind the last byte, where the line feed is.
  var end: UnsafePointer<UInt8> { UnsafePointer(storage + filled) }
  /// The share of the file that was read.
  var share: Double { min(1, Double(offset) / Double(file.size)) }
  /// Whether nothing comes after ``end``.
  private(set) var isLast = false

  private let file: ByteFile
  private var storage: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private var first = 0
  private var filled = 0
  private var offset: Int

  /// The longest record, in bytes.
  static let longestRecord = 1 << 24

  /// Begins behind the mark of UTF-8, if there is one.
  init(_ file: ByteFile) throws(TableProblem) {
    self.file = file
    capacity = 1 << 18
    storage = .allocate(capacity: capacity + 1 + DecimalParser.overread)
    storage.initialize(repeating: 0, count: capacity + 1 + DecimalParser.overread)
    offset = 0
    try refill()
    if filled >= 3, storage[0] == 0xEF, storage[1] == 0xBB, storage[2] == 0xBF { first = 3 }
  }

  deinit { storage.deallocate() }

  /// Goes on to a place up to ``end``.
  func advance(to place: UnsafePointer<UInt8>) {
    first = place - UnsafePointer(storage)
  }

  /// Reads on behind the record at hand, which moves.
  func refill() throws(TableProblem) {
    let kept = filled - first
    if first > 0 { storage.update(from: storage + first, count: kept) }
    first = 0
    filled = kept
    if kept == capacity {
      guard capacity < Self.longestRecord else {
        throw .contents("a line, or a text in quotes, has more than \(Self.longestRecord >> 20) MiB")
      }
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: 2 * capacity + 1 + DecimalParser.overread)
      larger.initialize(repeating: 0, count: 2 * capacity + 1 + DecimalParser.overread)
      larger.update(from: storage, count: kept)
      storage.deallocate()
      storage = larger
      capacity *= 2
    }
    let length = try file.read(into: storage + filled, count: capacity - filled, at: offset)
    offset += length
    isLast = filled + length < capacity
    filled += length
    storage[filled] = 0x0A
  }
}
