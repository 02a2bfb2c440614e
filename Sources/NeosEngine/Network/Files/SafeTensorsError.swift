/// Why a safetensors file is not used.
public enum SafeTensorsError: Error, Sendable, Hashable {
  /// The beginning is not that of such a file.
  case beginning(found: String, expected: String)
  /// The header is not JSON.
  case json(JSONError)
  /// An entry of the header, or its tensor, is not as it must be.
  case entry(String, found: String, expected: String)
  /// Bytes of the data belong to no tensor.
  case unused(Range<Int>)
}

extension SafeTensorsError: CustomStringConvertible {
  /// What was found, where, and what would be right.
  public var description: String {
    switch self {
    case .beginning(let found, let expected): "not a safetensors file: found \(found), expected \(expected)"
    case .json(let error): "the header is not JSON: \(error)"
    case .entry(let name, let found, let expected):
      "\(name.count <= 80 ? name : "\(name.prefix(80))…"): found \(found), expected \(expected)"
    case .unused(let range):
      "found the bytes \(range.lowerBound) to \(range.upperBound) of the data in no tensor, expected each in one"
    }
  }
}
