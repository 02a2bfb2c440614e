internal import NeosEngine

extension Screen {
  /// Takes what the session's thread tells.
  mutating func take(_ message: WorkerMessage) -> [Effect] {
    switch message {
    case .began(let line): begin(line)
    case .update(let update):
      session.take(update, at: time)
      if let completion = update.completion { prompt.context = completion }
      if case .working("the first numbers") = session.activity {
        session.activity = .idle
        if let player { return [.work(.pace(player.secondsPerStep))] }
      }
    case .said(let event): say(event)
    case .failed(let failure): return fail(failure)
    case .finished(let line): return finish(line)
    case .restorable(let session):
      // A replay is looked at; what is to be gone on with is asked by a screen that works.
      if player == nil { mode = .question(.restore(session)) }
    case .unjournaled(let reason): log.add(.warning, "this session is not kept against a crash: \(reason)")
    }
    return []
  }

  private mutating func begin(_ line: String) {
    session.stoppedBy = nil
    let verb = line.split(separator: " ").first.map(String.init) ?? ""
    let isStepping = line == WorkerMessage.running || verb == "step" || verb == "run"
    session.activity = isStepping ? .stepping : .working(line)
    session.speed.start(at: time)
    session.firstStep = session.view.step
    session.hasFailed = false
    log.add(.command, line)
  }

  private mutating func fail(_ failure: WorkerMessage.Failure) -> [Effect] {
    session.hasFailed = true
    if let error = failure.error {
      log.add(LogEntry(error, in: failure.line))
    } else {
      log.add(.error, failure.message)
    }
    notice = failure.message
    if player != nil {
      player?.fail(failure.message)
      mode = .question(.replay(failure.message))
    }
    return [.bell]
  }

  private mutating func finish(_ line: String) -> [Effect] {
    let taken = session.view.step - session.firstStep
    if line == WorkerMessage.running, taken > 0 {
      log.add(.note, "paused after \(taken) steps: recorded as 'step \(taken)'")
    }
    session.activity = .idle
    session.isStopping = false
    session.progress = nil
    if !session.hasFailed {
      switch try? Command(line: line) {
      case .save(let path), .load(let path): session.path = path
      default: break
      }
    }
    return player?.finish(at: time) ?? []
  }

  private mutating func say(_ event: SessionEvent) {
    log.add(event)
    switch event {
    case .expectation(let expectation): player?.count(expectation)
    case .stopped(let condition, _, _):
      session.stoppedBy = condition
      notice = event.description
    default: break
    }
  }
}
