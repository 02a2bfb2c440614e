extension Form {
  /// What `help` says of one argument on a line.
  struct Argument: Sendable, Hashable {
    /// How it is written.
    let name: String
    /// What it means, and what holds where it is left out.
    let meaning: String
  }

  /// The arguments with names of their own.
  var arguments: [Argument] {
    switch self {
    case .nothing, .count, .copy, .file, .condition, .setting, .settings, .showing, .text, .helpWord: []
    case .keyedFile(_, _, let keys, _):
      keys.map { Argument(name: "\($0.name)=", meaning: $0.values.text) }
    case .pinnedFile:
      [
        Argument(
          name: "digest=",
          meaning:
            "8 to 64 digits of SHA-256 that the file must have; recordings have it, any file if left out")
      ]
    case .conditionWithin(let limit, _):
      [Argument(name: "within N", meaning: "steps at most; \(limit) if left out")]
    case .improvement(let patience, let limit, _):
      [
        Argument(
          name: "for N", meaning: "steps that may pass without an improvement; \(patience) if left out"),
        Argument(name: "within N", meaning: "steps at most; \(limit) if left out"),
      ]
    case .choice: []
    case .declaration(let verb):
      DeclarationKey.keys(of: verb).map { Argument(name: "\($0.name)=", meaning: $0.values.text) }
    case .question(let verb):
      QuestionKey.keys(of: verb).map { Argument(name: "\($0.name)=", meaning: $0.values.text) }
    }
  }
}
