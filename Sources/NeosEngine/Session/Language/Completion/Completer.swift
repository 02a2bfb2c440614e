/// Finds what can stand at the end of a line: it walks down the same forms as the parser.
struct Completer {
  /// The line up to the cursor.
  let line: [Character]
  let context: CompletionContext
  /// The words before the one at the cursor.
  let words: [Word]
  /// The word at the cursor; empty after white space.
  let partial: Word
  private let isComment: Bool

  init(line: [Character], context: CompletionContext) {
    self.line = line
    self.context = context
    let scan = Word.Scan(String(line))
    words = scan.words
    partial = scan.last ?? Word(text: "", column: line.count + 1)
    isComment = scan.endsInComment
  }

  /// The characters before the word at the cursor.
  var start: Int { partial.column - 1 }

  /// What can stand at the cursor.
  func proposal() -> Proposal {
    if isComment { return Proposal(hint: "a comment") }
    guard let first = words.first else { return verbs() }
    guard let verb = Verb.named(first.text) else { return Proposal() }
    return proposal(verb.form, verb, words.dropFirst())
  }

  private func verbs() -> Proposal {
    let drafts = Verb.allNames.compactMap { name in
      Verb.named(name).map { verb in
        if case .nothing = verb.form { return Draft(text: name, summary: verb.summary, endsWord: false) }
        return Draft(text: name, summary: verb.summary)
      }
    }
    let fitting = drafts.matching(partial.text)
    // The only one, or the one that is there already.
    let meant = Verb.named(partial.text) ?? (fitting.count == 1 ? Verb.named(fitting[0].text) : nil)
    guard !partial.text.isEmpty else { return Proposal(drafts: drafts, hint: "a command; Tab lists them") }
    return Proposal(drafts: drafts, hint: meant.map { rest(of: $0) } ?? "")
  }

  /// What follows a verb, or what it does if nothing does.
  private func rest(of verb: Verb) -> String {
    verb.usage == verb.name ? verb.summary : String(verb.usage.dropFirst(verb.name.count + 1))
  }

  private func proposal(_ form: Form, _ verb: Verb, _ words: ArraySlice<Word>) -> Proposal {
    switch form {
    case .nothing, .text: return Proposal(hint: words.isEmpty ? rest(of: verb) : "")
    case .count(let countable, _): return words.isEmpty ? counts(countable) : Proposal()
    case .copy(let isNew, _):
      guard words.isEmpty else { return Proposal() }
      return isNew
        ? Proposal(hint: "NAME, a new one")
        : Proposal(drafts: context.otherCopies.map { Draft(text: $0) }, hint: "NAME")
    case .file(let extensions, let needsEnding, let instead, _):
      guard words.isEmpty else { return Proposal() }
      let drafts = instead.keys.sorted().map { Draft(text: $0) } + files(extensions, typed: partial.text)
      let names = extensions.map { "FILE.\($0)" }.joined(separator: " | ")
      return Proposal(drafts: drafts, hint: needsEnding ? names : rest(of: verb))
    case .keyedFile(let extensions, let needsEnding, let keys, _):
      guard words.isEmpty else { return values(of: keys, words.dropFirst()) }
      let name = needsEnding ? extensions.map { "FILE.\($0)" }.joined(separator: " | ") : "FILE"
      return Proposal(
        drafts: files(extensions, typed: partial.text), hint: name + ExportKey.usage(keys))
    case .pinnedFile(let extensions, _):
      guard words.isEmpty else {
        let digest = Draft(text: "digest=", summary: "the first digits of its SHA-256", endsWord: false)
        return words.count == 1 ? Proposal(drafts: [digest], hint: "[digest=]") : Proposal()
      }
      return Proposal(
        drafts: files(extensions, typed: partial.text, alsoIn: context.folder), hint: "FILE [digest=]")
    case .condition: return condition(words, mayBeBounded: false)
    case .conditionWithin: return condition(words, mayBeBounded: true)
    case .improvement:
      switch words.count {
      case 0:
        return Proposal(drafts: quantities(typed: partial.text), hint: "QUANTITY improves [for N] [within N]")
      case 1: return Proposal(drafts: [Draft(text: "improves")], hint: "improves")
      default: return Proposal(drafts: ["for", "within"].map { Draft(text: $0) }, hint: "[for N] [within N]")
      }
    case .choice(let choices, let otherwise):
      let other = otherwise.map { proposal($0, verb, words) } ?? Proposal()
      guard let first = words.first else {
        return Proposal(
          drafts: choices.map { Draft(text: $0.word, summary: $0.summary) } + other.drafts,
          hint: rest(of: verb))
      }
      guard let choice = choices.first(where: { $0.word == first.text }) else { return other }
      return proposal(choice.form, verb, words.dropFirst())
    case .setting: return setting(words)
    case .settings: return settings(Knob.settings(of: verb.name), words)
    case .showing: return words.isEmpty ? showings() : Proposal()
    case .helpWord:
      guard words.isEmpty else { return Proposal() }
      let drafts =
        Verb.allNames.compactMap { name in Verb.named(name).map { Draft(text: name, summary: $0.summary) } }
        + Verb.helpOnConditions.map { Draft(text: $0) } + knobNames
      return Proposal(drafts: drafts, hint: rest(of: verb))
    case .declaration(let declared): return declaration(declared, words)
    case .question(let question): return values(of: QuestionKey.keys(of: question), words)
    }
  }

  private func counts(_ countable: Form.Countable) -> Proposal {
    switch countable {
    case .steps: return Proposal(hint: "[N] steps")
    case .stepsBehind:
      return Proposal(hint: "[N], at most \(counted(context.heldSteps.behind, "step")) can be undone")
    case .stepsAhead:
      return Proposal(hint: "[N], at most \(counted(context.heldSteps.ahead, "step")) can be redone")
    case .breakpoints:
      let drafts = context.breakpoints.enumerated().map { Draft(text: "\($0 + 1)", summary: $1) }
      return Proposal(drafts: drafts, hint: "[N], all if left out")
    }
  }

  private func showings() -> Proposal {
    let topics = Topic.allCases.map { Draft(text: $0.rawValue, summary: $0.summary) }
    let pictures = Picture.Topic.allCases.map { Draft(text: $0.rawValue, summary: $0.summary) }
    let verbs = Knob.verbs.map { Draft(text: $0, summary: "the settings of \($0)") }
    let drafts = topics + pictures + verbs + quantities(typed: partial.text) + knobNames
    return Proposal(drafts: drafts, hint: "[TOPIC | KNOB | QUANTITY]")
  }

  /// Every name of a knob, with its present value.
  var knobNames: [Draft] {
    Knob.allNames.compactMap { name in
      Knob.named(name).map { knob in
        let value = knob.read(context.configuration).joined(separator: " ")
        return Draft(text: name, summary: value.isEmpty ? knob.summary : "\(knob.summary); now \(value)")
      }
    }
  }
}
