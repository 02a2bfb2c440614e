/// A place in a JSON document, spelled as in `channels[0].samples[2].data`.
public struct JSONPath: Sendable, Hashable {
  /// One step down.
  public enum Component: Sendable, Hashable {
    /// Into an object.
    case key(String)
    /// Into an array, counted from 0.
    case index(Int)
  }

  /// The steps from the whole document down.
  public var components: [Component]

  /// The place after these steps; without any, the whole document.
  public init(_ components: [Component] = []) { self.components = components }

  /// The value of a key of the object here.
  public subscript(key: String) -> JSONPath { JSONPath(components + [.key(key)]) }

  /// An entry of the array here.
  public subscript(index: Int) -> JSONPath { JSONPath(components + [.index(index)]) }
}

extension JSONPath: CustomStringConvertible {
  /// The path as text; keys that are not words are quoted in brackets.
  public var description: String {
    if components.isEmpty { return "the document" }
    return components.reduce(into: "") { text, component in
      switch component {
      case .index(let index): text += "[\(index)]"
      case .key(let key) where key.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) != nil:
        text += text.isEmpty ? key : "." + key
      case .key(let key): text += "[\(JSONValue.string(key).account)]"
      }
    }
  }
}

extension JSONValue {
  /// The value at a place, if there is one.
  public subscript(path: JSONPath) -> JSONValue? {
    var value = self
    for component in path.components {
      switch (component, value) {
      case (.key(let key), .object(let object)):
        guard let member = object[key] else { return nil }
        value = member
      case (.index(let index), .array(let array)):
        guard array.indices.contains(index) else { return nil }
        value = array[index]
      default: return nil
      }
    }
    return value
  }
}
