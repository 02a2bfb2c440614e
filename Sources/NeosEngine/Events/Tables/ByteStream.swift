/// Bytes that are read one after the other.
protocol ByteStream: AnyObject {
  /// Reads up to so many bytes; fewer only at the end.
  func read(into target: UnsafeMutableRawPointer, count: Int) throws(TableProblem) -> Int
  /// Leaves out so many bytes.
  func skip(_ count: Int) throws(TableProblem)
}

extension ByteStream {
  /// The next bytes, all of which must be there; for headers.
  func bytes(_ count: Int) throws(TableProblem) -> [UInt8] {
    var bytes: [UInt8] = []
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 12, alignment: 16)
    defer { buffer.deallocate() }
    guard let target = buffer.baseAddress else { return [] }
    // A count that is only promised takes no memory.
    while bytes.count < count {
      let part = min(buffer.count, count - bytes.count)
      guard try read(into: target, count: part) == part else { throw ByteFile.isShort }
      bytes += buffer[..<part]
    }
    return bytes
  }
}

/// A part of a file that is a stream of its own, plain or deflated.
struct ByteRange {
  let file: ByteFile
  /// Where it begins in the file.
  let offset: Int
  /// Its bytes in the file, all of which are there.
  let length: Int
  /// Its bytes when they are inflated.
  let size: Int
  let isDeflated: Bool
  /// The CRC-32 that its bytes have, if it is known.
  let checksum: UInt32?

  /// The bytes from the first one on.
  func stream() throws(TableProblem) -> any ByteStream {
    isDeflated ? InflatedStream(self) : PlainStream(self)
  }
}

/// The bytes of a range as they are.
final class PlainStream: ByteStream {
  private let range: ByteRange
  private var position = 0
  private var check: Checksum?

  init(_ range: ByteRange) {
    self.range = range
    check = range.checksum.map { Checksum(expected: $0) }
  }

  func read(into target: UnsafeMutableRawPointer, count: Int) throws(TableProblem) -> Int {
    let length = min(count, range.length - position)
    let done = try range.file.read(into: target, count: length, at: range.offset + position)
    position += done
    try check?.take(UnsafeRawBufferPointer(start: target, count: done), isLast: position == range.size)
    return done
  }

  func skip(_ count: Int) throws(TableProblem) {
    guard count <= range.length - position else { throw ByteFile.isShort }
    if count < 1 << 12 {
      // A header is read again, so that the checksum stays one of all bytes.
      _ = try bytes(count)
    } else {
      position += count
      check = nil
    }
  }
}
