internal import Foundation
internal import Glibc
internal import NeosEngine
internal import Synchronization

/// The commands of the session at work, in a file of its own, so that a session that ends by force can go on.
///
/// The file is a session file: comments that say where it belongs, then a line for each command that was carried
/// out, and last the steps taken by the command in flight, whose number is rewritten in place after each. A lock on
/// the file (`flock`) tells a session at work from one that ended: the system takes the lock away with the program.
///
/// Beside it the whole state is saved from time to time, so that going on takes no longer than the steps since.
final class SessionJournal: Sendable {
  /// The folder; nil for no journal.
  private let folder: String?
  /// The least time between two states, in seconds; 0 for a state after every step.
  private let interval: Double
  private let state: Mutex<State>

  private struct State {
    /// What the session is called.
    var name: String?
    /// The file of this session, once there is something to write.
    var file: JournalFile?
    /// The file of a session that ended, locked while its user is asked.
    var restorable: JournalFile?
    var isClosed = false
    /// Why the last command is not in the file.
    var problem: String?
    /// Whether that was told.
    var isTold = false
    /// When the next state is due.
    var nextState = ContinuousClock.now
  }

  /// The share of the time that states may take.
  private static let share = 0.005

  /// A journal in a folder, which is made if need be; nothing is written before the first command.
  init(folder: String?, name: String?, interval: Double) {
    self.folder = folder
    self.interval = interval
    var state = State(name: name)
    if let folder {
      do {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      } catch {
        state.problem = "\(folder): \(error.localizedDescription)"
      }
    }
    self.state = Mutex(state)
  }

  /// Why what was done is not journaled, told once until it is again.
  func takeProblem() -> String? {
    state.withLock { state in
      guard let problem = state.problem, !state.isTold else { return nil }
      state.isTold = true
      return problem
    }
  }

  /// Where journals are kept.
  static var standardFolder: String {
    let environment = ProcessInfo.processInfo.environment
    let base = environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    return (base ?? NSHomeDirectory() + "/.local/state") + "/neos/sessions"
  }

  // MARK: Writing

  /// Writes what a session has done since the last time.
  ///
  /// - Parameter isStepping: whether steps follow, which need a file to be written to.
  func follow(_ session: Session, isStepping: Bool = false) {
    let commands = session.journal
    guard !commands.isEmpty || isStepping else { return }
    state.withLock { state in
      let isContinued = state.file.map { commands.starts(with: $0.commands) } ?? false
      if let file = state.file, isContinued, file.name == state.name {
        guard !state.isClosed else { return }
        note(state.file?.append(commands[file.commands.count...]) ?? true, &state)
      } else {
        write(session, &state, savesState: !isContinued)
      }
    }
  }

  /// Keeps why something could not be written; what is missing is written with the next command.
  private func note(_ isWritten: Bool, _ state: inout State) {
    guard !isWritten else {
      (state.problem, state.isTold) = (nil, false)
      return
    }
    let reason = errno == 0 ? "it cannot be written to its end" : String(cString: strerror(errno))
    state.problem = "\(folder ?? ""): \(reason)"
  }

  /// Writes a file anew: the first one, that of a loaded session, or one with another name in it.
  private func write(_ session: Session, _ state: inout State, savesState: Bool) {
    guard let folder, !state.isClosed else { return }
    guard var new = JournalFile(newIn: folder, for: state.name) else { return note(false, &state) }
    guard new.append(session.journal) else {
      note(false, &state)
      return new.remove()
    }
    note(true, &state)
    if let old = state.file {
      new.takePlace(of: old)
    } else {
      new.publish()
    }
    state.file = new
    guard savesState else { return }
    unlink(new.states.latest)
    unlink(new.states.earlier)
    // What a loaded session did is in its state; to do it again may take hours.
    if session.step > 0, session.isAtItsEnd { try? session.save(to: new.states.earlier) }
    state.nextState = ContinuousClock.now + .seconds(interval)
  }

  /// Writes how many steps the command in flight has taken, and the state if that is due.
  func write(_ session: Session, stepsInFlight count: Int) {
    state.withLock { state in
      // Steps after a command that is missing would be another session's.
      guard !state.isClosed, state.problem == nil, let file = state.file else { return }
      note(file.write(last: "step \(count)"), &state)
      let start = ContinuousClock.now
      guard start >= state.nextState, session.isAtItsEnd else { return }
      Glibc.rename(file.states.latest, file.states.earlier)
      try? session.save(to: file.states.latest, stepsInFlight: count)
      let cost = (ContinuousClock.now - start) / .seconds(1)
      let pause = interval > 0 ? max(interval, cost / Self.share) : 0
      state.nextState = ContinuousClock.now + .seconds(pause)
    }
  }

  /// The session is now called something else.
  func rename(_ name: String) { state.withLock { $0.name = name } }

  /// Takes the file away; nothing is written any more. A session that is kept for later is let go.
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
    Self.sweep(folder)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let files = names.filter { $0.hasSuffix(".neos") }.compactMap {
      JournalFile(ended: folder + "/" + $0)
    }.sorted { $0.time > $1.time }
    for file in files.dropFirst() { file.release() }
    guard let file = files.first else { return nil }
    state.withLock { $0.restorable = file }
    return .init(
      name: file.name, when: Self.text(of: file.time), stepCount: SessionRestoration.stepCount(file.commands),
      lineCount: file.commands.count)
  }

  private static func text(of time: time_t) -> String {
    var (time, parts) = (time, tm())
    localtime_r(&time, &parts)
    var buffer = [CChar](repeating: 0, count: 40)
    let count = strftime(&buffer, buffer.count, "%Y-%m-%d %H:%M", &parts)
    return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// How the session that is held comes back; its file stays as it is.
  var restoration: SessionRestoration? {
    state.withLock { state in
      state.restorable.map {
        SessionRestoration(
          lines: $0.commands, folder: $0.workingFolder, name: $0.name, savedState: $0.states.earlier)
      }
    }
  }

  /// The session that is held is back: its file is now that of this one.
  func takeRestorable(as session: Session, name: String?) {
    state.withLock { state in
      guard !state.isClosed, let file = state.restorable else { return }
      state.restorable = nil
      state.file?.remove()
      state.file = file
      state.name = name
      state.nextState = ContinuousClock.now + .seconds(interval)
      if file.name != name || file.commands != session.journal { write(session, &state, savesState: false) }
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
