/// How a number is stored in an array of NumPy's.
struct NumPyType: Hashable {
  enum Kind: Hashable {
    case float16, float32, float64
    case int8, int16, int32, int64
    case uint8, uint16, uint32, uint64
  }

  let kind: Kind
  let isBigEndian: Bool

  /// A double as this machine stores it.
  static let double = NumPyType(kind: .float64, isBigEndian: UInt16(bigEndian: 1) == 1)

  private init(kind: Kind, isBigEndian: Bool) {
    self.kind = kind
    self.isBigEndian = isBigEndian
  }

  /// The bytes of a number.
  var size: Int {
    switch kind {
    case .int8, .uint8: 1
    case .float16, .int16, .uint16: 2
    case .float32, .int32, .uint32: 4
    case .float64, .int64, .uint64: 8
    }
  }

  /// The number that a type's name is of, such as `<f8` or `|b1`; nil if it is of something else.
  init?(_ name: String) {
    guard let order = name.first, ["<", ">", "|", "="].contains(order) else { return nil }
    let kinds: [String: Kind] = [
      "f2": .float16, "f4": .float32, "f8": .float64, "i1": .int8, "i2": .int16, "i4": .int32, "i8": .int64,
      "u1": .uint8, "u2": .uint16, "u4": .uint32, "u8": .uint64, "b1": .uint8,
    ]
    guard let kind = kinds[String(name.dropFirst())] else { return nil }
    self.kind = kind
    isBigEndian = order == ">"
  }

  /// The bytes of an item of a type, also of one that is not a number; nil if that is not known.
  static func size(of name: String) -> Int? {
    let digits = name.drop { !"0123456789".contains($0) }.prefix { "0123456789".contains($0) }
    guard let count = Int(digits) else { return nil }
    let letter = name.dropFirst().first
    let (size, overflows) = count.multipliedReportingOverflow(by: letter == "U" ? 4 : 1)
    return overflows ? nil : size
  }

  /// What an item that is not a number is, in words.
  static func account(of name: String) -> String {
    switch name.dropFirst().first {
    case "U", "S", "a": "text (\(name))"
    case "O": "Python objects (\(name))"
    case "M", "m": "times (\(name))"
    case "c": "complex numbers (\(name))"
    default: "values of the type \(name)"
    }
  }

  /// Numbers that stand so many bytes apart, as doubles that stand so many places apart.
  ///
  /// - Precondition: from the first byte on there are `(count - 1) * stride` bytes and a number.
  func convert(
    _ source: UnsafeRawPointer, stride: Int, count: Int, into target: UnsafeMutablePointer<Double>,
    step: Int = 1
  ) {
    switch kind {
    case .float16:
      Self.each(source, stride, count, target, step) { Double(Float16(bitPattern: order($0))) }
    case .float32:
      Self.each(source, stride, count, target, step) { Double(Float(bitPattern: order($0))) }
    case .float64:
      if isBigEndian {
        Self.each(source, stride, count, target, step) { Double(bitPattern: UInt64(bigEndian: $0)) }
      } else {
        Self.each(source, stride, count, target, step) { Double(bitPattern: UInt64(littleEndian: $0)) }
      }
    case .int8: Self.each(source, stride, count, target, step) { (value: Int8) in Double(value) }
    case .int16: Self.each(source, stride, count, target, step) { (value: Int16) in Double(order(value)) }
    case .int32: Self.each(source, stride, count, target, step) { (value: Int32) in Double(order(value)) }
    case .int64: Self.each(source, stride, count, target, step) { (value: Int64) in Double(order(value)) }
    case .uint8: Self.each(source, stride, count, target, step) { (value: UInt8) in Double(value) }
    case .uint16: Self.each(source, stride, count, target, step) { (value: UInt16) in Double(order(value)) }
    case .uint32: Self.each(source, stride, count, target, step) { (value: UInt32) in Double(order(value)) }
    case .uint64: Self.each(source, stride, count, target, step) { (value: UInt64) in Double(order(value)) }
    }
  }

  @inline(__always)
  private func order<Item: FixedWidthInteger>(_ item: Item) -> Item {
    isBigEndian ? Item(bigEndian: item) : Item(littleEndian: item)
  }

  @inline(__always)
  private static func each<Item: FixedWidthInteger & BitwiseCopyable>(
    _ source: UnsafeRawPointer, _ stride: Int, _ count: Int, _ target: UnsafeMutablePointer<Double>,
    _ step: Int,
    _ convert: (Item) -> Double
  ) {
    var (place, target) = (source, target)
    for _ in 0..<count {
      target.pointee = convert(place.loadUnaligned(as: Item.self))
      place += stride
      target += step
    }
  }
}
