extension JSONPatch {
  /// The document after all changes.
  ///
  /// - Throws: ``JSONPatchError/operation(_:path:reason:)`` for the first operation that does not fit.
  public func applied(to document: JSONValue) throws(JSONPatchError) -> JSONValue {
    var document = document
    var budget = Self.mostValues
    for (index, operation) in operations.enumerated() {
      do throws(Misfit) {
        try Self.apply(operation, to: &document, budget: &budget)
      } catch {
        throw .operation(index, path: error.path ?? operation.path, reason: error.reason)
      }
    }
    return document
  }

  /// A patch may copy the document into itself again and again: so many values may be put in, in all.
  private static let mostValues = 10_000_000

  /// Why an operation does not fit.
  private struct Misfit: Error {
    var reason: String
    var path: JSONPointer?
  }

  private enum Edit {
    case add(JSONValue)
    case replace(JSONValue)
    case remove
  }

  private static func apply(
    _ operation: Operation, to document: inout JSONValue, budget: inout Int
  ) throws(Misfit) {
    switch operation {
    case .add(let path, let value): try put(value, .add(value), &document, path, &budget)
    case .replace(let path, let value): try put(value, .replace(value), &document, path, &budget)
    case .remove(let path): try edit(&document, path, 0, .remove)
    case .copy(let from, let path):
      let value = try value(document, from)
      try put(value, .add(value), &document, path, &budget)
    case .move(let from, let path):
      let value = try value(document, from)
      if from == path { return }
      guard !path.tokens.starts(with: from.tokens) else {
        throw Misfit(reason: "\"\(from)\" cannot be moved into itself")
      }
      try edit(&document, from, 0, .remove)
      try put(value, .add(value), &document, path, &budget)
    case .test(let path, let expected):
      let found = try value(document, path)
      guard found == expected else {
        throw Misfit(reason: "the test found \(found.account), expected \(expected.account)")
      }
    }
  }

  private static func value(_ document: JSONValue, _ path: JSONPointer) throws(Misfit) -> JSONValue {
    guard let value = document[path] else { throw Misfit(reason: "there is no such value", path: path) }
    return value
  }

  private static func put(
    _ value: JSONValue, _ edit: Edit, _ document: inout JSONValue, _ path: JSONPointer, _ budget: inout Int
  ) throws(Misfit) {
    guard isWithin(value, depth: JSONValue.deepest - path.tokens.count, &budget) else {
      throw Misfit(reason: "the document would become too deep or too large")
    }
    try Self.edit(&document, path, 0, edit)
  }

  /// Whether a value is so deep at most, and has no more values in it than are left.
  private static func isWithin(_ value: JSONValue, depth: Int, _ budget: inout Int) -> Bool {
    budget -= 1
    guard depth >= 0, budget >= 0 else { return false }
    switch value {
    case .array(let values):
      for value in values where !isWithin(value, depth: depth - 1, &budget) { return false }
    case .object(let object):
      for member in object.members where !isWithin(member.value, depth: depth - 1, &budget) { return false }
    default: break
    }
    return true
  }

  /// Changes what is at the tokens of a path from a depth on.
  private static func edit(
    _ value: inout JSONValue, _ path: JSONPointer, _ depth: Int, _ change: Edit
  ) throws(Misfit) {
    guard depth < path.tokens.count else {
      switch change {
      case .add(let new), .replace(let new): value = new
      case .remove: throw Misfit(reason: "the whole document cannot be removed")
      }
      return
    }
    let token = path.tokens[depth]
    let isLast = depth == path.tokens.count - 1
    let place = depth == 0 ? "the document" : "\"\(path.prefix(depth))\""
    // The payload is taken out while it changes, so that its storage has one owner and is not copied.
    switch value {
    case .object(var object):
      value = .null
      defer { value = .object(object) }
      if isLast, case .add(let new) = change {
        object[token] = new
        return
      }
      guard let index = object.members.firstIndex(where: { $0.key == token }) else {
        let hint = nearestWord(to: token, among: object.keys).map { "; did you mean '\($0)'?" } ?? ""
        throw Misfit(reason: "there is no key \"\(token)\" in \(place)\(hint)")
      }
      if isLast, case .remove = change {
        object.members.remove(at: index)
      } else {
        try edit(&object.members[index].value, path, depth + 1, change)
      }
    case .array(var array):
      value = .null
      defer { value = .array(array) }
      if isLast, case .add(let new) = change {
        let index = token == "-" ? array.count : JSONPointer.index(token, of: array.count + 1)
        guard let index else {
          throw Misfit(reason: "\"\(token)\" is no place for an entry of \(place), which has \(array.count)")
        }
        array.insert(new, at: index)
        return
      }
      guard let index = JSONPointer.index(token, of: array.count) else {
        throw Misfit(reason: "\"\(token)\" is no entry of \(place), which has \(array.count)")
      }
      if isLast, case .remove = change {
        array.remove(at: index)
      } else {
        try edit(&array[index], path, depth + 1, change)
      }
    default:
      throw Misfit(reason: "\(place) is \(value.account), which has nothing in it")
    }
  }
}
