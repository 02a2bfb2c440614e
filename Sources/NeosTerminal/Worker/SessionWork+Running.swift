internal import NeosEngine

extension SessionWork {
  /// Carries out a command that steps, and between its steps the lines that steer it.
  ///
  /// - Parameter line: what the command is called.
  mutating func run(_ command: Command, line: String) throws(SessionError) {
    defer { control.setUnderWay(nil) }
    if !isReplay { journal.follow(session, isStepping: true) }
    var news = RunNews()
    var rest = command
    while true {
      do throws(SessionError) {
        return try runOn(rest, of: command, &news)
      } catch .interrupted(let count) {
        keep()
        news.done += count
        guard let left = rest.rest(after: count), steer(&news) else {
          control.post(news.done > 0 ? .paused(after: news.done, sinceSteered: count) : .canceled(line))
          return
        }
        rest = left
      }
    }
  }

  /// What is to be told of a run.
  private struct RunNews {
    /// Steps taken before it was steered last.
    var done = 0
    var records: [StepRecord] = []
    var view: SessionView?
  }

  private mutating func runOn(
    _ rest: Command, of command: Command, _ news: inout RunNews
  ) throws(SessionError) {
    var (budget, told) = (budget, news)
    defer { (self.budget, news) = (budget, told) }
    let (before, isReplay, isSaved) = (news.done, isReplay, isKeptElsewhere)
    var count = 0
    var stepControl = SessionControl(isStopped: control.isInterrupted) { [control] event in
      guard case .step(_, var progress) = event else { return control.post(.said(event)) }
      guard let view = told.view else { return }
      progress.done += before
      progress.total += before
      control.post(
        .update(
          SessionUpdate(view: view, curves: .appended(told.records), progress: progress, isSaved: isSaved)))
      told.view = nil
      told.records = []
    }
    stepControl.checkpoint = { [control, journal] session in
      if let record = session.lastRecord { told.records.append(record) }
      count += 1
      if before + count == 1 { control.setUnderWay(command) }
      if !isReplay { journal.write(session, stepsInFlight: count) }
      guard budget.isDue || control.isHeld() else { return }
      budget.update { told.view = Self.view(session, control.parts(), &$0) }
    }
    try session.execute(rest, line: "", control: stepControl)
  }

  /// Carries out the lines that steer a run; false when there are none.
  private mutating func steer(_ news: inout RunNews) -> Bool {
    var isSteered = false
    while let request = control.steering() {
      isSteered = true
      guard let line = request.line else { continue }
      if case .propose = request, isRefused(line) { continue }
      control.post(.began(line))
      _ = perform(line)
      keep()
      control.post(
        .update(
          SessionUpdate(view: session.view(), curves: .appended(news.records), isSaved: isKeptElsewhere)))
      news.records = []
      control.post(.finished(line))
    }
    return isSteered
  }
}
