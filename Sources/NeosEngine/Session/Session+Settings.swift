extension Session {
  /// Changes settings, and redoes what depends on them.
  mutating func configure(
    _ assignments: [Command.Assignment], _ control: SessionControl
  ) throws(SessionError) {
    var changed = configuration
    var effects: Set<Knob.Effect> = []
    for assignment in assignments {
      guard let knob = Knob.named(assignment.knob) else {
        throw .request("unknown knob '\(assignment.knob)'")
      }
      let before = knob.read(changed)
      do throws(ValueError) {
        try knob.set(&changed, assignment.words)
      } catch {
        throw .request("\(knob.name): \(error.message)")
      }
      // Bins and bandwidth move in training: setting them to their start value changes them too.
      // A workspace's file may have changed.
      let mayHaveMoved = [.bins, .bandwidth, .model].contains(knob.effect)
      if mayHaveMoved || knob.read(changed) != before { effects.insert(knob.effect) }
    }
    if effects.contains(.model) {
      changed.workspace = nil
      if case .spec(let path) = changed.model {
        changed.workspace =
          if let embedded { embedded } else { try workspace(path, patch: changed.spec.patch) }
      }
      branch.compiled = nil
    }
    branch.configuration = changed
    apply(effects, control)
  }

  private mutating func apply(_ effects: Set<Knob.Effect>, _ control: SessionControl) {
    if effects.contains(.network), branch.state != nil {
      if step > 0 { control.report(.note("the network is made anew: back to step 0")) }
      branch.state = nil
      branch.history = History()
      branch.records = []
      branch.metricsSince = 0
    }
    if var state = branch.state {
      if effects.contains(.bins) {
        state.point.binning = configuration.binning
        state.edgeMemory = OptimizerState(count: configuration.binning.count - 1)
      }
      if effects.contains(.bandwidth) {
        state.point.bandwidth = configuration.bandwidth
        state.bandwidthMemory = OptimizerState(count: 1)
      }
      if effects.contains(.optimizer) { state.resetOptimizer() }
      branch.state = state
      branch.history.replace(state)
    }
    if !effects.isDisjoint(with: [.events, .loss, .bins, .model]) { branch.metricsSince = step }
    if effects.contains(where: { $0 != .updates && $0 != .optimizer }) {
      branch.lossesSince = step
      branch.evaluation = nil
      branch.testAssessment = nil
    }
  }
}
