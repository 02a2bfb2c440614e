extension Session {
  /// Changes settings, and redoes what depends on them.
  mutating func configure(
    _ assignments: [Command.Assignment], _ control: SessionControl
  ) throws(SessionError) {
    var changed = configuration
    var effects: Set<Knob.Effect> = []
    let cuts = assignments.filter { ["split.test", "split.folds"].contains($0.knob) && $0.words != ["none"] }
    if cuts.count > 1 {
      throw .request("split: the test sample is a share of the events or a fold, not both")
    }
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
      let isPinned = assignments.contains { $0.knob == "model.digest" }
      try readWorkspace(&changed, digest: isPinned ? changed.spec.digest : nil)
      branch.compiled = nil
    }
    for note in doubts(changed) { control.report(.note(note)) }
    let before = branch
    branch.configuration = changed
    apply(effects, before, control)
  }

  /// What is worth a word when settings become others, though it may be meant.
  private func doubts(_ changed: Configuration) -> [String] {
    var doubts: [String] = []
    let isOtherSplit =
      changed.split != configuration.split || changed.seeds.split != configuration.seeds.split
    if step > 0, isOtherSplit, changed.split.hasTest || changed.split.validationFraction != nil {
      doubts.append(
        "the network has been trained on some of the events that are now kept for test or validation")
    }
    let (old, new) = (configuration.scaling, changed.scaling)
    if changed.dataKind == .samples, old.signal != new.signal || old.background != new.background {
      doubts.append(
        "declared samples have yields of their own; 'scale signal=' and 'background=' change nothing")
    }
    return doubts
  }

  /// Reads the workspace of changed settings, if they name one.
  func readWorkspace(_ changed: inout Configuration, digest: String?) throws(SessionError) {
    guard case .spec(let path) = changed.model else {
      changed.workspace = changed.model == .samples ? changed.declaredWorkspace : nil
      changed.spec.digest = nil
      return
    }
    if let embedded {
      changed.workspace = embedded
    } else {
      let read = try workspace(
        path, patch: changed.spec.patch, measurement: changed.spec.measurement, digest: digest)
      (changed.workspace, changed.spec.digest) = (read.workspace, read.digest)
    }
  }

  /// A line for the journal: as it was written, but where it reads a workspace, with the digest of that.
  func journalLine(_ command: Command, _ line: String) -> String {
    if case .declare(let declaration) = command { return configuration.declarations.line(declaration) }
    guard let digest = configuration.spec.digest, case .configure(let assignments) = command,
      assignments.contains(where: { Knob.named($0.knob)?.effect == .model })
    else { return line }
    return Command.modelLine(assignments.filter { $0.knob != "model.digest" }) + " digest=\(digest)"
  }

  /// Redoes what depends on changed settings.
  ///
  /// - Parameters:
  ///   - effects: what the change touches.
  ///   - before: the branch before it.
  ///   - control: who hears what that means.
  mutating func apply(_ effects: Set<Knob.Effect>, _ before: Branch, _ control: SessionControl) {
    if effects.contains(.network), branch.state != nil {
      if (before.history.steps?.upperBound ?? 0) > 0 {
        let name = keep(before)
        control.report(
          .note(
            "the network is made anew: back to step 0; the run before is kept as '\(name)', 'switch \(name)' goes there"
          ))
      } else if branch.hasLoadedNetwork {
        control.report(.note("the network is made anew: the weights that were loaded are gone"))
      }
      branch.state = nil
      branch.hasLoadedNetwork = false
      branch.history = History()
      branch.records = []
      branch.metricsSince = 0
    }
    // Nothing is lost of a network that has made no step.
    if effects.contains(.events), configuration.standardizes, step == 0 { branch.state = nil }
    if var state = branch.state {
      if effects.contains(.bins) { state.replaceBinning(configuration.binning) }
      if effects.contains(.bandwidth) {
        state.point.bandwidth = configuration.bandwidth(at: state.step)
        state.bandwidthMemory = OptimizerState(count: 1)
      }
      if effects.contains(.optimizer) { state.resetOptimizer(configuration.optimizer.kind) }
      branch.state = state
      branch.history.replace(state)
    }
    if !effects.isDisjoint(with: [.events, .loss, .bins, .model]) { branch.metricsSince = step }
    if !effects.isSubset(of: [.updates, .optimizer, .speed]) {
      branch.lossesSince = step
      branch.forgetEvaluation()
    }
  }
}
