import Foundation
import NeosEngine
import NeosTerminal
import Synchronization

/// One session file carried out from its first line to its last.
struct Runner {
  let file: SessionFile
  let reporter: any Reporter
  let threads: Int?
  /// Where the session is saved when it is interrupted.
  let interruptedState: String
  /// Where states are saved on the way, and every how many seconds; nowhere unless set.
  var checkpoint: (path: String, seconds: Double)?
  /// Which charts are shown at the end.
  var charts: [Picture.Topic] = []

  /// Runs the file and gives the exit status.
  func run() -> Int32 {
    var session = Session(threads: threads)
    session.folder = file.folder
    session.source = file.folder == nil ? nil : file.name
    let lastGood = LastGood(session)
    let rescue = Rescue(path: interruptedState)
    Interruption.onSecondSignal {
      StandardError.write("stopped at once; \(rescue.save(lastGood.session))\n")
    }
    defer { Interruption.onSecondSignal {} }
    let checkpoints = checkpoint.map { path, seconds in
      Checkpoints(path: path, seconds: seconds) { StandardError.write("\(file.name): \($0)\n") }
    }
    var failed = 0
    var held = 0
    var place = file.name
    func interrupted(_ error: SessionError) -> Int32 {
      reporter.fail("\(error); \(rescue.save(session))", at: place)
      return 128 + Interruption.signal
    }
    for line in file.lines {
      place = "\(file.name):\(line.number)"
      var control = SessionControl(isStopped: { Interruption.signal != 0 }) { event in
        if case .expectation(let expectation) = event {
          if expectation.holds { held += 1 } else { failed += 1 }
        }
        reporter.report(event, at: place)
        if case .step(_, let progress) = event { checkpoints?.save(stepsInFlight: progress.done) }
      }
      control.checkpoint = {
        lastGood.offer($0)
        checkpoints?.offer($0)
      }
      control.renderer = .figures
      do throws(SessionError) {
        if Interruption.signal != 0 { throw SessionError.interrupted(done: 0) }
        try session.execute(line.command, line: line.text, control: control)
        lastGood.session = session
      } catch {
        if Interruption.signal != 0 { return interrupted(error) }
        let saved = checkpoint.map { "; \(Rescue(path: $0.path).save(session))" } ?? ""
        reporter.fail("\(error)\(saved)", at: place)
        reporter.finish(session, held: held, failed: failed, isComplete: false)
        return 1
      }
      if case .quit = line.command { break }
    }
    // The answer to a question that was stopped is one of less than was asked for.
    if Interruption.signal != 0 { return interrupted(.interrupted(done: 0)) }
    checkpoints?.remove()
    showCharts(&session)
    reporter.finish(session, held: held, failed: failed, isComplete: true)
    return failed == 0 ? 0 : 1
  }
}

extension Runner {
  /// Shows the charts of where the file led; one that cannot be made is no failure of the file.
  private func showCharts(_ session: inout Session) {
    for topic in charts {
      do throws(SessionError) {
        reporter.report(.picture(try session.picture(topic)), at: file.name)
      } catch {
        StandardError.write("\(file.name): no \(topic.rawValue): \(error)\n")
      }
    }
  }
}

/// Where an interrupted session is saved.
private struct Rescue: Sendable {
  let path: String

  /// Saves an interrupted session where it should be, or else among the temporary files; says what became of it.
  func save(_ session: Session) -> String {
    let elsewhere = FileManager.default.temporaryDirectory
      .appending(path: URL(filePath: path).lastPathComponent).path
    var failures: [String] = []
    for path in [path, elsewhere] {
      do throws(SessionError) {
        try session.save(to: path)
        let told = failures.map { " (\($0))" }.joined()
        return "the state is saved\(told), 'load \(Word.quoted(path))' goes on from step \(session.step)"
      } catch {
        failures.append("\(error)")
      }
    }
    return "the state could not be saved: \(failures.joined(separator: "; "))"
  }
}

/// The session after its last good step, for the thread that hears of a second signal.
private final class LastGood: Sendable {
  private struct Kept {
    var session: Session
    var time = ContinuousClock.now
  }

  private let kept: Mutex<Kept>

  init(_ session: Session) { kept = Mutex(Kept(session: session.snapshot)) }

  var session: Session {
    get { kept.withLock { $0.session } }
    set { kept.withLock { $0 = Kept(session: newValue.snapshot) } }
  }

  /// Keeps a session if the one that is kept is a while old, since after each copy the next step copies what it
  /// changes: in a long step, what is kept is where it began, or a quarter of a second before.
  func offer(_ session: Session) {
    kept.withLock { kept in
      guard ContinuousClock.now - kept.time > .milliseconds(250) else { return }
      kept.session.catchUp(with: session)
      kept.time = .now
    }
  }
}
