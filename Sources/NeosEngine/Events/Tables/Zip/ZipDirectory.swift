/// The members of a zip archive, also of one larger than 4 GB (PKWARE's APPNOTE 6.3.10, sections 4.3 and 4.5.3).
struct ZipDirectory {
  /// A file in the archive.
  struct Member {
    let name: String
    fileprivate let flags: Int
    fileprivate let method: Int
    fileprivate let checksum: UInt32
    fileprivate let length: Int
    fileprivate let size: Int
    fileprivate let offset: Int
  }

  /// The members in the order of the directory.
  private(set) var members: [Member] = []

  private static let damaged = TableProblem.contents("the directory of the archive is damaged")

  init(_ file: ByteFile) throws(TableProblem) {
    // The end record is last, but for a comment of up to 65535 bytes.
    let tailLength = min(file.size, 22 + 65535 + 20)
    let tail = LittleEndian(try file.bytes(at: file.size - tailLength, count: tailLength))
    guard
      let end = stride(from: tailLength - 22, through: 0, by: -1).first(where: {
        tail.word($0) == 0x0605_4B50
      })
    else { throw .contents("the archive has no directory: the file was cut short, or is no .npz") }
    var size = tail.word(end + 12) ?? 0
    var offset = tail.word(end + 16) ?? 0
    if end >= 20, tail.word(end - 20) == 0x0706_4B50, let place = tail.long(end - 12) {
      let record = LittleEndian(try file.bytes(at: place, count: 56))
      guard record.word(0) == 0x0606_4B50, let longSize = record.long(40), let longOffset = record.long(48)
      else {
        throw Self.damaged
      }
      (size, offset) = (longSize, longOffset)
    }
    guard size <= 1 << 26 else { throw .contents("the directory of the archive has more than 64 MiB") }
    let directory = LittleEndian(try file.bytes(at: offset, count: size))
    var place = 0
    while place < size {
      guard directory.word(place) == 0x0201_4B50, let nameLength = directory.half(place + 28),
        let extraLength = directory.half(place + 30), let commentLength = directory.half(place + 32),
        let name = directory.text(place + 46, nameLength)
      else { throw Self.damaged }
      guard members.count < TableBounds.columns else {
        throw .contents("the archive has more than \(TableBounds.columns) members")
      }
      members.append(
        try Self.member(directory, place, name, extra: place + 46 + nameLength, extraLength))
      place += 46 + nameLength + extraLength + commentLength
    }
  }

  private static func member(
    _ directory: LittleEndian, _ place: Int, _ name: String, extra: Int, _ extraLength: Int
  ) throws(TableProblem) -> Member {
    guard let flags = directory.half(place + 8), let method = directory.half(place + 10),
      let checksum = directory.word(place + 16), let length = directory.word(place + 20),
      let size = directory.word(place + 24), let offset = directory.word(place + 42)
    else { throw damaged }
    // Those that do not fit in 32 bits are in an extra field, in this order.
    var values = [size, length, offset]
    var field = extra
    while field + 4 <= extra + extraLength, let kind = directory.half(field),
      let count = directory.half(field + 2)
    {
      if kind == 1 {
        var long = field + 4
        for index in values.indices where values[index] == 0xFFFF_FFFF {
          guard long + 8 <= field + 4 + count, let value = directory.long(long) else { throw damaged }
          values[index] = value
          long += 8
        }
      }
      field += 4 + count
    }
    return Member(
      name: name, flags: flags, method: method, checksum: UInt32(truncatingIfNeeded: checksum),
      length: values[1],
      size: values[0], offset: values[2])
  }
}

extension ZipDirectory.Member {
  /// Where the bytes are; nil if they are encrypted or compressed in another way than by deflate.
  func range(in file: ByteFile) throws(TableProblem) -> ByteRange? {
    guard flags & 1 == 0, method == 0 || method == 8 else { return nil }
    let header = LittleEndian(try file.bytes(at: offset, count: 30))
    guard header.word(0) == 0x0403_4B50, let nameLength = header.half(26), let extraLength = header.half(28)
    else {
      throw .contents("its header in the archive is damaged")
    }
    let start = offset + 30 + nameLength + extraLength
    guard start <= file.size, length <= file.size - start else { throw ByteFile.isShort }
    // Deflate makes at most 258 bytes of 2 bits.
    guard method == 0 ? size == length : size / 1032 <= length else { throw ByteFile.isShort }
    return ByteRange(
      file: file, offset: start, length: length, size: size, isDeflated: method == 8, checksum: checksum)
  }
}

/// Numbers among bytes, lowest byte first.
private struct LittleEndian {
  let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func half(_ place: Int) -> Int? { number(place, 2).map { Int($0) } }
  func word(_ place: Int) -> Int? { number(place, 4).map { Int($0) } }
  /// Of 8 bytes; nil also where it is larger than the size of any file.
  func long(_ place: Int) -> Int? { number(place, 8).flatMap { $0 < 1 << 62 ? Int($0) : nil } }

  func text(_ place: Int, _ count: Int) -> String? {
    guard place >= 0, place <= bytes.count, count <= bytes.count - place else { return nil }
    return String(decoding: bytes[place..<(place + count)], as: UTF8.self)
  }

  private func number(_ place: Int, _ count: Int) -> UInt64? {
    guard place >= 0, place <= bytes.count, count <= bytes.count - place else { return nil }
    return bytes[place..<(place + count)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
