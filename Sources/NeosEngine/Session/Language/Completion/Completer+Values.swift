extension Completer {
  /// `set KNOB VALUE`, also written `KNOB=VALUE` and `KNOB = VALUE`.
  func setting(_ words: ArraySlice<Word>) -> Proposal {
    guard let first = words.first else {
      guard let (key, value) = partial.keyAndValue, let knob = Knob.named(key.text) else {
        return Proposal(drafts: knobNames, hint: "KNOB VALUE")
      }
      return values(of: knob, [], start: value.column - 1)
    }
    let pair = first.keyAndValue
    guard let knob = Knob.named(pair?.key.text ?? first.text) else { return Proposal() }
    var before = words.dropFirst().map(\.text)
    if let value = pair?.value.text, !value.isEmpty { before.insert(value, at: 0) }
    if before.first == "=" { before.removeFirst() }
    guard before.isEmpty || knob.place == .words else { return Proposal() }
    return values(of: knob, before, start: start)
  }

  /// The settings of one verb.
  func settings(_ knobs: [Knob], _ words: ArraySlice<Word>) -> Proposal {
    let pairs = words.compactMap(\.keyAndValue)
    if let (key, value) = partial.keyAndValue {
      guard let knob = knobs.first(where: { $0.place == .keyed && $0.key == key.text }) else {
        return Proposal()
      }
      return values(of: knob, [], start: value.column - 1)
    }
    let left = knobs.filter { knob in knob.place == .keyed && !pairs.contains { $0.key.text == knob.key } }
    var proposal = Proposal(
      drafts: left.map { knob in
        let value = knob.read(context.configuration).joined(separator: " ")
        return Draft(
          text: "\(knob.key)=", summary: value.isEmpty ? knob.summary : "\(knob.summary); now \(value)",
          endsWord: false)
      }, hint: Knob.usage(left))
    let plain = words.filter { $0.keyAndValue == nil }.map(\.text)
    guard let unkeyed = knobs.first(where: { $0.place != .keyed }),
      plain.isEmpty || unkeyed.place == .words
    else { return proposal }
    let value = values(of: unkeyed, plain, start: start)
    proposal.drafts = value.drafts + proposal.drafts
    let marksFile = unkeyed.values.marker.map { $0 == plain.first } ?? false
    if marksFile {
      proposal = plain.count == 1 ? value : proposal
    } else {
      proposal.hint =
        plain.isEmpty && partial.text.isEmpty && words.isEmpty
        ? Knob.usage([unkeyed] + left)
        : [value.hint, proposal.hint].filter { !$0.isEmpty }.joined(separator: "  ")
    }
    return proposal
  }

  /// The keys that `key=value` words can go on with, and their values.
  func values(of keys: [some LineKey], _ words: ArraySlice<Word>) -> Proposal {
    if let (key, value) = partial.keyAndValue {
      guard let entry = keys.first(where: { $0.name == key.text }) else { return Proposal() }
      return Proposal(
        drafts: drafts(entry.values, start: value.column - 1),
        start: listStart(entry.values, value.column - 1),
        hint: entry.values.text)
    }
    let used = words.compactMap { $0.keyAndValue?.key.text }
    let left = keys.filter { !used.contains($0.name) }
    return Proposal(
      drafts: left.map { Draft(text: "\($0.name)=", summary: $0.values.text, endsWord: false) },
      hint: left.map { "[\($0.name)=]" }.joined(separator: " "))
  }

  /// The words that a knob's value can go on with after some words.
  private func values(of knob: Knob, _ before: [String], start: Int) -> Proposal {
    let present = knob.read(context.configuration)
    let now = present.joined(separator: " ")
    let hint = now.isEmpty ? knob.values.text : "\(knob.values.text); now \(now)"
    if let marker = knob.values.marker, before.first == marker {
      guard before.count == 1, case .files(let extensions) = knob.values.names else { return Proposal() }
      return Proposal(
        drafts: files(extensions, typed: typed(from: start), alsoIn: context.folder), start: start,
        hint: "FILE")
    }
    var drafts = drafts(knob.values, start: start)
    if before.isEmpty, present.count == 1 {
      if let index = drafts.firstIndex(where: { $0.text == now }) {
        drafts[index].summary = drafts[index].summary.isEmpty ? "now" : "\(drafts[index].summary) (now)"
      } else {
        drafts.insert(Draft(text: now, summary: "now"), at: 0)
      }
    }
    if !before.isEmpty { drafts = drafts.filter { isNews(knob, before, $0.text) } }
    return Proposal(drafts: drafts, start: start, hint: hint)
  }

  /// Whether a word after others makes a value that is right and another one.
  private func isNews(_ knob: Knob, _ before: [String], _ word: String) -> Bool {
    var (old, new) = (context.configuration, context.configuration)
    try? knob.set(&old, before)
    guard (try? knob.set(&new, before + [word])) != nil else { return false }
    return knob.read(new) != knob.read(old)
  }

  /// What a value can be.
  private func drafts(_ form: ValueForm, start: Int) -> [Draft] {
    let words = form.words.map { Draft(text: $0, summary: form.summaries[$0] ?? "") }
    guard form.marker == nil, let names = form.names else { return words }
    switch names {
    case .files(let extensions):
      return words + files(extensions, typed: typed(from: start), alsoIn: context.folder)
    case .measurements:
      return words + (context.configuration.workspace?.measurements ?? []).map { Draft(text: $0.name) }
    case .parameter: return words + context.parameters.map { Draft(text: $0) }
    case .parameters:
      let isFirst = listStart(form, start) == start
      return (isFirst ? words : []) + context.parameters.map { Draft(text: $0) }
    case .parameterValues: return words + context.parameters.map { Draft(text: "\($0):", endsWord: false) }
    }
  }

  /// Where the last entry of a list between commas begins.
  private func listStart(_ form: ValueForm, _ start: Int) -> Int {
    guard form.names == .parameters || form.names == .parameterValues else { return start }
    return line[start...].lastIndex(of: ",").map { $0 + 1 } ?? start
  }

  private func typed(from start: Int) -> String { Word.meaning(of: line[start...]) }
}

