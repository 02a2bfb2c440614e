extension SafeTensors {
  /// Reads a file, which may come from anywhere.
  ///
  /// - Parameter bytes: all of the file.
  /// - Throws: ``SafeTensorsError`` when the header is longer than ``largestHeader`` or than the file, is not JSON, or
  ///   has a key twice; when a shape does not fit its range of bytes; and when the ranges overlap, leave a gap, or do
  ///   not end with the file.
  public init(bytes: [UInt8]) throws(SafeTensorsError) {
    guard bytes.count >= 8 else {
      throw .beginning(found: "\(bytes.count) bytes", expected: "8 with the length of the header")
    }
    let length = (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[$1]) << UInt64(8 * $1) }
    guard length <= UInt64(min(Self.largestHeader, bytes.count - 8)) else {
      throw .beginning(
        found: "a header of \(length) bytes",
        expected: "at most \(min(Self.largestHeader, bytes.count - 8)) in a file of \(bytes.count)")
    }
    let end = 8 + Int(length)
    let header: JSONValue
    do throws(JSONError) {
      header = try JSONValue(json: bytes[8..<end])
    } catch {
      throw .json(error)
    }
    guard let entries = header.asObject, bytes[8] == UInt8(ascii: "{") else {
      throw .beginning(found: header.account, expected: "an object of JSON after the length of the header")
    }
    var tensors: [Tensor] = []
    var metadata: [String: String] = [:]
    for entry in entries.members {
      if entry.key == Self.metadataKey {
        metadata = try Self.metadata(entry.value)
      } else {
        tensors.append(try Tensor(entry.key, entry.value, dataCount: bytes.count - end))
      }
    }
    try Self.check(tensors, dataCount: bytes.count - end)
    self.init(tensors, metadata: metadata, data: Array(bytes[end...]))
  }

  private static func metadata(_ value: JSONValue) throws(SafeTensorsError) -> [String: String] {
    guard let object = value.asObject else {
      throw .entry(metadataKey, found: value.account, expected: "an object of texts")
    }
    var metadata: [String: String] = [:]
    for member in object.members {
      guard let text = member.value.asString else {
        throw .entry("\(metadataKey).\(member.key)", found: member.value.account, expected: "a text")
      }
      metadata[member.key] = text
    }
    return metadata
  }

  /// Sees that every byte of the data is in one tensor.
  private static func check(_ tensors: [Tensor], dataCount: Int) throws(SafeTensorsError) {
    var end = 0
    let sorted = tensors.sorted {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    for tensor in sorted {
      guard tensor.range.lowerBound >= end else {
        throw .entry(
          tensor.name, found: "data from byte \(tensor.range.lowerBound) on",
          expected: "them after those of the tensor before, which end at \(end)")
      }
      guard tensor.range.lowerBound == end else { throw .unused(end..<tensor.range.lowerBound) }
      end = tensor.range.upperBound
    }
    guard end == dataCount else { throw .unused(end..<dataCount) }
  }
}

extension SafeTensors.Tensor {
  /// The tensor of an entry of the header.
  fileprivate init(_ name: String, _ value: JSONValue, dataCount: Int) throws(SafeTensorsError) {
    func wrong(_ key: String, _ found: String, _ expected: String) -> SafeTensorsError {
      .entry("\(name).\(key)", found: found, expected: expected)
    }
    guard let object = value.asObject, Set(object.keys) == ["dtype", "shape", "data_offsets"] else {
      let found = value.asObject.map { "the keys \($0.keys.prefix(8).joined(separator: ", "))" }
      throw .entry(name, found: found ?? value.account, expected: "the keys dtype, shape, data_offsets")
    }
    guard let format = object["dtype"]?.asString.flatMap({ SafeTensors.Format(rawValue: $0) }) else {
      let known = SafeTensors.Format.allCases.map(\.rawValue).joined(separator: ", ")
      throw wrong("dtype", object["dtype"]?.account ?? "nothing", "one of \(known)")
    }
    guard let shape = object["shape"]?.sizes else {
      throw wrong("shape", object["shape"]?.account ?? "nothing", "an array of whole numbers")
    }
    guard let offsets = object["data_offsets"]?.sizes, offsets.count == 2, offsets[0] <= offsets[1],
      offsets[1] <= dataCount
    else {
      throw wrong(
        "data_offsets", object["data_offsets"]?.text(.canonical).prefix(60).description ?? "nothing",
        "two whole numbers from 0 to \(dataCount), the smaller first")
    }
    var size = format.size
    for length in shape {
      let (product, overflows) = size.multipliedReportingOverflow(by: length)
      // A length of 0 that follows does not mend what went before.
      guard !overflows else { throw wrong("shape", "more numbers than a file can hold", "fewer") }
      size = product
    }
    guard size == offsets[1] - offsets[0] else {
      throw wrong(
        "data_offsets", "\(offsets[1] - offsets[0]) bytes",
        "\(size) for the shape \(shape) in \(format.rawValue)")
    }
    self.init(name: name, format: format, shape: shape, range: offsets[0]..<offsets[1])
  }
}

extension JSONValue {
  /// The entries of an array of whole numbers that are not negative.
  fileprivate var sizes: [Int]? {
    guard let array = asArray else { return nil }
    let sizes = array.compactMap { value -> Int? in
      if case .integer(let size) = value, size >= 0 { size } else { nil }
    }
    return sizes.count == array.count ? sizes : nil
  }
}
