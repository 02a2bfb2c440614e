/// A value of a document with its place.
struct JSONNode {
  let value: JSONValue
  let path: JSONPath
}

/// Takes typed values out of a document and notes what is not as it must be, so that one reading shows all.
struct JSONReader {
  private(set) var problems: [JSONProblem] = []

  mutating func report(_ problem: JSONProblem) {
    if problems.count < JSONProblem.most { problems.append(problem) }
  }

  /// Notes that a value is something else.
  mutating func mismatch(_ node: JSONNode, expected: String, among words: [String] = []) {
    let suggestion = node.value.asString.flatMap { nearestWord(to: $0, among: words) }
    report(JSONProblem(node.path, found: node.value.account, expected: expected, suggestion: suggestion))
  }

  /// The members of an object that must have some keys and may have others.
  mutating func members(
    _ node: JSONNode, required: [String], optional: [String] = [], othersAllowed: Bool = false
  ) -> [String: JSONNode]? {
    let keys = (required + optional).joined(separator: ", ")
    guard let object = node.value.asObject else {
      mismatch(node, expected: "an object with the keys \(keys)")
      return nil
    }
    var nodes: [String: JSONNode] = [:]
    for member in object.members {
      let path = node.path[member.key]
      if required.contains(member.key) || optional.contains(member.key) || othersAllowed {
        nodes[member.key] = JSONNode(value: member.value, path: path)
      } else {
        let suggestion = nearestWord(to: member.key, among: required + optional)
        report(
          JSONProblem(
            path, found: "a key that is not known here", expected: "one of \(keys)", suggestion: suggestion))
      }
    }
    for key in required where nodes[key] == nil {
      report(
        JSONProblem(
          node.path, found: "no key \"\(key)\"", expected: "the keys \(required.joined(separator: ", "))"))
    }
    return nodes
  }

  /// The entries of an array.
  mutating func entries(_ node: JSONNode, of what: String, canBeEmpty: Bool = false) -> [JSONNode]? {
    guard let values = node.value.asArray, canBeEmpty || !values.isEmpty else {
      mismatch(node, expected: "an array of \(what)\(canBeEmpty ? "" : ", at least one")")
      return nil
    }
    return values.enumerated().map { JSONNode(value: $1, path: node.path[$0]) }
  }

  mutating func text(_ node: JSONNode) -> String? {
    guard let text = node.value.asString else {
      mismatch(node, expected: "a text")
      return nil
    }
    return text
  }

  mutating func number(_ node: JSONNode) -> Double? {
    guard let number = node.value.asNumber else {
      mismatch(node, expected: "a number")
      return nil
    }
    return number
  }

  /// An array of at least one number.
  mutating func numbers(_ node: JSONNode) -> [Double]? {
    guard let values = node.value.asArray, !values.isEmpty else {
      mismatch(node, expected: "an array of numbers, at least one")
      return nil
    }
    var numbers: [Double] = []
    numbers.reserveCapacity(values.count)
    // Most of a workspace is numbers: places are made for the wrong ones only.
    for (index, value) in values.enumerated() {
      if let number = value.asNumber ?? self.number(JSONNode(value: value, path: node.path[index])) {
        numbers.append(number)
      }
    }
    return numbers.count == values.count ? numbers : nil
  }

  /// Takes one value out of a member that may be missing; the problem is then noted already.
  mutating func take<Value>(
    _ node: JSONNode?, _ read: (inout JSONReader, JSONNode) -> Value?
  ) -> Value? {
    guard let node else { return nil }
    return read(&self, node)
  }
}
