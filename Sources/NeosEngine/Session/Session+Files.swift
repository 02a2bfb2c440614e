internal import Foundation

extension Session {
  // MARK: State

  /// Writes the whole state to a file: all copies with their settings, parameters, optimizer memory and loss
  /// curves, and the breakpoints. The file is replaced in one go. The steps that `back` could reach are not in
  /// it.
  ///
  /// - Throws: ``SessionError/file(_:reason:)``; the old file is then as it was.
  public func save(to path: String) throws(SessionError) {
    try checkTarget(path)
    var all = others
    all[branchName] = branch
    let saved = SavedSession(
      branch: branchName,
      branches: all.mapValues { branch in
        SavedBranch(
          settings: branch.configuration.commands,
          workspace: branch.configuration.workspace.map { $0.json(.canonical) },
          state: branch.state.map { SavedState($0) },
          records: Array(branch.past), lossesSince: branch.lossesSince, metricsSince: branch.metricsSince)
      }, breakpoints: breakpoints.map(\.description), journal: journal)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    let bytes: Data
    do {
      bytes = try encoder.encode(saved)
    } catch {
      throw .file(path, reason: "the state cannot be written as JSON: \(error)")
    }
    try FileWriting.replace(path, with: bytes)
  }

  /// Goes on from a saved state; the session stays as it is if the file is not usable.
  ///
  /// The journal is then that of the saved session, so that a recording leads to the same bits whatever becomes
  /// of the file.
  ///
  /// - Throws: ``SessionError/file(_:reason:)`` with what is wrong and where.
  public mutating func load(from path: String) throws(SessionError) {
    let saved: SavedSession
    do {
      let bytes = try FileReading.contents(of: path)
      saved = try JSONDecoder().decode(SavedSession.self, from: bytes)
    } catch let error as DecodingError {
      throw .file(path, reason: "not a saved session: \(error.place)")
    } catch {
      throw .file(path, reason: "it cannot be read: \(error.localizedDescription)")
    }
    guard saved.format == SavedSession.format, saved.version == SavedSession.version else {
      throw .file(
        path,
        reason: "not a saved session of version \(SavedSession.version): '\(saved.format)' \(saved.version)")
    }
    var branches: [String: Branch] = [:]
    do throws(SavedSessionError) {
      for (name, branch) in saved.branches { branches[name] = try restored(branch, name) }
    } catch {
      throw .file(path, reason: "\(error)")
    }
    guard let current = branches.removeValue(forKey: saved.branch) else {
      throw .file(path, reason: "it has no copy '\(saved.branch)'")
    }
    for line in saved.journal {
      do {
        _ = try Command(line: line)
      } catch {
        throw .file(path, reason: "not a usable state at journal: '\(line)': \(error)")
      }
    }
    var conditions: [Condition] = []
    for text in saved.breakpoints {
      guard let command = try? Command(line: "break when \(text)"), case .breakWhen(let condition) = command
      else {
        throw .file(path, reason: "'\(text)' is not a condition")
      }
      conditions.append(condition)
    }
    branch = current
    branchName = saved.branch
    others = branches
    breakpoints = conditions
    journal = saved.journal
    if let recordingPath { try record(to: recordingPath) }
  }

  private func restored(_ saved: SavedBranch, _ name: String) throws(SavedSessionError) -> Branch {
    var scratch = Session(threads: threads)
    if let text = saved.workspace {
      do throws(WorkspaceError) {
        scratch.embedded = try Workspace(json: text.utf8)
      } catch {
        throw .wrong("branches.\(name).workspace", "\(error)")
      }
    }
    for line in saved.settings {
      let path = "branches.\(name).settings"
      do {
        guard let command = try Command(line: line), case .configure = command else {
          throw SavedSessionError.wrong(path, "'\(line)' is not a setting")
        }
        try scratch.execute(command, line: line)
      } catch let error as LanguageError {
        throw .wrong(path, "'\(line)': \(error.text)")
      } catch let error as SavedSessionError {
        throw error
      } catch {
        throw .wrong(path, "'\(line)': \(error)")
      }
    }
    var branch = scratch.branch
    if let state = saved.state {
      let pipeline: Pipeline
      do throws(SessionError) {
        pipeline = try scratch.pipeline()
      } catch {
        throw .wrong("branches.\(name).settings", "\(error)")
      }
      let restored = try state.state(
        weightCount: pipeline.network.weightCount, configuration: branch.configuration)
      branch.state = restored
      branch.history.hold(restored)
    }
    let steps = saved.records.map(\.step)
    guard zip(steps, steps.dropFirst()).allSatisfy(<), steps.allSatisfy(SavedSession.steps.contains) else {
      throw .wrong("branches.\(name).records", "the steps do not increase from 0")
    }
    branch.records = saved.records
    branch.lossesSince = saved.lossesSince
    branch.metricsSince = saved.metricsSince
    return branch
  }

  // MARK: Recording

  /// Writes the commands that led here to a file, to which every further command is added.
  mutating func record(to path: String?, _ control: SessionControl) throws(SessionError) {
    guard let path else {
      recordingPath = nil
      return
    }
    try record(to: path)
    control.report(.note("recording to \(path)"))
  }

  private mutating func record(to path: String) throws(SessionError) {
    try checkTarget(path)
    let text = (["# a recorded session: 'neos run' leads to the same bits"] + journal).joined(separator: "\n")
    try FileWriting.replace(path, with: Data((text + "\n").utf8))
    recordingPath = path
  }

  /// Sees that a file to be written is not the session file that is being run.
  func checkTarget(_ path: String) throws(SessionError) {
    guard let source, FileWriting.isSame(path, source) else { return }
    throw .file(path, reason: "it is the session file that is being run; choose another name")
  }

  /// Adds a line to the journal, and to the recording if there is one. A recording that cannot be written
  /// ends; the journal goes on.
  mutating func append(toJournal line: String) throws(SessionError) {
    let line = line.trimming(while: \.isWhitespace)
    journal.append(line)
    guard let path = recordingPath else { return }
    do throws(SessionError) {
      try FileWriting.append(line, to: path)
    } catch {
      recordingPath = nil
      throw error
    }
  }
}

extension DecodingError {
  /// What is wrong, and at which path of the file.
  fileprivate var place: String {
    func path(_ context: Context) -> String {
      let keys = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }
      return keys.isEmpty ? "at the top" : "at \(keys.joined(separator: "."))"
    }
    switch self {
    case .typeMismatch(let type, let context): return "\(path(context)), expected \(type)"
    case .valueNotFound(let type, let context): return "\(path(context)), expected \(type), found nothing"
    case .keyNotFound(let key, let context): return "\(path(context)), '\(key.stringValue)' is missing"
    case .dataCorrupted(let context): return "\(path(context)), \(context.debugDescription)"
    @unknown default: return "it cannot be decoded"
    }
  }
}
