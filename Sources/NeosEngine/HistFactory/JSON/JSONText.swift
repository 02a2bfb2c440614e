/// How a JSON text is laid out.
public enum JSONLayout: Sendable, Hashable {
  /// On one line with sorted keys, to the byte as Python's
  /// `json.dumps(value, sort_keys=True, ensure_ascii=False)`: what pyhf takes digests of.
  case canonical
  /// For people: keys in their order, two spaces a level, arrays of plain values on one line.
  case indented
}

extension JSONValue {
  /// The text, which reads as the same value again: numbers have the fewest digits that round to them.
  ///
  /// Numbers that are not finite, which JSON lacks, are written as Python does: `NaN`, `Infinity`.
  public func text(_ layout: JSONLayout) -> String {
    var text = ""
    switch layout {
    case .canonical: writeCanonical(to: &text)
    case .indented:
      writeIndented(to: &text, margin: "\n")
      text += "\n"
    }
    return text
  }

  private func writeCanonical(to text: inout String) {
    switch self {
    case .array(let values):
      text += "["
      for (index, value) in values.enumerated() {
        if index > 0 { text += ", " }
        value.writeCanonical(to: &text)
      }
      text += "]"
    case .object(let object):
      text += "{"
      // Python sorts by code point, as UTF-8 sorts by byte; Swift would compare normalized characters.
      let sorted = object.members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      for (index, member) in sorted.enumerated() {
        if index > 0 { text += ", " }
        Self.write(member.key, to: &text)
        text += ": "
        member.value.writeCanonical(to: &text)
      }
      text += "}"
    default: writeScalar(to: &text)
    }
  }

  private func writeIndented(to text: inout String, margin: String) {
    let inner = margin + "  "
    switch self {
    case .array(let values) where values.allSatisfy(\.isScalar): writeCanonical(to: &text)
    case .array(let values):
      text += "["
      for (index, value) in values.enumerated() {
        text += (index > 0 ? "," : "") + inner
        value.writeIndented(to: &text, margin: inner)
      }
      text += margin + "]"
    case .object(let object) where object.members.isEmpty: text += "{}"
    case .object(let object):
      text += "{"
      for (index, member) in object.members.enumerated() {
        text += (index > 0 ? "," : "") + inner
        Self.write(member.key, to: &text)
        text += ": "
        member.value.writeIndented(to: &text, margin: inner)
      }
      text += margin + "}"
    default: writeScalar(to: &text)
    }
  }

  private var isScalar: Bool {
    switch self {
    case .array, .object: false
    default: true
    }
  }

  private func writeScalar(to text: inout String) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .number(let value): text += Self.text(of: value)
    case .string(let value): Self.write(value, to: &text)
    case .array, .object: break
    }
  }

  private static func write(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{8}": text += "\\b"
      case "\u{C}": text += "\\f"
      case "\u{0}"..<"\u{20}":
        text += scalar.value < 16 ? "\\u000" : "\\u00"
        text += String(scalar.value, radix: 16)
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }

  /// A number as Python writes it: Swift has the same digits, but turns to exponents above 2^53, Python at 1e16.
  static func text(of value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity" }
    let text = value.description
    guard abs(value) >= 0x1p53, abs(value) < 1e16, text.contains("e") else { return text }
    let digits = text.prefix { $0 != "e" }.filter { $0 != "." && $0 != "-" }
    return (value < 0 ? "-" : "") + digits + String(repeating: "0", count: max(0, 16 - digits.count)) + ".0"
  }
}
