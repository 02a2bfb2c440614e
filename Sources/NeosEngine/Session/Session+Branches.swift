extension Session {
  /// Goes on in a copy under a name.
  mutating func fork(_ name: String, _ control: SessionControl) throws(SessionError) {
    guard name != branchName, others[name] == nil else {
      throw .request("there is a copy '\(name)' already; 'switch \(name)' goes there")
    }
    others[branchName] = branch
    control.report(.note("'\(name)' goes on from '\(branchName)' at step \(step)"))
    branchName = name
  }

  /// Goes on in another copy.
  mutating func switchTo(_ name: String, _ control: SessionControl) throws(SessionError) {
    if name == branchName { return }
    guard let other = others.removeValue(forKey: name) else {
      throw .request("there is no copy '\(name)'; there are \(branchNames.joined(separator: ", "))")
    }
    others[branchName] = branch
    branch = other
    branch.keptAt = nil
    branchName = name
    control.report(.note("in '\(name)' at step \(step)"))
  }

  /// How many runs are kept without being asked for, at most.
  private static let mostKept = 8

  /// Keeps a run whose network is about to be made anew as a copy, and says its name. The oldest of those that were
  /// kept before goes when there are many; of the others, only their last step stays held.
  mutating func keep(_ run: Branch) -> String {
    let number = max(run.step, run.records.last?.step ?? 0)
    let first = "\(branchName)-\(number)"
    var (name, count) = (first, 1)
    while name == branchName || others[name] != nil {
      count += 1
      name = "\(first)-\(count)"
    }
    let kept = others.filter { $0.value.keptAt != nil }.sorted {
      ($0.value.keptAt ?? 0) < ($1.value.keptAt ?? 0)
    }
    for (name, _) in kept { others[name]?.holdOnlyPresent() }
    for (name, _) in kept.dropLast(Self.mostKept - 1) { others[name] = nil }
    others[name] = run
    others[name]?.forgetEvaluation()
    others[name]?.keptAt = journal.count
    return name
  }

  /// The names of all copies.
  public var branchNames: [String] { (others.keys + [branchName]).sorted() }

  /// Computes the loss of a copy under its present settings, where it has one; its curve then holds it.
  private mutating func evaluate(_ name: String) {
    guard name != branchName, let other = others[name] else {
      _ = try? evaluated()
      return
    }
    let here = branch
    branch = other
    _ = try? evaluated()
    others[name] = branch
    branch = here
  }

  /// The copies side by side.
  mutating func comparison() throws(SessionError) -> Display {
    for name in branchNames { evaluate(name) }
    let branches = branchNames.compactMap { name in
      (name == branchName ? branch : others[name]).map { (name, $0) }
    }
    func row(_ name: String, _ value: (Branch) -> Double?) -> [Display.Cell] {
      [.text(name)] + branches.map { value($0.1).map { .number($0) } ?? .empty }
    }
    var rows = [
      [.text("objective")] + branches.map { .text($0.1.configuration.objective.rawValue) },
      row("step") { Double($0.step) }, row("loss") { $0.past.last?.loss },
    ]
    for metric in configuration.metrics {
      rows.append(row(metric.rawValue) { $0.past.last?.metric(metric) })
      rows.append(row("best.\(metric.rawValue)") { $0.best(metric) })
    }
    // Of the settings, those in which the copies differ.
    for knob in Knob.table {
      let values = branches.map { knob.read($0.1.configuration).joined(separator: " ") }
      if Set(values).count > 1 { rows.append([.text(knob.name)] + values.map { .text($0) }) }
    }
    return Display(title: "compare", columns: [""] + branches.map(\.0), rows: rows)
  }
}
