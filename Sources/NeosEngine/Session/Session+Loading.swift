internal import Foundation

extension Session {
  /// Goes on from a saved state; the session stays as it is if the file is not usable.
  ///
  /// The journal is then that of the saved session, so that a recording that begins later leads to the same bits
  /// whatever becomes of the file. One that is on ends: its file leads to the session before. Files that are found
  /// neither in the current folder nor beside the session file, but beside the state, are read from there.
  ///
  /// - Throws: ``SessionError/file(_:reason:)`` with what is wrong and where.
  public mutating func load(from path: String) throws(SessionError) {
    // Before it is read: what is written in between counts as later.
    let version = FileVersion(path)
    let bytes: Data
    do throws(FileReadingError) {
      bytes = try FileReading.contents(of: path)
    } catch {
      throw .file(path, reason: "\(error)")
    }
    let saved: SavedSession
    do {
      saved = try JSONDecoder().decode(SavedSession.self, from: bytes)
    } catch {
      throw .file(path, reason: "not a saved session, as 'save' writes it: \(Self.problem(error, in: bytes))")
    }
    guard saved.format == SavedSession.format, saved.version == SavedSession.version else {
      throw .file(
        path,
        reason: "not a saved session of version \(SavedSession.version): '\(saved.format)' \(saved.version)")
    }
    let folder = (path as NSString).deletingLastPathComponent
    var branches: [String: Branch] = [:]
    do throws(SavedSessionError) {
      for (name, branch) in saved.branches { branches[name] = try restored(branch, name, folder) }
    } catch {
      throw .file(path, reason: "\(error)")
    }
    guard let current = branches.removeValue(forKey: saved.branch) else {
      throw .file(path, reason: "it has no copy '\(saved.branch)'")
    }
    for line in saved.journal {
      do {
        guard let command = try Command(line: line), command.leadsOn else {
          throw SavedSessionError.wrong("journal", "'\(line)' does not lead to a state")
        }
      } catch let error as SavedSessionError {
        throw .file(path, reason: "\(error)")
      } catch {
        throw .file(path, reason: "not a usable state at journal: '\(line)': \(error)")
      }
    }
    let answer = try saved.answer.map { text throws(SessionError) in
      guard let answer = (try? JSONValue(json: text.utf8))?.asObject else {
        throw .file(path, reason: "not a usable state at answer: it is not an object of JSON")
      }
      return answer
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
    journal = saved.journal.map { line($0, ofStateIn: folder) }
    lastAnswer = answer
    stateFolder = Self.folder(of: path)
    recordingPath = nil
    stateFile = version.map { (path, $0) }
  }

  /// Why a file is not a saved session, in words.
  private static func problem(_ error: any Error, in bytes: Data) -> String {
    do throws(JSONError) {
      _ = try JSONValue(json: bytes)
    } catch {
      return "it is not JSON: \(error)"
    }
    return (error as? DecodingError)?.place ?? "it cannot be decoded"
  }

  private func restored(
    _ saved: SavedBranch, _ name: String, _ folder: String
  ) throws(SavedSessionError) -> Branch {
    var scratch = Session(threads: threads)
    scratch.isRestoring = true
    if let text = saved.workspace {
      do throws(WorkspaceError) {
        scratch.embedded = try Workspace(json: text.utf8)
      } catch {
        throw .wrong("branches.\(name).workspace", "\(error)")
      }
    }
    for written in saved.settings {
      let line = line(written, ofStateIn: folder)
      let path = "branches.\(name).settings"
      do {
        guard let command = try Command(line: line), command.isSetting else {
          throw SavedSessionError.wrong(path, "'\(line)' is not a setting")
        }
        // The state stands for itself: whatever is in other files, it does not read them.
        if scratch.embedded == nil, case .configure(let assignments) = command,
          assignments.contains(where: { $0.knob == "model" && $0.words.first == "spec" })
        {
          throw SavedSessionError.wrong("branches.\(name).workspace", "it is missing")
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
    branch.keptAt = saved.keptAt
    return branch
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
    case .typeMismatch(let type, let context): return "\(path(context)), expected \(Self.words(type))"
    case .valueNotFound(let type, let context):
      return "\(path(context)), expected \(Self.words(type)), found null"
    case .keyNotFound(let key, let context): return "\(path(context)), '\(key.stringValue)' is missing"
    case .dataCorrupted(let context): return "\(path(context)), a value that it cannot be"
    @unknown default: return "it cannot be decoded"
    }
  }

  /// What JSON calls a type.
  private static func words(_ type: Any.Type) -> String {
    switch type {
    case is String.Type: "a text"
    case is Bool.Type: "true or false"
    case is any BinaryInteger.Type, is any BinaryFloatingPoint.Type: "a number"
    case is any Collection.Type where "\(type)".hasPrefix("Array"): "an array"
    default: "an object"
    }
  }
}
