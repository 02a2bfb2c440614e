/// The header of a .npy file: what the array is, before its bytes.
///
/// Source: NumPy Enhancement Proposal 1, and `numpy.lib.format` for the versions 2 and 3.
struct NumPyHeader: Hashable {
  /// A number in each item.
  struct Field: Hashable {
    /// Its name; empty where the item is one number.
    let name: String
    /// The bytes before it in the item.
    let offset: Int
    let type: NumPyType
  }

  /// The numbers in an item, and what is in it that is no number, by name.
  private(set) var fields: [Field] = []
  private(set) var others: [String: String] = [:]
  /// The bytes of an item.
  private(set) var itemSize = 0
  /// The number of items along each axis.
  let shape: [Int]
  /// Whether the first axis is the one that changes fastest.
  let isFortran: Bool
  /// The bytes before the first item.
  let length: Int

  static let magic: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]
  /// The most bytes of a header; NumPy itself warns of more than 10000.
  static let longest = 1 << 20

  /// Reads a header and leaves the stream at the first item.
  ///
  /// - Parameter size: The bytes of the file or member, all of which are there.
  init(_ stream: any ByteStream, size: Int) throws(TableProblem) {
    let start = try stream.bytes(8)
    guard start.starts(with: Self.magic) else { throw .contents("it does not begin with NumPy's signature") }
    let version = start[6]
    guard (1...3).contains(version) else { throw .contents("version \(version) of .npy is not known") }
    let counts = try stream.bytes(version == 1 ? 2 : 4)
    let count = counts.reversed().reduce(0) { $0 << 8 | Int($1) }
    length = 8 + counts.count + count
    guard length <= size else { throw ByteFile.isShort }
    guard count <= Self.longest else { throw .contents("its header has more than \(Self.longest) bytes") }
    guard case .dictionary(let values)? = PythonLiteral(try stream.bytes(count)),
      let type = values["descr"], case .bool(let isFortran)? = values["fortran_order"],
      case .sequence(let axes)? = values["shape"]
    else { throw .contents("its header is damaged, expected 'descr', 'fortran_order' and 'shape'") }
    self.isFortran = isFortran
    var shape: [Int] = []
    for axis in axes {
      guard case .integer(let count) = axis, count >= 0 else {
        throw .contents("its shape is no list of counts")
      }
      shape.append(count)
    }
    self.shape = shape
    itemSize = try add(type, name: "", offset: 0)
    // An array with a zero along an axis promises nothing.
    var bytes = itemSize
    for count in shape {
      let (product, overflows) = bytes.multipliedReportingOverflow(by: count)
      guard !overflows else { throw ByteFile.isShort }
      bytes = product
    }
    guard itemSize <= TableBounds.rowBytes else { throw .contents("an item has \(itemSize) bytes") }
    guard bytes <= size - length else { throw ByteFile.isShort }
  }

  /// Adds what an item of a type, at a place in the whole item, has; gives its bytes.
  private mutating func add(_ type: PythonLiteral, name: String, offset: Int) throws(TableProblem) -> Int {
    switch type {
    case .text(let text):
      if let number = NumPyType(text) {
        guard fields.count < TableBounds.columns else { throw .contents("an item has too many fields") }
        fields.append(Field(name: name, offset: offset, type: number))
        return try Self.size(text)
      }
      others[name] = NumPyType.account(of: text)
      return try Self.size(text)
    case .sequence(let members):
      var size = 0
      for member in members {
        guard case .sequence(let parts) = member, (2...3).contains(parts.count),
          let field = Self.name(parts[0])
        else { throw .contents("its type is damaged, expected fields with names") }
        let whole = name.isEmpty ? field : "\(name).\(field)"
        let (place, placeOverflows) = offset.addingReportingOverflow(size)
        guard !placeOverflows else { throw ByteFile.isShort }
        var bytes: Int
        if parts.count == 3 {
          var inner = Self(empty: self)
          bytes = try inner.add(parts[1], name: whole, offset: place)
          guard case .sequence(let counts) = parts[2] else { throw .contents("a field's shape is damaged") }
          for count in counts {
            guard case .integer(let count) = count, count >= 0 else {
              throw .contents("a field's shape is damaged")
            }
            let (product, overflows) = bytes.multipliedReportingOverflow(by: count)
            guard !overflows else { throw ByteFile.isShort }
            bytes = product
          }
          if !field.isEmpty { others[whole] = "an array in each row" }
        } else if field.isEmpty, case .text(let text) = parts[1], NumPyType(text) == nil {
          // A field without a name is a gap.
          bytes = try Self.size(text)
        } else {
          bytes = try add(parts[1], name: whole, offset: place)
        }
        let (sum, overflows) = size.addingReportingOverflow(bytes)
        guard !overflows else { throw ByteFile.isShort }
        size = sum
      }
      return size
    default: throw .contents("its type is damaged")
    }
  }

  /// A header with no fields yet.
  private init(empty other: NumPyHeader) {
    shape = other.shape
    isFortran = other.isFortran
    length = other.length
  }

  private static func size(_ type: String) throws(TableProblem) -> Int {
    // Objects are references, each written as a pickle: there is no place for them in an item.
    if type.dropFirst().first == "O" { throw .contents("it holds Python objects, expected numbers") }
    guard let size = NumPyType.size(of: type) else {
      throw .contents("the type '\(TableProblem.shown(type))' is not known")
    }
    return size
  }

  /// A field's name; with a title it is the second of two.
  private static func name(_ literal: PythonLiteral) -> String? {
    switch literal {
    case .text(let name) where name.utf8.count <= TableBounds.nameBytes: name
    case .sequence(let parts):
      if case .text(let name)? = parts.last, name.utf8.count <= TableBounds.nameBytes { name } else { nil }
    default: nil
    }
  }
}
