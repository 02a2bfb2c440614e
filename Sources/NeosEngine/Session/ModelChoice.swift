/// The model that a session is told to use.
public enum ModelChoice: Sendable, Hashable {
  /// A built-in one.
  case builtIn(ModelKind)
  /// The HistFactory workspace in this file.
  case spec(String)
  /// The HistFactory workspace that the declared samples make.
  case samples

  /// The choice as the words of a line.
  var words: [String] {
    switch self {
    case .builtIn(let kind): [kind.rawValue]
    case .spec(let path): ["spec", path]
    case .samples: ["samples"]
    }
  }
}

/// How the workspace of a file becomes a model.
public struct SpecSettings: Sendable, Hashable {
  /// The name of the measurement; the first one unless set.
  public var measurement: String?
  /// A file with a JSON patch that is applied first; none unless set.
  public var patch: String?
  /// The first digits of the SHA-256 digest of the workspace, patch applied (pyhf `digest`); nil for a built-in model.
  public var digest: String?
  /// Whether the statistical uncertainty of declared samples is in the model.
  public var hasStatError = true
  /// How systematics interpolate; as pyhf does unless set.
  public var interpolation = Interpolation()

  /// pyhf's settings.
  public init() {}
}

extension ModelChoice {
  /// Reads the words after `model`.
  init(words: [String]) throws(ValueError) {
    if words.first == "spec" {
      guard words.count == 2, !words[1].isEmpty else {
        throw ValueError(message: "a workspace is named as 'model spec FILE'")
      }
      self = .spec(words[1])
      return
    }
    if words == ["samples"] {
      self = .samples
      return
    }
    let known = ModelKind.allCases.map(\.rawValue)
    guard words.count == 1, let kind = ModelKind(rawValue: words[0]) else {
      throw ValueError(
        message: "unknown model '\(words.joined(separator: " "))'; the known ones are "
          + known.joined(separator: ", ") + ", samples, and spec FILE",
        valid: known + ["samples", "spec"])
    }
    self = .builtIn(kind)
  }
}
