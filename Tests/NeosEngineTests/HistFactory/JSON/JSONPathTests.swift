import NeosEngine
import Testing

@Suite struct JSONPathTests {
  @Test func spelling() {
    let path = JSONPath()["channels"][0]["samples"][2]["data"]
    #expect("\(path)" == "channels[0].samples[2].data")
    #expect("\(JSONPath())" == "the document")
    #expect("\(JSONPath()[1]["a b"])" == "[1][\"a b\"]")
  }

  @Test func places() throws {
    let document = try JSONValue(json: "{\"a\": [1, {\"b\": null}]}".utf8)
    #expect(document[JSONPath()["a"][1]["b"]] == .null)
    #expect(document[JSONPath()["a"][2]] == nil)
    #expect(document[JSONPath()["a"]["b"]] == nil)
    #expect(document[JSONPath()[0]] == nil)
  }

  /// The examples of RFC 6901, section 5.
  @Test(arguments: [
    ("/foo", "[\"bar\", \"baz\"]"), ("/foo/0", "\"bar\""), ("/", "0"), ("/a~1b", "1"), ("/c%d", "2"),
    ("/e^f", "3"), ("/g|h", "4"), ("/i\\j", "5"), ("/k\"l", "6"), ("/ ", "7"), ("/m~0n", "8"),
  ])
  func pointers(text: String, expected: String) throws {
    let document = try JSONValue(
      json: #"{"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8}"#
        .utf8)
    #expect(try document[pointer(text)]?.text(.canonical) == expected)
    #expect(try "\(pointer(text))" == text)
    #expect(try document[pointer("")] == document)
  }

  @Test(arguments: ["a", "a/b", "/~", "/~2", "/a~"])
  func textsThatAreNoPointers(text: String) { #expect(JSONPointer(text) == nil) }

  @Test(arguments: [
    "/00", "/-", "/2", "/-1", "/+1", "/1.0", "/ 1", "/١", "/99999999999999999999", "/0/0", "/a", "/",
  ])
  func placesThatAreNot(text: String) throws {
    #expect(try JSONValue.numbers([1, 2])[pointer(text)] == nil)
  }
}
