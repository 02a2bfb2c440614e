extension PatchSet {
  /// Reads a set of patches by pyhf's schema.
  ///
  /// - Throws: ``PatchSetError/content(_:)`` with every problem.
  public init(_ document: JSONValue) throws(PatchSetError) {
    var reader = JSONReader()
    let patchSet = Self.read(JSONNode(value: document, path: JSONPath()), &reader)
    guard let patchSet, reader.problems.isEmpty else { throw .content(reader.problems) }
    self = patchSet
  }

  private static func read(_ node: JSONNode, _ reader: inout JSONReader) -> PatchSet? {
    guard let members = reader.members(node, required: ["metadata", "patches", "version"]) else { return nil }
    if let node = members["version"], node.value.asString != Workspace.version {
      reader.mismatch(node, expected: "\"\(Workspace.version)\"")
    }
    let keys = ["references", "digests", "labels", "description"]
    guard let node = members["metadata"],
      let metadata = reader.members(node, required: keys, othersAllowed: true)
    else { return nil }
    let references = reader.take(metadata["references"]) { reader, node in
      reader.texts(node, keys: ["hepdata"]) { $1.wholeMatch(of: /ins[0-9]{7}/) != nil }
    }
    let digests = reader.take(metadata["digests"]) { reader, node in
      let algorithms = DigestAlgorithm.allCases
      return reader.texts(node, keys: algorithms.map(\.rawValue)) { key, text in
        let form = key == "md5" ? /[0-9a-f]{32}/ : /[0-9a-fA-F]{64}/
        return text.wholeMatch(of: form) != nil
      }
    }
    let labels = reader.take(metadata["labels"]) { reader, node in
      reader.entries(node, of: "labels").map { $0.compactMap { reader.word($0) } }
    }
    let about = reader.take(metadata["description"]) { $0.text($1) }
    guard let labels, let list = members["patches"], let nodes = reader.entries(list, of: "patches") else {
      return nil
    }
    let patches = nodes.map { patch($0, labels, &reader) }
    reportRepeated(zip(patches, nodes), &reader)
    guard let references, let digests, let about else { return nil }
    let byAlgorithm = digests.compactMap { key, value in DigestAlgorithm(rawValue: key).map { ($0, value) } }
    return PatchSet(
      references: references, digests: Dictionary(byAlgorithm, uniquingKeysWith: { first, _ in first }),
      labels: labels, about: about, patches: patches.compactMap(\.self))
  }

  private static func patch(_ node: JSONNode, _ labels: [String], _ reader: inout JSONReader) -> Patch? {
    guard let members = reader.members(node, required: ["metadata", "patch"]) else { return nil }
    let patch = reader.take(members["patch"]) { JSONPatch.read($1, &$0) }
    guard let node = members["metadata"],
      let metadata = reader.members(node, required: ["name", "values"], othersAllowed: true)
    else { return nil }
    let name = reader.take(metadata["name"]) { $0.word($1) }
    guard let node = metadata["values"],
      let nodes = reader.entries(node, of: "numbers and texts", canBeEmpty: true)
    else { return nil }
    let values = nodes.compactMap { node -> Value? in
      if let number = node.value.asNumber { return .number(number) }
      if let text = node.value.asString { return .text(text) }
      reader.mismatch(node, expected: "a number or a text")
      return nil
    }
    if nodes.count != labels.count {
      reader.mismatch(node, expected: "\(labels.count), one for each label")
    }
    guard let name, let patch else { return nil }
    return Patch(name: name, values: values, patch: patch)
  }

  private static func reportRepeated(
    _ patches: some Sequence<(Patch?, JSONNode)>, _ reader: inout JSONReader
  ) {
    var names: Set<String> = []
    var points: Set<[Value]> = []
    for case (let patch?, let node) in patches {
      let path = node.path["metadata"]
      if !names.insert(patch.name).inserted {
        reader.report(
          JSONProblem(path["name"], found: "\"\(patch.name)\" again", expected: "a name for each patch"))
      }
      if !points.insert(patch.values).inserted {
        reader.report(
          JSONProblem(path["values"], found: "the same values again", expected: "a point for each patch"))
      }
    }
  }
}

extension JSONReader {
  /// A text of letters, digits and underscores.
  fileprivate mutating func word(_ node: JSONNode) -> String? {
    guard let word = node.value.asString, word.wholeMatch(of: /[A-Za-z0-9_]+/) != nil else {
      mismatch(node, expected: "a text of letters, digits and underscores")
      return nil
    }
    return word
  }

  /// An object with some of the keys, at least one, and texts of a form.
  fileprivate mutating func texts(
    _ node: JSONNode, keys: [String], isValid: (_ key: String, _ text: String) -> Bool
  ) -> [String: String]? {
    guard let members = members(node, required: [], optional: keys) else { return nil }
    if members.isEmpty {
      report(JSONProblem(node.path, found: "no key", expected: "one of \(keys.joined(separator: ", "))"))
    }
    var texts: [String: String] = [:]
    for (key, node) in members.sorted(by: { $0.key < $1.key }) {
      if let text = node.value.asString, isValid(key, text) {
        texts[key] = text
      } else {
        mismatch(node, expected: "the text of a valid \(key)")
      }
    }
    return texts
  }
}
