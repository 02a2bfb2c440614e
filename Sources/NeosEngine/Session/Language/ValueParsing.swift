/// What is wrong with a value, and what it could have been.
struct ValueError: Error {
  var message: String
  var valid: [String] = []
}

/// The values that a line of the language can hold, from text. Each reader says what would be right.
enum ValueParsing {
  static func number(_ text: String) throws(ValueError) -> Double {
    guard let value = Double(text), value.isFinite else {
      throw ValueError(message: "'\(text)' is not a number")
    }
    return value
  }

  static func positive(_ text: String) throws(ValueError) -> Double {
    let value = try number(text)
    guard value > 0 else { throw ValueError(message: "it must be above 0, found \(text)") }
    return value
  }

  static func notNegative(_ text: String) throws(ValueError) -> Double {
    let value = try number(text)
    guard value >= 0 else { throw ValueError(message: "it must not be negative, found \(text)") }
    return value
  }

  static func fraction(_ text: String) throws(ValueError) -> Double {
    let value = try number(text)
    guard value > 0, value < 1 else {
      throw ValueError(message: "it must lie between 0 and 1, found \(text)")
    }
    return value
  }

  /// A whole number from `least` to `most`; `1e4` is one.
  static func count(_ text: String, from least: Int = 1, to most: Int = 1_000_000_000) throws(ValueError)
    -> Int
  {
    guard let value = Int(text) ?? Double(text).flatMap({ Int(exactly: $0) }) else {
      throw ValueError(message: "'\(text)' is not a whole number")
    }
    guard (least...most).contains(value) else {
      throw ValueError(message: "it must be from \(least) to \(most), found \(text)")
    }
    return value
  }

  static func seed(_ text: String) throws(ValueError) -> UInt64 {
    guard let value = UInt64(text) else {
      throw ValueError(message: "a seed is a whole number from 0 to \(UInt64.max), found '\(text)'")
    }
    return value
  }

  static func flag(_ text: String) throws(ValueError) -> Bool {
    switch text {
    case "on": return true
    case "off": return false
    default: throw ValueError(message: "it is 'on' or 'off', found '\(text)'", valid: ["on", "off"])
    }
  }

  /// Numbers between commas.
  static func numbers(_ text: String) throws(ValueError) -> [Double] {
    var values: [Double] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      values.append(try number(String(part)))
    }
    return values
  }

  /// `LOW:HIGH:COUNT` or the edges between commas.
  static func binning(_ text: String) throws -> Binning {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    if parts.count == 3 {
      return try Binning(
        from: number(parts[0]), to: number(parts[1]), count: count(parts[2], from: -1_000_000_000))
    }
    guard parts.count == 1 else {
      throw ValueError(message: "bins are LOW:HIGH:COUNT or edges between commas, found '\(text)'")
    }
    return try Binning(edges: numbers(text))
  }

  /// One of the words of a list.
  static func choice<Value: CaseIterable & RawRepresentable>(
    _ text: String, _ what: String, of type: Value.Type = Value.self,
    among values: [Value] = Array(Value.allCases)
  ) throws(ValueError) -> Value where Value.RawValue == String {
    guard let value = values.first(where: { $0.rawValue == text }) else {
      let valid = values.map(\.rawValue)
      throw ValueError(
        message: "unknown \(what) '\(text)'; the known ones are \(valid.joined(separator: ", "))",
        valid: valid)
    }
    return value
  }
}

/// A number as the language writes it: the shortest text that reads back to the same bits.
func written(_ value: Double) -> String {
  if let whole = Int(exactly: value), whole.magnitude < 1_000_000 { return String(whole) }
  return value.description
}