extension Completer {
  /// The names, files and keys of a declaration.
  func declaration(_ verb: DeclarationKey.Verb, _ words: ArraySlice<Word>) -> Proposal {
    let keys = DeclarationKey.keys(of: verb)
    if let (key, value) = partial.keyAndValue {
      guard let entry = keys.first(where: { $0.name == key.text }) else { return Proposal() }
      return Proposal(
        drafts: drafts(entry.values, start: value.column - 1), start: value.column - 1,
        hint: entry.values.text)
    }
    let declarations = context.configuration.declarations
    let plain = words.filter { $0.keyAndValue == nil }
    let used = words.compactMap { $0.keyAndValue?.key.text }
    let left = keys.filter { !used.contains($0.name) }
      .map { Draft(text: "\($0.name)=", summary: $0.values.text, endsWord: false) }
    switch (verb, plain.count) {
    case (.sample, 0):
      return Proposal(drafts: declarations.samples.map { Draft(text: $0.name) }, hint: verb.usageAfterVerb)
    case (.sample, 1) where used.isEmpty:
      let files = files(["csv", "npy", "npz", "h5", "hdf5"], typed: partial.text, alsoIn: context.folder)
      return Proposal(drafts: files + left, hint: "FILE, or generate=")
    case (.vary, 0):
      let names = Set(declarations.variations.map(\.name)).sorted()
      return Proposal(drafts: names.map { Draft(text: $0) }, hint: verb.usageAfterVerb)
    case (.vary, 1):
      return Proposal(drafts: declarations.samples.map { Draft(text: $0.name) }, hint: "SAMPLE")
    default: return Proposal(drafts: left, hint: left.map { "[\($0.text)]" }.joined(separator: " "))
    }
  }
}

extension DeclarationKey.Verb {
  /// How a line goes on after the verb.
  var usageAfterVerb: String { String(usage.dropFirst(rawValue.count + 1)) }
}
