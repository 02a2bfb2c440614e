internal import NeosEngine

extension Screen {
  /// Takes what the session's thread tells.
  mutating func take(_ message: WorkerMessage) -> [Effect] {
    switch message {
    case .began(let line): begin(line)
    case .update(let update): return take(update)
    case .said(.reading(let path, let progress)):
      session.reading = progress.share < 1 ? SessionEvent.reading(path, progress).description : nil
    case .said(let event): say(event)
    case .recording(let path): session.view.recordingPath = path
    case .failed(let failure): return fail(failure)
    case .held: player?.hold()
    case .paused(let count, let last):
      logPause(after: count, sinceSteered: last)
    case .finished(let line): return finish(line)
    case .dropped(let line):
      forget(line)
      log.add(.warning, "not carried out, since it was to follow the run that was stopped: \(line)")
    case .canceled(let line): log.add(.warning, "not carried out, since it was stopped: \(line)")
    case .wouldReplace(let path, let line): return askToReplace(path, line)
    case .restorable(let session): mode = .question(.restore(session))
    case .restored(let name):
      session.path = name
      log.add(.note, "\(session.name) goes on where it was")
    case .unjournaled(let reason): log.add(.warning, "this session is not kept against a crash: \(reason)")
    case .shared(let path, let holder):
      let text = "\(path): \(holder), and alone writes to it; save this session under another name"
      log.add(.warning, text)
      notice = text
    }
    return []
  }

  private mutating func take(_ update: SessionUpdate) -> [Effect] {
    session.take(update, at: time)
    if waiting.isEmpty { turned = [:] }
    if let completion = update.completion { prompt.context = completion }
    if case .working("the first numbers") = session.activity {
      session.activity = .idle
      session.isStopping = false
      if let player { return [.work(.pace(player.secondsPerStep))] }
    }
    return []
  }

  private mutating func logPause(after count: Int, sinceSteered last: Int) {
    let text = "paused after \(counted(count, "step"))"
    if last < count {
      log.add(.note, "\(text): \(last) of them since it was steered last")
    } else if session.view.recordingPath != nil {
      log.add(.note, "\(text): recorded as 'step \(count)'")
    } else {
      log.add(.note, "\(text) ('step \(count)')")
    }
  }

  private mutating func forget(_ line: String) {
    if let place = waiting.firstIndex(of: line) { waiting.remove(at: place) }
  }

  private mutating func begin(_ line: String) {
    forget(line)
    if notice == Self.waitNotice(line) { notice = nil }
    session.hasFailed = false
    session.reading = nil
    if line != WorkerMessage.restoring { log.add(.command, line) }
    guard session.stepping == nil else {
      session.steering = line
      return
    }
    if session.stoppedBy != nil {
      session.stoppedBy = nil
      notice = nil
    }
    session.activity = Self.activity(of: line)
    session.speed.start(at: time)
  }

  private static func activity(of line: String) -> SessionState.Activity {
    switch line {
    case WorkerMessage.running: return .stepping(.endlessRun)
    case WorkerMessage.restoring: return .restoring
    default:
      guard let command = try? Command(line: line), command.isStepping else { return .working(line) }
      return .stepping(command)
    }
  }

  private mutating func fail(_ failure: WorkerMessage.Failure) -> [Effect] {
    session.hasFailed = true
    if let error = failure.error {
      log.add(LogEntry(error, in: failure.line))
    } else {
      log.add(.error, failure.message)
    }
    notice = failure.message
    if let player, !player.isFinished {
      self.player?.fail(failure.message)
      mode = .question(.replay(failure.message))
    }
    return [.bell]
  }

  private mutating func finish(_ line: String) -> [Effect] {
    if !session.hasFailed {
      switch try? Command(line: line) {
      case .save(let path), .load(let path): session.path = path
      case .breakClear: forgetBreakpoint()
      default: break
      }
    }
    if session.steering == line {
      session.steering = nil
      return []
    }
    session.activity = .idle
    session.isStopping = false
    session.progress = nil
    session.reading = nil
    return player?.finish(at: time) ?? []
  }

  private mutating func askToReplace(_ path: String, _ line: String) -> [Effect] {
    forget(line)
    if mode == .keys {
      mode = .question(.replace(path: path, line: line))
    } else {
      // Keys are meant for something else by now.
      log.add(.error, "not carried out, since \(path) is there already and not this session's: \(line)")
    }
    return [.bell]
  }

  private mutating func say(_ event: SessionEvent) {
    log.add(event)
    switch event {
    case .expectation(let expectation): player?.count(expectation)
    case .stopped(let condition, _, _):
      mark(condition)
      notice = event.description
    default: break
    }
  }

  /// Marks what a breakpoint is on, and shows it.
  private mutating func mark(_ condition: Condition) {
    forgetBreakpoint()
    session.stoppedBy = condition
    switch condition.quantity {
    case .yields(let template, let bin, _): histogram.show(template, bin, session.view.histogram)
    case .fitParameter(let name): fit.show(name)
    case .loss: curves.show("loss", session)
    case .metric(let metric, _): curves.show(metric.rawValue, session)
    case .rate, .gradientNorm: curves.show(condition.quantity.description, session)
    default: break
    }
  }

  /// Takes all marks of a breakpoint away.
  mutating func forgetBreakpoint() {
    session.stoppedBy = nil
    histogram.unmark()
    fit.unmark()
  }
}
