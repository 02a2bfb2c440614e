extension Session {
  /// What `show` shows.
  mutating func display(_ showing: Command.Showing) throws(SessionError) -> Display {
    switch showing {
    case .quantity(let quantity):
      let values = try values(of: quantity)
      return Display(
        title: quantity.description, columns: ["", ""],
        rows: values.count == 1
          ? [[.text(quantity.description), .number(values[0])]]
          : values.enumerated().map { [.text("\(quantity)[\($0)]"), .number($1)] })
    case .knob(let name):
      let knobs = Knob.table.filter { $0.name == name || $0.verb == name }
      return Display(
        title: name, columns: ["", ""],
        rows: knobs.map { [.text($0.name), .text($0.read(configuration).joined(separator: " "))] })
    case .topic(let topic): return try display(topic)
    case .picture(let topic):
      return Display(title: topic.rawValue, columns: [""], rows: [[.text(topic.summary)]])
    }
  }

  private mutating func display(_ topic: Topic) throws(SessionError) -> Display {
    switch topic {
    case .status: return try status()
    case .settings:
      return Display(
        title: topic.rawValue, columns: [""], rows: configuration.commands.map { [.text($0)] })
    case .yields: return try yieldsTable()
    case .metrics: return try metricsTable()
    case .model: return try modelTable()
    case .fit: return try fitTable()
    case .gradient: return try gradientTable()
    case .network: return try networkTable()
    case .events: return try eventsTable()
    case .history: return historyTable()
    case .forks: return forksTable()
    case .breaks:
      return Display(
        title: topic.rawValue, columns: ["", "stop when"],
        rows: breakpoints.enumerated().map { [.text("\($0 + 1)"), .text($1.description)] })
    }
  }

  private mutating func status() throws(SessionError) -> Display {
    let (state, evaluation) = try evaluated()
    var rows: [[Display.Cell]] = [
      [.text("copy"), .text(branchName)], [.text("step"), .number(Double(state.step))],
      [.text("objective"), .text(configuration.objective.summary)],
      [.text("loss"), .number(evaluation.loss)],
    ]
    if configuration.penalty.isOn {
      rows.append([.text("of which penalty"), .number(evaluation.penalty)])
    }
    rows += [
      [.text("rate"), .number(rate(at: state.step))],
      [.text("gradient.norm"), .number(evaluation.gradient.norm)],
      [.text("bandwidth"), .number(state.point.bandwidth)],
      [.text("edges"), .text(state.point.binning.edges.map(short).joined(separator: " "))],
    ]
    let part = store.countedPart
    rows.append([
      .text("metrics"),
      .text(part == .train ? "training sample, as counted" : "\(part.rawValue) sample, ordinary counts"),
    ])
    if let warning = try emptyBinsWarning() { rows.append([.text(""), .text(warning)]) }
    for metric in configuration.metrics { rows.append(try outcomeRow(metric, part)) }
    return Display(title: "status", columns: ["", ""], rows: rows)
  }

  /// What must be said beside metrics of the test sample when bins have no background event in it.
  private mutating func emptyBinsWarning() throws(SessionError) -> String? {
    guard store.test != nil else { return nil }
    let empty = emptyBins(try countedYields(.test))
    guard !empty.isEmpty else { return nil }
    return "no background event in bin \(empty.map(String.init).joined(separator: ", ")) of the test sample: "
      + "metrics rest on the floor there, \(short(configuration.scaling.floor))"
  }

  /// The bins in which no background event is.
  func emptyBins(_ yields: Yields) -> [Int] {
    guard let model = try? chainModel().model(yields) else { return [] }
    let background = model.expectedRates(model.initialParameters(poi: 0))
    return background.indices.filter { background[$0] <= configuration.scaling.floor }
  }

  private mutating func outcomeRow(_ metric: Objective, _ part: EventPart) throws(SessionError) -> [Display
    .Cell]
  {
    switch try metricOutcome(metric, on: part) {
    case .number(let value): [.text(metric.rawValue), .number(value)]
    case .undefined(let reason): [.text(metric.rawValue), .text("undefined: \(reason)")]
    }
  }

  private mutating func yieldsTable() throws(SessionError) -> Display {
    let yields = try presentYields()
    let title = "yields" + (batchInWords.map { ", \($0)" } ?? "")
    let test = store.test == nil ? nil : try countedYields(.test)
    if configuration.workspace != nil { return workspaceYields(title, yields, test) }
    let edges = (branch.state?.point.binning ?? configuration.binning).edges
    let rows = (0..<yields.binCount).map { bin in
      let range: Display.Cell =
        configuration.method == .softmax
        ? .text("output \(bin)") : .text("\(brief(edges[bin])) to \(brief(edges[bin + 1]))")
      let counts = yields.templates.map { Display.Cell.number($0[bin]) }
      return [.text("\(bin)"), range] + counts + (test?.templates.map { Display.Cell.number($0[bin]) } ?? [])
    }
    return Display(
      title: title, columns: ["bin", ""] + yields.names + (test?.names.map { "test \($0)" } ?? []),
      rows: rows)
  }

  /// A row for each template, since the channels of a workspace have bins of their own.
  private func workspaceYields(_ title: String, _ yields: Yields, _ test: Yields?) -> Display {
    let most = yields.templates.map(\.count).max() ?? 0
    var rows: [[Display.Cell]] = []
    for (index, name) in yields.names.enumerated() {
      for (title, template) in [(name, yields.templates[index])]
        + (test.map { [("test \(name)", $0.templates[index])] } ?? [])
      {
        let padding = [Display.Cell](repeating: .empty, count: most - template.count)
        rows.append([.text(title)] + template.map { .number($0) } + padding)
      }
    }
    return Display(title: title, columns: ["template"] + (0..<most).map { "bin \($0)" }, rows: rows)
  }

  private mutating func metricsTable() throws(SessionError) -> Display {
    _ = try evaluated()
    var notes: [String] = []
    func cell(_ outcome: MetricValue) -> Display.Cell {
      switch outcome {
      case .number(let value): return .number(value)
      case .undefined(let reason):
        if !notes.contains(reason) { notes.append(reason) }
        return .text("undefined")
      }
    }
    let held = store.heldParts.map(\.part)
    var rows: [[Display.Cell]] = []
    for metric in configuration.metrics {
      var row: [Display.Cell] = [.text(metric.rawValue), cell(try metricOutcome(metric, on: .train))]
      for part in held { row.append(cell(try metricOutcome(metric, on: part))) }
      row.append(branch.best(metric).map { .number($0) } ?? .empty)
      rows.append(row + [.text(metric.summary)])
    }
    if let warning = try emptyBinsWarning() { notes.append(warning) }
    let columns = ["", "train"] + held.map(\.rawValue) + ["best", ""]
    let gap = [Display.Cell](repeating: .empty, count: columns.count - 2)
    rows += notes.map { [.text("note")] + gap + [.text($0)] }
    return Display(title: "metrics", columns: columns, rows: rows)
  }

  private mutating func modelTable() throws(SessionError) -> Display {
    let model = try model(evaluated().evaluation)
    let rows = model.parameters.enumerated().map { index, parameter -> [Display.Cell] in
      [
        .text(parameter.name), .number(parameter.initial), .number(parameter.bounds.lowerBound),
        .number(parameter.bounds.upperBound),
        .text(
          [index == model.poiIndex ? "POI" : "", parameter.isFixed ? "fixed" : ""].filter { $0 != "" }
            .joined(separator: ", ")),
      ]
    }
    return Display(title: "model", columns: ["parameter", "initial", "lowest", "highest", ""], rows: rows)
  }

  private mutating func fitTable() throws(SessionError) -> Display {
    let evaluation = try evaluated().evaluation
    guard let fit = evaluation.fit else {
      throw .request("objective \(configuration.objective.rawValue) makes no fit")
    }
    var rows: [[Display.Cell]] = [
      [.text("status"), .text("\(fit.status)")],
      [.text("iterations"), .number(Double(fit.iterations))], [.text("logpdf"), .number(fit.logpdf)],
      [.text("distance to the maximum in logpdf"), .number(fit.estimatedDistance)],
    ]
    for (index, parameter) in try model(evaluation).parameters.enumerated() {
      rows.append([.text(parameter.name), .number(fit.parameters[index])])
      if fit.atBound.contains(index) { rows.append([.text(""), .text("held by its bound")]) }
    }
    return Display(title: "fit", columns: ["", ""], rows: rows)
  }

  private mutating func gradientTable() throws(SessionError) -> Display {
    let gradient = try evaluated().evaluation.gradient
    let yields = try evaluated().evaluation.assessment.yields
    var rows: [[Display.Cell]] = [
      [.text("gradient.norm"), .number(gradient.norm)],
      [.text("norm in the weights"), .number(gradient.weights.sumOfSquares.squareRoot())],
      [.text("gradient.bandwidth"), .number(gradient.bandwidth)],
    ]
    for (index, value) in gradient.edges.enumerated().dropFirst().dropLast() {
      rows.append([.text("gradient.edges[\(index)]"), .number(value)])
    }
    for (name, template) in zip(yields.names, gradient.yields) {
      for (bin, value) in template.enumerated() {
        rows.append([.text("gradient.yields.\(name)[\(bin)]"), .number(value)])
      }
    }
    return Display(title: "gradient", columns: ["", ""], rows: rows)
  }

  private mutating func networkTable() throws(SessionError) -> Display {
    if configuration.standardizes { try prepare() }
    let network = try pipeline().network
    var width = network.inputCount
    var rows: [[Display.Cell]] = [[.text("inputs"), .number(Double(width)), .empty]]
    if let standardization = branch.state?.standardization {
      for (index, name) in configuration.featureNames.enumerated() {
        let (mean, scale) = (short(standardization.means[index]), short(standardization.scales[index]))
        rows.append([.text(name), .empty, .text("less \(mean), divided by \(scale)")])
      }
    }
    for layer in configuration.layers {
      switch layer {
      case .dense(let count):
        rows.append([.text("dense"), .number(Double(count)), .text("\(width * count + count) weights")])
        width = count
      case .activation(let activation):
        rows.append([.text(activation.rawValue), .number(Double(width)), .empty])
      }
    }
    rows.append([
      .text("in all"), .empty, .text("\(network.weightCount) weights, \(configuration.precision.rawValue)"),
    ])
    return Display(title: "network", columns: ["layer", "width", ""], rows: rows)
  }

  private mutating func eventsTable() throws(SessionError) -> Display {
    try prepare()
    let batch = store.batch(step: step)
    let held = store.heldParts
    let isDeclared = configuration.dataKind == .samples
    return Display(
      title: "events",
      columns: ["sample", "train", "batch"] + held.map(\.part.rawValue) + ["features"]
        + (isDeclared ? ["expected"] : []),
      rows: batch.enumerated().map { index, sample in
        [
          .text(sample.name), .number(Double(store.eventCounts[index])), .number(Double(sample.eventCount)),
        ] + held.map { .number(Double($0.samples[index].eventCount)) } + [
          .number(Double(sample.featureCount))
        ]
          + (isDeclared ? [sample.expected.map { .number($0) } ?? .empty] : [])
      })
  }

  private func historyTable() -> Display {
    var rows: [[Display.Cell]] = []
    if let steps = branch.history.steps {
      rows.append([.text("held"), .text("steps \(steps.lowerBound) to \(steps.upperBound)")])
    }
    rows += branch.past.suffix(10).map { [.text("step \($0.step)"), .number($0.loss)] }
    return Display(title: "history", columns: ["", "loss"], rows: rows)
  }

  private func forksTable() -> Display {
    Display(
      title: "forks", columns: ["copy", "step", ""],
      rows: branchNames.map { name in
        let branch = name == branchName ? branch : others[name] ?? branch
        return [.text(name), .number(Double(branch.step)), .text(name == branchName ? "here" : "")]
      })
  }
}
