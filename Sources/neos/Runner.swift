import NeosEngine

/// One session file carried out from its first line to its last.
struct Runner {
  let file: SessionFile
  let reporter: any Reporter
  let threads: Int
  /// Where the session is saved when it is interrupted.
  let interruptedState: String

  /// Runs the file and gives the exit status.
  func run() -> Int32 {
    var session = Session(threads: threads)
    session.folder = file.folder
    var failed = 0
    var held = 0
    for line in file.lines {
      let place = "\(file.name):\(line.number)"
      let control = SessionControl(isStopped: { Interruption.signal != 0 }) { event in
        if case .expectation(let expectation) = event {
          if expectation.holds { held += 1 } else { failed += 1 }
        }
        reporter.report(event, at: place)
      }
      do throws(SessionError) {
        if Interruption.signal != 0 { throw SessionError.interrupted(done: 0) }
        try session.execute(line.command, line: line.text, control: control)
      } catch {
        if case .interrupted = error { return interrupted(session, at: place, error) }
        reporter.fail("\(error)", at: place)
        reporter.finish(session, held: held, failed: failed, isComplete: false)
        return 1
      }
      if case .quit = line.command { break }
    }
    reporter.finish(session, held: held, failed: failed, isComplete: true)
    return failed == 0 ? 0 : 1
  }

  private func interrupted(_ session: Session, at place: String, _ error: SessionError) -> Int32 {
    do throws(SessionError) {
      try session.save(to: interruptedState)
      reporter.fail(
        "\(error); the state is saved, 'load \(interruptedState)' goes on from step \(session.step)",
        at: place)
    } catch let failure {
      reporter.fail("\(error); the state could not be saved: \(failure)", at: place)
    }
    return 128 + Interruption.signal
  }
}
