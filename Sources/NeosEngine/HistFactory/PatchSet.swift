/// Patches that turn a background-only workspace into those of signal points, as pyhf's `patchset.json` holds them
/// (schema 1.0.0).
///
///     let patches = try PatchSet(JSONValue(path: "patchset.json"))
///     let document = try patches.apply("sbottom_1300_205_60", to: JSONValue(path: "BkgOnly.json"))
///     let workspace = try Workspace(document)
public struct PatchSet: Sendable, Equatable {
  /// Where the workspace comes from, by the kind of reference; `hepdata` is the only one.
  public var references: [String: String]
  /// The digests of the workspace that the patches are for.
  public var digests: [DigestAlgorithm: String]
  /// What the values of a patch mean, in order.
  public var labels: [String]
  /// What the patches are, for people.
  public var about: String
  /// The patches, in the order of the file; names and values are unique.
  public var patches: [Patch]

  /// The patch of one signal point.
  public struct Patch: Sendable, Equatable {
    /// Its name.
    public var name: String
    /// The point, one value for each label.
    public var values: [Value]
    /// The changes to the workspace.
    public var patch: JSONPatch
  }

  /// A coordinate of a signal point.
  public enum Value: Sendable, Hashable {
    /// A number, such as a mass.
    case number(Double)
    /// A word.
    case text(String)
  }

  /// The patch of a name.
  ///
  /// - Throws: ``PatchSetError/unknown(_:nearest:)``
  public func patch(named name: String) throws(PatchSetError) -> Patch {
    guard let patch = patches.first(where: { $0.name == name }) else {
      throw .unknown("\"\(name)\"", nearest: nearestWord(to: name, among: patches.map(\.name)))
    }
    return patch
  }

  /// The patch of a signal point.
  ///
  /// - Throws: ``PatchSetError/unknown(_:nearest:)``
  public func patch(at values: [Value]) throws(PatchSetError) -> Patch {
    guard let patch = patches.first(where: { $0.values == values }) else {
      let point = zip(labels, values).map { "\($0) = \($1)" }.joined(separator: ", ")
      throw .unknown(point.isEmpty ? "no values" : point, nearest: nil)
    }
    return patch
  }

  /// Checks that a document is the one that the patches are for.
  ///
  /// - Throws: ``PatchSetError/digest(_:expected:found:)``
  public func verify(_ document: JSONValue) throws(PatchSetError) {
    for (algorithm, expected) in digests.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      let found = document.digest(algorithm)
      guard found == expected.lowercased() else {
        throw .digest(algorithm, expected: expected, found: found)
      }
    }
  }

  /// The document after a patch, when it is the one that the patches are for.
  ///
  /// - Throws: ``PatchSetError``
  public func apply(_ name: String, to document: JSONValue) throws(PatchSetError) -> JSONValue {
    try apply(try patch(named: name), to: document)
  }

  /// The document after a patch, when it is the one that the patches are for.
  ///
  /// - Throws: ``PatchSetError``
  public func apply(at values: [Value], to document: JSONValue) throws(PatchSetError) -> JSONValue {
    try apply(try patch(at: values), to: document)
  }

  private func apply(_ patch: Patch, to document: JSONValue) throws(PatchSetError) -> JSONValue {
    try verify(document)
    do throws(JSONPatchError) {
      return try patch.patch.applied(to: document)
    } catch {
      throw .patch(name: patch.name, error)
    }
  }
}

extension PatchSet.Value {
  /// The value as JSON.
  public var json: JSONValue {
    switch self {
    case .number(let value): .number(value)
    case .text(let value): .string(value)
    }
  }
}

extension PatchSet.Value: CustomStringConvertible {
  /// The value as text.
  public var description: String {
    switch self {
    case .number(let value): short(value)
    case .text(let value): value
    }
  }
}

extension PatchSet.Value: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
  /// A number.
  public init(floatLiteral value: Double) { self = .number(value) }
  /// A number.
  public init(integerLiteral value: Int) { self = .number(Double(value)) }
  /// A word.
  public init(stringLiteral value: String) { self = .text(value) }
}

/// Why a set of patches is not one, or cannot be applied.
public enum PatchSetError: Error, Sendable, Hashable {
  /// The document is not a set of patches.
  case content([JSONProblem])
  /// No patch is the one asked for.
  case unknown(String, nearest: String?)
  /// The workspace is another one than the patches are for.
  case digest(DigestAlgorithm, expected: String, found: String)
  /// A patch does not fit the workspace.
  case patch(name: String, JSONPatchError)
}

extension PatchSetError: CustomStringConvertible {
  /// The problem, with its place if it has one.
  public var description: String {
    switch self {
    case .content(let problems): JSONProblem.list(problems)
    case .unknown(let what, let nearest):
      "no patch is for \(what)" + (nearest.map { "; did you mean '\($0)'?" } ?? "")
    case .digest(let algorithm, let expected, let found):
      "the patches are for another workspace: its \(algorithm.rawValue) is \(found), not \(expected)"
    case .patch(let name, let error): "patch \"\(name)\": \(error)"
    }
  }
}
