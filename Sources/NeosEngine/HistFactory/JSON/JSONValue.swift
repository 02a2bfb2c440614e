/// A JSON document, or a part of one.
///
/// Beside what JSON itself says it keeps the order of keys, and whether a number was written as an integer: the
/// digest of a document depends on that (see ``text(_:)``).
public enum JSONValue: Sendable {
  /// The word `null`.
  case null
  /// The words `true` and `false`; never a number.
  case bool(Bool)
  /// A number without point and exponent, of at most 18 digits.
  case integer(Int)
  /// Any other number, finite.
  case number(Double)
  /// A text.
  case string(String)
  /// Values in order.
  case array([JSONValue])
  /// Values with keys.
  case object(JSONObject)

  /// The number, whichever way it was written.
  public var asNumber: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  /// The truth value, if this is one.
  public var asBool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// The text, if this is one.
  public var asString: String? {
    if case .string(let value) = self { value } else { nil }
  }

  /// The entries, if this is an array.
  public var asArray: [JSONValue]? {
    if case .array(let value) = self { value } else { nil }
  }

  /// The members, if this is an object.
  public var asObject: JSONObject? {
    if case .object(let value) = self { value } else { nil }
  }

  /// An array of numbers.
  public static func numbers(_ values: [Double]) -> JSONValue { .array(values.map { .number($0) }) }
}

extension JSONValue: Equatable {
  /// As RFC 6902 compares: numbers by value, objects without regard to the order of keys.
  public static func == (left: JSONValue, right: JSONValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.integer(let a), .integer(let b)): a == b
    case (.string(let a), .string(let b)): a == b
    case (.array(let a), .array(let b)): a == b
    case (.object(let a), .object(let b)): a == b
    case (.integer, .number), (.number, .integer), (.number, .number): left.asNumber == right.asNumber
    default: false
    }
  }
}

extension JSONValue {
  /// What this is, for a message.
  var account: String {
    switch self {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value): JSONValue.text(of: value)
    case .string(let value): value.count <= 60 ? "\"\(value)\"" : "\"\(value.prefix(60))…\""
    case .array(let values): values.count == 1 ? "an array of 1 entry" : "an array of \(values.count) entries"
    case .object: "an object"
    }
  }
}

/// The members of a JSON object, in the order of the text.
public struct JSONObject: Sendable {
  /// A key with its value.
  public struct Member: Sendable {
    /// The key, once in an object.
    public let key: String
    /// The value.
    public var value: JSONValue

    /// A key with its value.
    public init(key: String, value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  // The objects of a workspace have seven keys at most: a walk is faster than a hash.
  var members: [Member]

  init(unchecked members: [Member]) { self.members = members }

  /// The keys, in order.
  public var keys: [String] { members.map(\.key) }

  /// The value of a key. Setting a new key appends it; setting nil takes the key away.
  public subscript(key: String) -> JSONValue? {
    get { members.first { $0.key == key }?.value }
    set {
      let index = members.firstIndex { $0.key == key }
      switch (index, newValue) {
      case (let index?, let value?): members[index].value = value
      case (let index?, nil): members.remove(at: index)
      case (nil, let value?): members.append(Member(key: key, value: value))
      case (nil, nil): break
      }
    }
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// An object with these members; of equal keys the last counts.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    members = []
    for (key, value) in elements { self[key] = value }
  }
}

extension JSONObject: Equatable {
  /// Whether both have the same keys with the same values, in any order.
  public static func == (left: JSONObject, right: JSONObject) -> Bool {
    guard left.members.count == right.members.count else { return false }
    if zip(left.members, right.members).allSatisfy({ $0.key == $1.key }) {
      return zip(left.members, right.members).allSatisfy { $0.value == $1.value }
    }
    let values = Dictionary(right.members.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
    return left.members.allSatisfy { values[$0.key] == $0.value }
  }
}
