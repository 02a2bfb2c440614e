/// One setting of a session: how it is written, read and explained, and what must be redone when it changes.
///
/// The table of knobs is the single source for settings lines, `set`, `show`, `help`, and for the commands
/// that a saved session or a recording holds.
package struct Knob: Sendable {
  /// What a change of the setting touches.
  enum Effect: Sendable, Hashable {
    /// The samples are made anew; the parameters stay.
    case events
    /// The network is made anew and the session starts again at step 0.
    case network
    /// The bins take the value at once, trained or not.
    case bins
    /// The bandwidth takes the value at once, trained or not.
    case bandwidth
    /// The optimizer forgets its moments.
    case optimizer
    /// The loss is another one from here on, and the metrics are not.
    case objective
    /// Loss and metrics are others from here on.
    case loss
    /// The model is made anew, from its file if it has one.
    case model
    /// Only later updates differ.
    case updates
    /// Nothing differs but the time and memory that steps take.
    case speed
  }

  /// How the value stands on the verb's line.
  package enum Place: Sendable, Hashable {
    /// The one word after the verb.
    case positional
    /// All words after the verb that are not `key=value`.
    case words
    /// `key=value`.
    case keyed
  }

  /// The verb on whose line it stands.
  let verb: String
  /// Its key on that line; for a setting without a key, the name of what the words are.
  package let key: String
  package let place: Place
  let effect: Effect
  /// What a value looks like.
  package let values: ValueForm
  let summary: String
  /// The value as words of a line; none when the setting is not in use.
  let read: @Sendable (Configuration) -> [String]
  /// Sets the value from words; any error that it throws describes what is wrong.
  private let write: @Sendable (inout Configuration, [String]) throws -> Void

  /// The name that is the same for no other knob: `verb.key`, or the verb for what follows it directly.
  package var name: String { place == .keyed ? "\(verb).\(key)" : verb }
}

extension Knob {
  /// Sets the value from words. Where one of a few words would do as well, what is wrong with a value says so.
  func set(_ configuration: inout Configuration, _ words: [String]) throws(ValueError) {
    do {
      try write(&configuration, words)
    } catch var error as ValueError {
      if place != .words, error.valid.isEmpty, !values.words.isEmpty { error.message += "; it is \(values)" }
      throw error
    } catch {
      throw ValueError(message: "\(error)")
    }
  }

  /// A knob whose value is all words of its line.
  static func words(
    _ verb: String, _ key: String, _ effect: Effect, _ values: ValueForm, _ summary: String,
    read: @escaping @Sendable (Configuration) -> [String],
    write: @escaping @Sendable (inout Configuration, [String]) throws -> Void
  ) -> Knob {
    Knob(
      verb: verb, key: key, place: .words, effect: effect, values: values, summary: summary, read: read,
      write: write)
  }

  /// A knob with a key, whose value is one word.
  static func keyed(
    _ verb: String, _ key: String, _ effect: Effect, _ values: ValueForm, _ summary: String,
    read: @escaping @Sendable (Configuration) -> String,
    write: @escaping @Sendable (inout Configuration, String) throws -> Void
  ) -> Knob {
    Knob(
      verb: verb, key: key, place: .keyed, effect: effect, values: values, summary: summary,
      read: { [read($0)].filter { !$0.isEmpty } },
      write: { try write(&$0, $1.joined(separator: " ")) })
  }

  /// A knob whose value is the word after the verb.
  static func positional(
    _ verb: String, _ key: String, _ effect: Effect, _ values: ValueForm, _ summary: String,
    read: @escaping @Sendable (Configuration) -> String,
    write: @escaping @Sendable (inout Configuration, String) throws -> Void
  ) -> Knob {
    Knob(
      verb: verb, key: key, place: .positional, effect: effect, values: values, summary: summary,
      read: { [read($0)].filter { !$0.isEmpty } },
      write: { try write(&$0, $1.joined(separator: " ")) })
  }

  /// The knob of a full name, of a verb, or of a key that only one verb has.
  package static func named(_ name: String) -> Knob? { byName[name] }

  private static let byName: [String: Knob] = {
    let byKey = Dictionary(grouping: table, by: \.key).compactMapValues { $0.count == 1 ? $0[0] : nil }
    return byKey.merging(table.map { ($0.name, $0) }) { $1 }
  }()

  /// All names that ``named(_:)`` understands.
  package static let allNames: [String] =
    table.map(\.name) + table.map(\.key).filter { key in table.count { $0.key == key } == 1 }

  /// How settings stand on a verb's line.
  static func usage(_ knobs: [Knob]) -> String {
    knobs.map { $0.place == .keyed ? "\($0.key)=" : $0.key.uppercased() }.joined(separator: " ")
  }

  /// The settings on a verb's line, in the order of the table.
  package static func settings(of verb: String) -> [Knob] { table.filter { $0.verb == verb } }

  /// The verbs of settings lines, in the order of the table.
  package static let verbs: [String] = table.reduce(into: []) {
    if !$0.contains($1.verb) { $0.append($1.verb) }
  }
}
