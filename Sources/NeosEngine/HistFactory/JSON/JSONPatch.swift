/// Changes to a JSON document, one after the other (RFC 6902).
public struct JSONPatch: Sendable, Equatable {
  /// One change.
  public enum Operation: Sendable, Equatable {
    /// Puts a value into an array or an object; a key that is there gets the new value.
    case add(JSONPointer, JSONValue)
    /// Takes a value away.
    case remove(JSONPointer)
    /// Puts a value in the place of another.
    case replace(JSONPointer, JSONValue)
    /// Takes a value away and adds it elsewhere.
    case move(from: JSONPointer, to: JSONPointer)
    /// Adds a value a second time elsewhere.
    case copy(from: JSONPointer, to: JSONPointer)
    /// Goes on only if this value is there.
    case test(JSONPointer, JSONValue)

    /// The place that is changed or tested.
    public var path: JSONPointer {
      switch self {
      case .add(let path, _), .remove(let path), .replace(let path, _), .move(_, let path),
        .copy(_, let path), .test(let path, _):
        path
      }
    }
  }

  /// The changes, in order.
  public var operations: [Operation]

  /// Changes in order.
  public init(_ operations: [Operation]) { self.operations = operations }

  /// Reads a patch document: an array of operations.
  ///
  /// - Throws: ``JSONPatchError/content(_:)`` with every operation that is not understood.
  public init(_ document: JSONValue) throws(JSONPatchError) {
    var reader = JSONReader()
    let patch = Self.read(JSONNode(value: document, path: JSONPath()), &reader)
    guard let patch, reader.problems.isEmpty else { throw .content(reader.problems) }
    self = patch
  }

  static func read(_ node: JSONNode, _ reader: inout JSONReader) -> JSONPatch? {
    guard let nodes = reader.entries(node, of: "operations", canBeEmpty: true) else { return nil }
    return JSONPatch(nodes.compactMap { operation($0, &reader) })
  }

  private static func operation(_ node: JSONNode, _ reader: inout JSONReader) -> Operation? {
    let names = ["add", "remove", "replace", "move", "copy", "test"]
    guard let members = reader.members(node, required: ["op", "path"], othersAllowed: true) else {
      return nil
    }
    let path = reader.take(members["path"], pointer)
    guard let op = members["op"] else { return nil }
    guard let name = op.value.asString, names.contains(name) else {
      reader.mismatch(op, expected: "one of \(names.joined(separator: ", "))", among: names)
      return nil
    }
    let needed = ["move", "copy"].contains(name) ? "from" : name == "remove" ? nil : "value"
    if let needed, members[needed] == nil {
      reader.report(JSONProblem(node.path, found: "no key \"\(needed)\"", expected: "one, for \"\(name)\""))
      return nil
    }
    let from = needed == "from" ? reader.take(members["from"], pointer) : nil
    guard let path else { return nil }
    return switch (name, members["value"]?.value, from) {
    case ("add", let value?, _): .add(path, value)
    case ("replace", let value?, _): .replace(path, value)
    case ("test", let value?, _): .test(path, value)
    case ("remove", _, _): .remove(path)
    case ("move", _, let from?): .move(from: from, to: path)
    case ("copy", _, let from?): .copy(from: from, to: path)
    default: nil
    }
  }

  private static func pointer(_ reader: inout JSONReader, _ node: JSONNode) -> JSONPointer? {
    guard let pointer = node.value.asString.flatMap(JSONPointer.init) else {
      reader.mismatch(node, expected: "a JSON pointer: empty, or '/' before each key or index")
      return nil
    }
    return pointer
  }
}

/// Why a patch is not one, or cannot be applied.
public enum JSONPatchError: Error, Sendable, Hashable {
  /// The patch document is not understood.
  case content([JSONProblem])
  /// An operation does not fit the document.
  ///
  /// - Parameters:
  ///   - operation: Which one, counted from 0.
  ///   - path: Where it should act.
  ///   - reason: Why it cannot.
  case operation(Int, path: JSONPointer, reason: String)
}

extension JSONPatchError: CustomStringConvertible {
  /// The problem with its place.
  public var description: String {
    switch self {
    case .content(let problems): JSONProblem.list(problems)
    case .operation(let index, let path, let reason): "operation \(index) at \"\(path)\": \(reason)"
    }
  }
}
