internal import Foundation
internal import NeosEngine

/// A session that ended without being closed, and how it comes back: from a saved state and the commands since, or
/// else by all commands. Nothing is written.
struct SessionRestoration {
  /// The commands that led to where it was.
  let lines: [String]
  /// The folder in which it was at work.
  let folder: String?
  /// What it was called.
  let name: String?
  /// The file of a saved state on the way, if there is one.
  let savedState: String

  /// Why it did not come back.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// How many steps lines take.
  static func stepCount(_ lines: some Sequence<String>) -> Int { lines.reduce(0) { $0 + stepCount($1) } }

  private static func stepCount(_ line: String) -> Int {
    guard case .step(let count)? = try? Command(line: line) else { return 0 }
    return count
  }

  /// The file that the session comes from, as it is called from here.
  var path: String? {
    guard let name, let folder, !name.hasPrefix("/") else { return name }
    return folder == FileManager.default.currentDirectoryPath ? name : folder + "/" + name
  }

  /// The session as it was.
  ///
  /// - Parameters:
  ///   - isStopped: asked between steps whether nobody waits for it any more.
  ///   - tell: hears of every step, and how far it is.
  func session(
    threads: Int?, isStopped: @escaping @Sendable () -> Bool,
    tell: @escaping (Session, StepRecord, SessionEvent.Progress) -> Void
  ) throws(Failure) -> Session {
    if let (session, rest) = fromState(threads) {
      // Steps before the state that are to be undone, or the like, need all commands.
      do { return try session.after(rest, isStopped: isStopped, tell: tell) } catch {}
      if isStopped() { throw Failure(description: "it was given up") }
    }
    return try empty(threads).after(lines[...], isStopped: isStopped, tell: tell)
  }

  private func empty(_ threads: Int?) -> Session {
    var session = Session(threads: threads)
    session.folder = folder
    if let path, path.hasSuffix(".neos") {
      session.source = path
      session.folder = URL(filePath: path).deletingLastPathComponent().path
    }
    return session
  }

  /// The saved state, and the commands since; nil when it does not lie on the way.
  private func fromState(_ threads: Int?) -> (Session, ArraySlice<String>)? {
    var session = empty(threads)
    guard FileManager.default.fileExists(atPath: savedState), (try? session.load(from: savedState)) != nil
    else { return nil }
    let before = session.journal
    guard let last = before.last, before.count <= lines.count, lines.starts(with: before.dropLast()) else {
      return nil
    }
    let rest = lines[before.count...]
    let line = lines[before.count - 1]
    if line == last { return (session, rest) }
    // It was saved in the middle of a command.
    let left = Self.stepCount(line) - Self.stepCount(last)
    return left > 0 && Self.stepCount(last) > 0 ? (session, ["step \(left)"] + rest) : nil
  }
}

extension Session {
  /// The session after some lines.
  fileprivate func after(
    _ lines: ArraySlice<String>, isStopped: @escaping @Sendable () -> Bool,
    tell: @escaping (Session, StepRecord, SessionEvent.Progress) -> Void
  ) throws(SessionRestoration.Failure) -> Session {
    var session = self
    let total = SessionRestoration.stepCount(lines)
    var done = 0
    // Without notes and the like: they were told when it was done first.
    var control = SessionControl(isStopped: isStopped) { _ in }
    control.checkpoint = { session in
      done += 1
      guard let record = session.lastRecord else { return }
      tell(session, record, .init(done: done, total: total, isLimit: false))
    }
    for line in lines {
      do {
        try session.perform(line, control: control)
      } catch {
        throw SessionRestoration.Failure(description: "'\(line)': \(error)")
      }
    }
    return session
  }
}
