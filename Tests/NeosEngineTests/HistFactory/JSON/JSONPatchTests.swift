import NeosEngine
import Testing

@Suite struct JSONPatchTests {
  private func apply(_ patch: String, to document: String) throws -> String {
    let patch = try JSONPatch(JSONValue(json: patch.utf8))
    return try patch.applied(to: JSONValue(json: document.utf8)).text(.canonical)
  }

  /// The examples of RFC 6902, appendix A, that succeed.
  @Test(arguments: [
    (#"{"foo":"bar"}"#, #"[{"op":"add","path":"/baz","value":"qux"}]"#, #"{"baz": "qux", "foo": "bar"}"#),
    (
      #"{"foo":["bar","baz"]}"#, #"[{"op":"add","path":"/foo/1","value":"qux"}]"#,
      #"{"foo": ["bar", "qux", "baz"]}"#
    ),
    (#"{"baz":"qux","foo":"bar"}"#, #"[{"op":"remove","path":"/baz"}]"#, #"{"foo": "bar"}"#),
    (#"{"foo":["bar","qux","baz"]}"#, #"[{"op":"remove","path":"/foo/1"}]"#, #"{"foo": ["bar", "baz"]}"#),
    (
      #"{"baz":"qux","foo":"bar"}"#, #"[{"op":"replace","path":"/baz","value":"boo"}]"#,
      #"{"baz": "boo", "foo": "bar"}"#
    ),
    (
      #"{"foo":{"bar":"baz","waldo":"fred"},"qux":{"corge":"grault"}}"#,
      #"[{"op":"move","from":"/foo/waldo","path":"/qux/thud"}]"#,
      #"{"foo": {"bar": "baz"}, "qux": {"corge": "grault", "thud": "fred"}}"#
    ),
    (
      #"{"foo":["all","grass","cows","eat"]}"#, #"[{"op":"move","from":"/foo/1","path":"/foo/3"}]"#,
      #"{"foo": ["all", "cows", "eat", "grass"]}"#
    ),
    (
      #"{"baz":"qux","foo":["a",2,"c"]}"#,
      #"[{"op":"test","path":"/baz","value":"qux"},{"op":"test","path":"/foo/1","value":2}]"#,
      #"{"baz": "qux", "foo": ["a", 2, "c"]}"#
    ),
    (
      #"{"foo":"bar"}"#, #"[{"op":"add","path":"/child","value":{"grandchild":{}}}]"#,
      #"{"child": {"grandchild": {}}, "foo": "bar"}"#
    ),
    (
      #"{"foo":"bar"}"#, #"[{"op":"add","path":"/baz","value":"qux","xyz":123}]"#,
      #"{"baz": "qux", "foo": "bar"}"#
    ),
    (#"{"/":9,"~1":10}"#, #"[{"op":"test","path":"/~01","value":10}]"#, #"{"/": 9, "~1": 10}"#),
    (
      #"{"foo":["bar"]}"#, #"[{"op":"add","path":"/foo/-","value":["abc","def"]}]"#,
      #"{"foo": ["bar", ["abc", "def"]]}"#
    ),
    // Beyond the appendix.
    (#"{"a":[1]}"#, #"[{"op":"copy","from":"/a","path":"/a/0"}]"#, #"{"a": [[1], 1]}"#),
    (#"{"a":1}"#, #"[{"op":"move","from":"/a","path":"/a"}]"#, #"{"a": 1}"#),
    (#"{"a":1}"#, #"[{"op":"replace","path":"","value":[]}]"#, "[]"),
    (#"{"a":1}"#, #"[{"op":"add","path":"/a","value":null}]"#, #"{"a": null}"#),
    (#"{"a":1}"#, "[]", #"{"a": 1}"#),
  ])
  func examples(document: String, patch: String, expected: String) throws {
    #expect(try apply(patch, to: document) == expected)
  }

  @Test(arguments: [
    (
      #"[{"op":"test","path":"/baz","value":"bar"}]"#,
      #"operation 0 at "/baz": the test found "qux", expected "bar""#
    ),
    (
      #"[{"op":"add","path":"/x","value":1},{"op":"add","path":"/bay/bat","value":"qux"}]"#,
      #"operation 1 at "/bay/bat": there is no key "bay" in the document; did you mean 'baz'?"#
    ),
    (
      #"[{"op":"add","path":"/list/3","value":1}]"#,
      #"operation 0 at "/list/3": "3" is no place for an entry of "/list", which has 2"#
    ),
    (
      #"[{"op":"remove","path":"/list/-"}]"#,
      #"operation 0 at "/list/-": "-" is no entry of "/list", which has 2"#
    ),
    (
      #"[{"op":"replace","path":"/list/01","value":1}]"#,
      #"operation 0 at "/list/01": "01" is no entry of "/list", which has 2"#
    ),
    (#"[{"op":"copy","from":"/no","path":"/a"}]"#, #"operation 0 at "/no": there is no such value"#),
    (
      #"[{"op":"move","from":"/list","path":"/list/0"}]"#,
      #"operation 0 at "/list/0": "/list" cannot be moved into itself"#
    ),
    (#"[{"op":"remove","path":""}]"#, #"operation 0 at "": the whole document cannot be removed"#),
    (
      #"[{"op":"add","path":"/baz/0","value":1}]"#,
      #"operation 0 at "/baz/0": "/baz" is "qux", which has nothing in it"#
    ),
  ])
  func whatDoesNotFit(patch: String, message: String) throws {
    do {
      _ = try apply(patch, to: #"{"baz": "qux", "list": [1, 2]}"#)
      Issue.record("applied")
    } catch {
      #expect("\(error)" == message)
    }
  }

  @Test func patchesThatAreNone() throws {
    let text = #"[{"op":"ad","path":"/a"},{"op":"add","path":"a"},{"path":"/a"},3,{"op":"move","path":""}]"#
    do {
      _ = try JSONPatch(JSONValue(json: text.utf8))
      Issue.record("read")
    } catch {
      #expect(
        "\(error)" == """
          [0].op: found "ad", expected one of add, remove, replace, move, copy, test; did you mean 'add'?
          [1].path: found "a", expected a JSON pointer: empty, or '/' before each key or index
          [1]: found no key "value", expected one, for "add"
          [2]: found no key "op", expected the keys op, path
          [3]: found 3, expected an object with the keys op, path
          [4]: found no key "from", expected one, for "move"
          """)
    }
  }

  @Test func aFailedPatchChangesNothing() throws {
    let document = try JSONValue(json: #"{"a": [1, {"b": 2}]}"#.utf8)
    let patch = JSONPatch([.replace(try pointer("/a/1/b"), .null), .remove(try pointer("/a/1/c"))])
    #expect(throws: JSONPatchError.self) { try patch.applied(to: document) }
    #expect(document.text(.canonical) == #"{"a": [1, {"b": 2}]}"#)
  }

  /// Each copy of the document into itself doubles it.
  @Test func copiesDoNotExplode() throws {
    let operations = try (0..<200).map {
      JSONPatch.Operation.copy(from: try pointer(""), to: try pointer("/\($0)"))
    }
    #expect(throws: JSONPatchError.self) { try JSONPatch(operations).applied(to: .object(["a": .null])) }
  }
}
