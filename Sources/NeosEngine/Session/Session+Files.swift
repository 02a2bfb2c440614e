internal import Foundation

extension Session {
  // MARK: State

  /// Writes the whole state to a file: all copies with their settings, parameters, optimizer memory and loss
  /// curves, and the breakpoints. The file is replaced in one go. The steps that `back` could reach are not in
  /// it.
  ///
  /// - Throws: ``SessionError/file(_:reason:)``; the old file is then as it was.
  public func save(to path: String) throws(SessionError) { try save(to: path, journal: journal) }

  /// Writes the state as it is in the middle of a command that has taken so many steps.
  package func save(to path: String, stepsInFlight count: Int) throws(SessionError) {
    try save(to: path, journal: journal + ["step \(count)"])
  }

  /// Saves the state to a file and goes on from there: unless it is one that this session came from, and another
  /// program has written it since.
  mutating func saveOver(_ path: String) throws(SessionError) {
    if let known = stateFile, known.path == path, let found = FileVersion(path), found != known.version {
      throw .file(
        path,
        reason:
          "another program has written it since this session loaded or saved it; save under another name")
    }
    stateFile = nil
    try save(to: path)
    stateFile = FileVersion(path).map { (path, $0) }
  }

  private func save(to path: String, journal: [String]) throws(SessionError) {
    try checkTarget(path)
    var all = others
    all[branchName] = branch
    let saved = SavedSession(
      branch: branchName,
      branches: all.mapValues { branch in
        SavedBranch(
          settings: branch.configuration.commands,
          workspace: branch.configuration.model == .samples
            ? nil : branch.configuration.workspace.map { $0.json(.canonical) },
          state: branch.state.map { SavedState($0) },
          records: Array(branch.past), lossesSince: branch.lossesSince, metricsSince: branch.metricsSince,
          keptAt: branch.keptAt)
      }, breakpoints: breakpoints.map(\.description), journal: journal,
      answer: lastAnswer.map { JSONValue.object($0).text(.canonical) })
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

  /// Whether no copy was taken back, so that there is nothing that `forward` leads to and a saved state leaves out.
  package var isAtItsEnd: Bool {
    ([branch] + others.values).allSatisfy { ($0.records.last?.step ?? 0) <= $0.step }
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

  mutating func record(to path: String) throws(SessionError) {
    try checkTarget(path)
    let lock: FileLock?
    do throws(FileInUse) {
      lock = try FileLock.hold(path)
    } catch {
      throw .inUse(path, error)
    }
    try FileWriting.replace(path, with: Data(script(for: path).utf8))
    recordingPath = path
    recordingLock = lock
  }

  /// The commands that led here as the text of a session file, from whose folder the files that it reads are found.
  func script(for path: String) -> String {
    let folder = Self.folder(of: path)
    let lines = journal.map { line($0, forFileIn: folder) }
    return (["\(SessionFile.recordingMark): 'neos run' leads to the same bits"] + lines).map { $0 + "\n" }
      .joined()
  }

  /// The folder that a file is in.
  static func folder(of path: String) -> String {
    URL(filePath: path).deletingLastPathComponent().path
  }

  /// Sees that a file to be written is neither the session file that is being run nor held by another program.
  func checkTarget(_ path: String) throws(SessionError) {
    if let source, FileWriting.isSame(path, source) {
      throw .file(path, reason: "it is the session file that is being run; choose another name")
    }
    do throws(FileInUse) {
      try FileLock.check(path)
    } catch {
      throw .inUse(path, error)
    }
  }

  /// Sees that an export does not take the place of the state that the session came from.
  func checkExportTarget(_ path: String) throws(SessionError) {
    if let state = stateFile?.path, FileWriting.isSame(path, state) {
      throw .file(
        path, reason: "it is the state that this session was loaded from or saved to; choose another name")
    }
    try checkTarget(path)
  }

  /// Adds a line to the journal, and to the recording if there is one. A recording that cannot be written
  /// ends; the journal goes on.
  mutating func append(toJournal line: String) throws(SessionError) {
    let line = line.trimming(while: \.isWhitespace)
    journal.append(line)
    guard let path = recordingPath else { return }
    do throws(SessionError) {
      try FileWriting.append(self.line(line, forFileIn: Self.folder(of: path)), to: path)
    } catch {
      recordingPath = nil
      throw error
    }
  }
}
