import NeosEngine
import Testing

@Suite struct JSONValueTests {
  private func read(_ text: String) throws(JSONError) -> JSONValue { try JSONValue(json: text.utf8) }

  /// What Python takes for JSON though it is none, or drops without a word.
  private let stricter = ["NaN", "Infinity", "a huge number", "a key twice"]

  @Test func textsAreReadAsPythonReadsThem() throws {
    for object in try WorkspaceFigures().objects("texts") {
      let name = try #require(object["name"]?.asString)
      let text = try #require(object["text"]?.asString)
      let isAccepted = object["accepted"] == .bool(true) && !stricter.contains(name)
      guard isAccepted else {
        #expect(throws: JSONError.self, "\(name)") { try read(text) }
        continue
      }
      let value = try read(text)
      #expect(value.text(.canonical) == object["canonical"]?.asString, "\(name)")
      #expect(try read(value.text(.indented)) == value, "\(name)")
      for algorithm in DigestAlgorithm.allCases {
        #expect(
          value.digest(algorithm) == object["digests"]?.asObject?[algorithm.rawValue]?.asString, "\(name)")
      }
    }
  }

  @Test func numbersAreWrittenAsPythonWritesThem() throws {
    let numbers = try #require(WorkspaceFigures().document.asObject?["numbers"]?.asObject)
    let bits = try #require(numbers["bits"]?.asArray).map { try #require($0.asString.flatMap { UInt64($0) }) }
    let texts = try #require(numbers["texts"]?.asArray).map { try #require($0.asString) }
    #expect(bits.count == texts.count && bits.count > 500)
    for (bits, text) in zip(bits, texts) {
      let number = Double(bitPattern: bits)
      #expect(JSONValue.number(number).text(.canonical) == text)
      #expect(try read(text).asNumber?.bitPattern == bits)
    }
  }

  @Test(arguments: [
    ("[1,\n 2,\n  tru]", 3, 3, "[2]", "found 'tru', expected a value"),
    ("{\"é\": 1 2}", 1, 9, "the document", "found '2', expected ',' or '}'"),
    ("{\"a\": 1,\n\"a\": 2}", 2, 1, "the document", "found the key \"a\" again, expected each key once"),
    ("[1", 1, 3, "the document", "found the end of the text, expected ',' or ']'"),
    ("", 1, 1, "the document", "found the end of the text, expected a value"),
    ("[-]", 1, 3, "[0]", "found ']', expected a digit"),
    (
      "{\"a\": [1, {\"b\": 1e999}]}", 1, 17, "a[1].b",
      "found a number beyond the largest double, expected one within"
    ),
    ("{\"a\": [0, NaN]}", 1, 11, "a[1]", "found 'NaN', expected a value"),
    ("[-Infinity]", 1, 3, "[0]", "found 'Infinity', expected a digit"),
    ("\u{0}", 1, 1, "the document", "found the byte 0x0, expected a value"),
    ("[\"a\nb\"]", 1, 4, "[0]", "found the byte 0xa, expected a text without control characters"),
    ("[\"\\ud800x\"]", 1, 3, "[0]", "found half a surrogate pair, expected both halves"),
  ])
  func errorsSayWhere(text: String, line: Int, column: Int, path: String, message: String) throws {
    let error = try #require(throws: JSONError.self) { try read(text) }
    guard case .syntax(line, column, let found, message) = error else {
      Issue.record("\(error)")
      return
    }
    #expect("\(found)" == path)
    #expect("\(error)".contains(", in \(path): ") == (path != "the document"))
  }

  /// The place of what is too deep would be a line of brackets.
  @Test func aDeepPlaceIsLeftOut() throws {
    let error = try #require(throws: JSONError.self) { try read(String(repeating: "[", count: 300)) }
    #expect("\(error)".hasPrefix("line 1, column 257: found more than 256"), "\(error)")
  }

  @Test func bytesThatAreNoText() {
    func error(_ column: Int, _ message: String, _ path: JSONPath = JSONPath()) -> JSONError {
      .syntax(line: 1, column: column, path: path, message: message)
    }
    #expect(throws: error(2, "found a text that is not in UTF-8", JSONPath()[0])) {
      try JSONValue(json: [0x5B, 0x22, 0xFF, 0x22, 0x5D])
    }
    #expect(throws: error(1, "found the byte 0xff, expected a value")) { try JSONValue(json: [0xFF, 0x00]) }
    for mark: [UInt8] in [[0xFF, 0xFE], [0xFE, 0xFF]] {
      let message = "found a text in UTF-16, expected one in UTF-8"
      #expect(throws: error(1, message)) {
        try JSONValue(json: mark + [0, 0x31])
      }
    }
  }

  @Test func aByteOrderMarkIsNoMatter() throws {
    #expect(try read("\u{FEFF}[1]") == .numbers([1]))
  }

  @Test func nestingHasALimit() throws {
    let deepest = JSONValue.deepest
    let text = String(repeating: "[", count: deepest) + String(repeating: "]", count: deepest)
    #expect(try read(text).text(.canonical) == text)
    for opening in ["[", "{\"a\":"] {
      #expect(throws: JSONError.self) { try read(String(repeating: opening, count: 1_000_000)) }
    }
    // Objects and arrays side by side are not in one another.
    #expect(try read("[" + String(repeating: "{},[],", count: 1000) + "{}]").asArray?.count == 2001)
  }

  @Test func largeObjectsHaveEachKeyOnce() throws {
    let members = (0..<5000).map { "\"\($0)\": \($0)" }
    #expect(try read("{" + members.joined(separator: ",") + "}").asObject?.keys.count == 5000)
    #expect(throws: JSONError.self) { try read("{" + members.joined(separator: ",") + ", \"7\": 1}") }
    #expect(throws: JSONError.self) { try read("{" + members.joined(separator: ",") + ", \"4999\": 1}") }
  }

  @Test func equalityIsThatOfJSON() throws {
    #expect(try read("{\"a\": 1, \"b\": [2.0]}") == read("{\"b\": [2], \"a\": 1e0}"))
    #expect(try read("true") != read("1"))
    #expect(try read("[1, 2]") != read("[2, 1]"))
    #expect(try read("{\"a\": null}") != read("{}"))
    #expect(try read("{\"a\": null}") != read("{\"b\": null}"))
  }

  @Test func peopleCanReadIt() throws {
    let text = """
      {
        "name": "SR",
        "data": [1.0, 2, 0.5],
        "samples": [
          {
            "modifiers": []
          },
          {}
        ]
      }

      """
    #expect(try read(text).text(.indented) == text)
  }

  @Test func filesThatAreNot() {
    #expect(throws: JSONError.file(path: "/no/such", reason: "there is no such file")) {
      try JSONValue(path: "/no/such")
    }
    #expect(throws: JSONError.file(path: "/tmp", reason: "it is a directory")) { try JSONValue(path: "/tmp") }
  }
}
