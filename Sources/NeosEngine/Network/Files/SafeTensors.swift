/// Named tensors in one file, in the layout of the safetensors package
/// (https://github.com/huggingface/safetensors, README): eight bytes with the length of a header, the header as a JSON
/// object, then the numbers of all tensors, little-endian, one after the other.
public struct SafeTensors: Sendable, Hashable {
  /// What the numbers of a tensor are, by the format's names.
  public enum Format: String, Sendable, Hashable, CaseIterable {
    /// A truth value in a byte.
    case bool = "BOOL"
    /// 8 bits without a sign.
    case u8 = "U8"
    /// 8 bits with a sign.
    case i8 = "I8"
    /// 16 bits with a sign.
    case i16 = "I16"
    /// 16 bits without a sign.
    case u16 = "U16"
    /// A half-precision number (IEEE 754 binary16).
    case f16 = "F16"
    /// The upper half of a single-precision number.
    case bf16 = "BF16"
    /// 32 bits with a sign.
    case i32 = "I32"
    /// 32 bits without a sign.
    case u32 = "U32"
    /// A single-precision number.
    case f32 = "F32"
    /// 64 bits with a sign.
    case i64 = "I64"
    /// 64 bits without a sign.
    case u64 = "U64"
    /// A double-precision number.
    case f64 = "F64"

    /// The bytes of a number.
    public var size: Int {
      switch self {
      case .bool, .u8, .i8: 1
      case .i16, .u16, .f16, .bf16: 2
      case .i32, .u32, .f32: 4
      case .i64, .u64, .f64: 8
      }
    }
  }

  /// An array of numbers with a name.
  public struct Tensor: Sendable, Hashable {
    /// The name, once in a file.
    public let name: String
    /// What the numbers are.
    public let format: Format
    /// The lengths of the axes, the slowest first.
    public let shape: [Int]
    /// Where the numbers are in ``SafeTensors/data``.
    public let range: Range<Int>
  }

  /// The tensors, in the order of the file's header.
  public private(set) var tensors: [Tensor] = []
  /// What is said of them all, by key.
  public private(set) var metadata: [String: String]
  /// The numbers of all tensors.
  public private(set) var data: [UInt8] = []

  /// The longest header that is read, in bytes.
  public static let largestHeader = 4 << 20
  /// The key of the header under which the metadata are.
  static let metadataKey = "__metadata__"

  /// A file without tensors yet.
  public init(metadata: [String: String] = [:]) { self.metadata = metadata }

  init(_ tensors: [Tensor], metadata: [String: String], data: [UInt8]) {
    self.tensors = tensors
    self.metadata = metadata
    self.data = data
  }

  /// The tensor of a name.
  public subscript(name: String) -> Tensor? { tensors.first { $0.name == name } }

  /// Adds a tensor.
  ///
  /// - Parameters:
  ///   - name: a name that is not there yet.
  ///   - shape: the lengths of the axes.
  ///   - values: as many numbers as the shape says, the last axis running fastest.
  public mutating func add<S: NetworkScalar>(_ name: String, shape: [Int], _ values: [S]) {
    precondition(shape.reduce(1, *) == values.count, "\(name) has \(values.count) numbers")
    precondition(self[name] == nil && name != Self.metadataKey, "\(name) is there already")
    let start = data.count
    values.withUnsafeBytes { data.append(contentsOf: $0) }
    tensors.append(
      Tensor(
        name: name, format: S.precision == .single ? .f32 : .f64, shape: shape, range: start..<data.count))
  }

  /// The bytes of the file. The numbers begin at a multiple of eight bytes, so that they can be used in place.
  public var bytes: [UInt8] {
    var members: [JSONObject.Member] = []
    if !metadata.isEmpty {
      let entries = metadata.sorted { $0.key < $1.key }.map { key, value in
        JSONObject.Member(key: key, value: .string(value))
      }
      members.append(.init(key: Self.metadataKey, value: .object(JSONObject(unchecked: entries))))
    }
    for tensor in tensors {
      let offsets = [tensor.range.lowerBound, tensor.range.upperBound]
      let entry: JSONObject = [
        "dtype": .string(tensor.format.rawValue), "shape": .array(tensor.shape.map { .integer($0) }),
        "data_offsets": .array(offsets.map { .integer($0) }),
      ]
      members.append(.init(key: tensor.name, value: .object(entry)))
    }
    var header = Array(JSONValue.object(JSONObject(unchecked: members)).text(.canonical).utf8)
    header += [UInt8](repeating: UInt8(ascii: " "), count: (8 - header.count % 8) % 8)
    return (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) } + header + data
  }
}
