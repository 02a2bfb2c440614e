extension Session {
  /// Steps until a quantity has not improved for some steps, a count is reached, a breakpoint stops it, or someone
  /// interrupts; then goes back to where it was best, unless it was stopped.
  ///
  /// A metric without a value at a step is none that improves.
  mutating func run(
    _ limit: Int, while quantity: Quantity, patience: Int, _ control: SessionControl
  ) throws(SessionError) {
    let start = step
    var left = 0
    try journaled(control) { session, done throws(SessionError) in
      let best = try session.runWhileImproving(limit, quantity, patience, control, &done)
      guard let best, best.state.step < session.step else { return }
      control.report(.note("\(quantity) was best at step \(best.state.step)"))
      if session.branch.history.state(at: best.state.step) != nil {
        left = session.step - best.state.step
      } else {
        // So far back no step is held, and none from there to here could be gone forward to.
        session.goBack(to: best, control)
        done = best.state.step - start
      }
    }
    guard left > 0 else { return }
    try move(by: -left, control)
    try append(toJournal: "back \(left)")
  }

  /// The best step of a run.
  private struct Best {
    var state: TrainingState
    var value: Double
  }

  /// Steps as long as a quantity improves.
  ///
  /// - Returns: the best step; nil when it had no value at any step, or a breakpoint stopped the run.
  private mutating func runWhileImproving(
    _ limit: Int, _ quantity: Quantity, _ patience: Int, _ control: SessionControl, _ done: inout Int
  ) throws(SessionError) -> Best? {
    let start = step
    var best: Best?
    var undefined = 0
    func look(_ session: inout Session) throws(SessionError) {
      guard let value = try session.valueToImprove(quantity) else {
        undefined += 1
        return
      }
      if let best, value >= best.value { return }
      if let state = session.branch.state { best = Best(state: state, value: value) }
    }
    try look(&self)
    while done < limit, step - (best?.state.step ?? start) < patience {
      try takeStep(of: limit, isLimit: true, control, &done)
      try look(&self)
      if try isStoppedByBreakpoint(control) { return nil }
    }
    if undefined > 0 {
      control.report(.note("\(quantity) had no value at \(undefined) of \(counted(done + 1, "step"))"))
    }
    if let best, best.state.step == step {
      control.report(.note("\(quantity) still improves after \(counted(done, "step"))"))
    }
    return best
  }

  /// The value of a quantity, which is better the smaller it is; nil where it is a metric that has none.
  private mutating func valueToImprove(_ quantity: Quantity) throws(SessionError) -> Double? {
    if case .metric(let metric, let scope) = quantity, scope != .best {
      return try metricOutcome(metric, on: part(of: scope)).number.map { metric.isMaximized ? -$0 : $0 }
    }
    let isMaximized: Bool =
      if case .metric(let metric, _) = quantity { metric.isMaximized } else {
        configuration.objective.isMaximized
      }
    return try values(of: quantity).first.map { isMaximized ? -$0 : $0 }
  }

  /// Takes up a state that is not held any more; nothing after it is left.
  private mutating func goBack(to best: Best, _ control: SessionControl) {
    branch.state = best.state.rebased(on: configuration)
    branch.holdOnlyPresent()
    let step = step
    branch.records.removeAll { $0.step > step }
    branch.forgetEvaluation()
    control.report(.note("at step \(step); the steps before and after it are not held any more"))
  }
}
