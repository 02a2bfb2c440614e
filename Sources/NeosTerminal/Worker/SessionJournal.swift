internal import Foundation
internal import Synchronization

/// The commands of the session at work, in a file of its own, so that a session that ends by force can go on.
///
/// The file is a session file: comments that say where it belongs, then a line for each command that was carried
/// out, and last the steps taken by the command in flight, whose number is rewritten in place after each. A lock on
/// the file (`flock`) tells a session at work from one that ended: the system takes the lock away with the program.
final class SessionJournal: Sendable {
  /// The folder; nil for no journal.
  private let folder: String?
  private let state: Mutex<State>

  private struct State {
    /// The file of this session, once there is something to write.
    var file: JournalFile?
    /// The file of a session that ended, locked while its user is asked.
    var restorable: JournalFile?
    var isClosed = false
    var problem: String?
  }

  /// A journal in a folder, which is made if need be; nothing is written before the first command.
  init(folder: String?) {
    self.folder = folder
    var state = State()
    if let folder {
      do {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      } catch {
        state.problem = "\(folder): \(error.localizedDescription)"
      }
    }
    self.state = Mutex(state)
  }

  /// Why nothing is journaled, if something is wrong.
  var problem: String? { state.withLock { $0.problem } }

  /// Where journals are kept.
  static var standardFolder: String {
    let environment = ProcessInfo.processInfo.environment
    let base = environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    return (base ?? NSHomeDirectory() + "/.local/state") + "/neos/sessions"
  }

  // MARK: Writing

  /// Writes how many steps the command in flight has taken.
  func write(stepsInFlight count: Int) {
    withFile { $0.write(last: "step \(count)") }
  }

  /// Writes the commands of a session beyond the first `count`; all of them when a session was loaded.
  func write(_ commands: [String], after count: Int) {
    guard !commands.isEmpty else { return }
    withFile { file in
      if file.lineCount == count, commands.count >= count {
        file.append(Array(commands[count...]))
      } else if file.lineCount != commands.count {
        replace(&file, commands)
      }
    }
  }

  /// Writes all commands anew.
  func replace(with commands: [String]) { withFile { replace(&$0, commands) } }

  private func replace(_ file: inout JournalFile, _ commands: [String]) {
    guard let folder, var new = JournalFile(newIn: folder) else { return }
    new.append(commands)
    new.takePlace(of: file)
    file = new
  }

  private func withFile(_ body: (inout JournalFile) -> Void) {
    guard let folder else { return }
    state.withLock { state in
      guard !state.isClosed, state.problem == nil else { return }
      if state.file == nil {
        state.file = JournalFile(newIn: folder)
        state.file?.publish()
        if state.file == nil { state.problem = "\(folder): \(String(cString: strerror(errno)))" }
      }
      if var file = state.file {
        body(&file)
        state.file = file
      }
    }
  }

  /// Takes the file away; nothing is written any more.
  func remove() {
    state.withLock { state in
      state.isClosed = true
      state.file?.remove()
      state.file = nil
      state.restorable?.release()
      state.restorable = nil
    }
  }

  // MARK: Going on

  /// Looks for the latest session that ended without being closed, and holds it.
  func findRestorable() -> WorkerMessage.Restorable? {
    guard let folder else { return nil }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let files = names.filter { $0.hasSuffix(".neos") }.compactMap {
      JournalFile(ended: folder + "/" + $0)
    }.sorted { $0.time > $1.time }
    for file in files.dropFirst() { file.release() }
    guard let file = files.first else { return nil }
    state.withLock { $0.restorable = file }
    let lines = file.lines
    let steps = lines.filter { $0.hasPrefix("step ") }.compactMap { Int($0.dropFirst(5)) }
    return .init(stepCount: steps.reduce(0, +), lineCount: lines.count, time: file.time)
  }

  /// The commands of the session that is held, whose file is now that of this one.
  func takeRestorable() -> (lines: [String], folder: String?)? {
    state.withLock { state in
      guard let file = state.restorable else { return nil }
      state.restorable = nil
      state.file?.remove()
      state.file = file
      return (file.lines, file.workingFolder)
    }
  }

  /// Throws the session that is held away.
  func discardRestorable() {
    state.withLock { state in
      state.restorable?.remove()
      state.restorable = nil
    }
  }
}
