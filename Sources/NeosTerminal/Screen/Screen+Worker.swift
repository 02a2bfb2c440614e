internal import NeosEngine
internal import NeosPlot

extension Screen {
  /// Takes what the session's thread tells.
  mutating func take(_ message: WorkerMessage) -> [Effect] {
    switch message {
    case .began(let line): begin(line)
    case .update(let update):
      session.take(update, at: time)
      if case .working("the first numbers") = session.activity {
        session.activity = .idle
        if let player { return [.work(.pace(player.secondsPerStep))] }
      }
    case .said(let event): say(event)
    case .failed(let failure):
      log.add(failure.line, .command)
      if let place = failure.place {
        let caret = String(repeating: " ", count: place.lowerBound)
        log.add(caret + String(repeating: "^", count: max(place.count, 1)), .problem)
      }
      log.add(failure.message, .problem)
      notice = failure.message
      if player != nil {
        player?.fail(failure.message)
        mode = .question(.replay(failure.message))
      }
      return [.bell]
    case .finished:
      session.activity = .idle
      session.isStopping = false
      session.progress = nil
      return player?.finish(at: time) ?? []
    case .restorable(let session): mode = .question(.restore(session))
    case .unjournaled(let reason): log.add("this session is not kept against a crash: \(reason)", .problem)
    }
    return []
  }

  private mutating func begin(_ line: String) {
    session.stoppedBy = nil
    let verb = line.split(separator: " ").first.map(String.init) ?? ""
    let isStepping = line == WorkerMessage.running || verb == "step" || verb == "run"
    session.activity = isStepping ? .stepping : .working(line)
    session.speed.start(at: time)
    log.add(line, .command)
  }

  private mutating func say(_ event: SessionEvent) {
    switch event {
    case .step: break
    case .picture(let picture):
      for chart in picture.charts {
        log.add("\(chart.title)\n\(chart.chart.text(width: 72, height: chart.height))", .text)
      }
    case .expectation(let expectation):
      player?.count(expectation)
      log.add(expectation.description, expectation.holds ? .good : .problem)
    case .stopped(let condition, _, _):
      session.stoppedBy = condition
      notice = event.description
      log.add(event.description, .good)
    default: log.add(event.description, .text)
    }
  }
}
