/// A key of a line that ends in `key=value` words, such as `counts=`.
protocol LineKey: Sendable {
  var name: String { get }
  /// What a value looks like.
  var values: ValueForm { get }
}

extension Collection<Word> {
  /// Reads words that are all `key=value`, each key once.
  ///
  /// - Parameters:
  ///   - keys: the keys that there are.
  ///   - owner: what has them, for messages.
  ///   - set: takes the text of a value; any error that it throws describes what is wrong.
  func read<Key: LineKey>(
    _ keys: [Key], of owner: String, _ set: (Key, String) throws -> Void
  ) throws(LanguageError) {
    var used: Set<String> = []
    for word in self {
      guard let (key, value) = word.keyAndValue else {
        throw word.keyInQuotes(among: keys.map(\.name))
          ?? LanguageError(
            word, "\(owner) takes key=value, found '\(word.text)'", among: keys.map { "\($0.name)=" })
      }
      guard let entry = keys.first(where: { $0.name == key.text }) else {
        throw LanguageError(
          key,
          "\(owner) has no key '\(key.text)'; it has \(keys.map { "\($0.name)=" }.joined(separator: " "))",
          among: keys.map(\.name))
      }
      guard used.insert(key.text).inserted else {
        throw LanguageError(key, "'\(key.text)' stands on this line already")
      }
      guard !value.text.isEmpty else { throw LanguageError(column: value.column, "a value is missing") }
      do {
        try set(entry, value.text)
      } catch let error as ValueError {
        throw LanguageError(value, "\(key.text): \(error.message)", among: error.valid)
      } catch {
        throw LanguageError(value, "\(key.text): \(error)")
      }
    }
  }
}
