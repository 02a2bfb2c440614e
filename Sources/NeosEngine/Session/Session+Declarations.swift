extension Session {
  /// Declares a sample or a variation, or takes one away, and reads what is declared.
  mutating func declare(_ declaration: Declaration, _ control: SessionControl) throws(SessionError) {
    var changed = configuration
    var notes = configuration.declarations.replaced(by: declaration).map { [$0] } ?? []
    if changed.dataKind == .blobs { notes += changed.takeDeclaredSamples() }
    do throws(DeclarationError) {
      try changed.declarations.apply(declaration)
    } catch {
      throw .request("\(error)")
    }
    try load(&changed, control)
    try readWorkspace(&changed, digest: changed.spec.digest)
    let isOtherNetwork = changed.featureNames.count != configuration.featureNames.count
    let before = branch
    branch.compiled = nil
    branch.configuration = changed
    if case .variation(let variation) = declaration {
      notes += changed.declarations.doubt(of: variation).map { [$0] } ?? []
    }
    for note in notes { control.report(.note(note)) }
    apply(isOtherNetwork ? [.events, .model, .network] : [.events, .model], before, control)
  }

  /// Reads the tables of changed declarations, and notes their checksums.
  private mutating func load(
    _ changed: inout Configuration, _ control: SessionControl
  ) throws(SessionError) {
    guard !isRestoring, !changed.declarations.isEmpty else { return }
    do throws(TableStoreError) {
      changed.declarations = try store.load(changed, tableWatch(control))
    } catch {
      if case .table(let problem) = error, case .stopped = problem.problem { throw .interrupted(done: 0) }
      throw .request(told(error))
    }
  }

  /// Reads the tables of a session that was loaded, and tells what is wrong with them: it is loaded all the same.
  package mutating func readLoadedTables(_ control: SessionControl) {
    guard configuration.dataKind == .samples, !configuration.declarations.isEmpty else { return }
    do throws(TableStoreError) {
      try store.prepare(configuration, tableWatch(control))
    } catch {
      control.report(.note("no step can be taken before its events can be read: \(told(error))"))
    }
  }

  /// Why events could not be had, and where a file was looked for that is not there.
  func told(_ error: TableStoreError) -> String {
    guard case .table(let problem) = error else { return "\(error)" }
    return "\(error)\(lookedFor(problem.path))"
  }

  /// Where tables are looked for, and who hears how far their reading is.
  func tableWatch(_ control: SessionControl = SessionControl()) -> TableWatch {
    TableWatch(
      threads: configuration.threads ?? threads, located: { located($0) },
      progress: { control.report(.reading($0, $1)) }, isStopped: control.isStopped)
  }
}

extension Configuration {
  /// Sets what a physicist's own events need and what was not set otherwise; each can be set back.
  ///
  /// - Returns: what was set, in words.
  fileprivate mutating func takeDeclaredSamples() -> [String] {
    let initial = Configuration()
    dataKind = .samples
    var set: [String] = []
    if case .builtIn = model {
      model = .samples
      set.append("'model samples'")
    }
    if standardizes == initial.standardizes {
      standardizes = true
      set.append("'network standardize=on'")
    }
    if scaling.luminosity == initial.scaling.luminosity {
      scaling.luminosity = 1
      set.append("'scale luminosity=1'")
    }
    return set.isEmpty ? [] : ["declared samples set \(set.joined(separator: ", "))"]
  }
}

/// A change of what is declared.
public enum Declaration: Sendable, Hashable {
  /// A sample.
  case sample(SampleDeclaration)
  /// A variation of a sample.
  case variation(VariationDeclaration)
  /// A sample that is taken away, with its variations.
  case noSample(String)
  /// A variation that is taken away.
  case noVariation(String, of: String)
}

extension SampleDeclarations {
  /// Carries out a change.
  mutating func apply(_ declaration: Declaration) throws(DeclarationError) {
    switch declaration {
    case .sample(let sample): try declare(sample)
    case .variation(let variation): try declare(variation)
    case .noSample(let name): try dropSample(name)
    case .noVariation(let name, let sample): try dropVariation(name, of: sample)
    }
  }

  /// The lines that declare all of it.
  var lines: [String] { samples.map(\.line) + variations.map(\.line) }

  /// The line that declares something, as it now stands.
  func line(_ declaration: Declaration) -> String {
    switch declaration {
    case .sample(let sample): (samples.first { $0.name == sample.name } ?? sample).line
    case .variation(let variation):
      (variations.first { $0.replaces(variation) } ?? variation).line
    case .noSample(let name): "sample \(Word.quoted(name)) none"
    case .noVariation(let name, let sample): "vary \(Word.quoted(name)) \(Word.quoted(sample)) none"
    }
  }
}
