/// A place in a JSON document as RFC 6901 spells it, as in `/channels/0/samples/-`.
public struct JSONPointer: Sendable, Hashable {
  /// The keys and indices from the whole document down; `-` is the place after the last entry of an array.
  public let tokens: [String]

  /// The place of these tokens.
  public init(tokens: [String]) { self.tokens = tokens }

  /// Reads a pointer: empty, or `/` before each token, with `~1` for `/` and `~0` for `~`.
  public init?(_ text: String) {
    guard !text.isEmpty else {
      tokens = []
      return
    }
    guard text.unicodeScalars.first == "/" else { return nil }
    var tokens: [String] = []
    for part in text.unicodeScalars.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      var token = String.UnicodeScalarView()
      var isEscape = false
      for scalar in part {
        switch (isEscape, scalar) {
        case (true, "0"): token.append("~")
        case (true, "1"): token.append("/")
        case (true, _): return nil
        case (false, "~"): break
        case (false, _): token.append(scalar)
        }
        isEscape = !isEscape && scalar == "~"
      }
      if isEscape { return nil }
      tokens.append(String(token))
    }
    self.tokens = tokens
  }

  /// The index that a token says, of an array with so many entries: digits without a leading zero.
  static func index(_ token: String, of count: Int) -> Int? {
    guard token == "0" || token.utf8.first != UInt8(ascii: "0"),
      token.utf8.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }), let index = Int(token), index < count
    else { return nil }
    return index
  }

  /// The place of the first tokens.
  func prefix(_ count: Int) -> JSONPointer { JSONPointer(tokens: Array(tokens.prefix(count))) }
}

extension JSONPointer: CustomStringConvertible {
  /// The text of the pointer.
  public var description: String {
    tokens.map { token in
      "/"
        + token.unicodeScalars.map { $0 == "~" ? "~0" : $0 == "/" ? "~1" : String($0) }.joined()
    }.joined()
  }
}

extension JSONValue {
  /// The value at a place, if there is one.
  public subscript(pointer: JSONPointer) -> JSONValue? {
    var value = self
    for token in pointer.tokens {
      switch value {
      case .object(let object):
        guard let member = object[token] else { return nil }
        value = member
      case .array(let array):
        guard let index = JSONPointer.index(token, of: array.count) else { return nil }
        value = array[index]
      default: return nil
      }
    }
    return value
  }
}
