internal import Foundation

extension Session {
  /// The templates, bin by bin: of all samples, then what is expected and observed in all.
  ///
  /// - Parameter part: the events whose ordinary counts fill the templates; nil for the templates of the present step.
  mutating func yieldTable(counting part: EventPart?) throws(SessionError) -> Display {
    let templates = try templates(counting: part)
    let state = try evaluated().state
    let (yields, errors) = (templates.yields, templates.errors)
    let model = try model(yields)
    let channels = histogramView(state, templates)?.channels ?? []
    let counts = templatesInWords(part)
    var table = Display(
      title: "yields",
      columns: [
        "channel", "sample", "template", "modifier", "bin", "low", "high", "value", "uncertainty", "counts",
      ], rows: [])
    func add(
      _ channel: HistogramView.Channel?, _ name: String, _ words: [String], _ values: [Double],
      _ errors: [Double] = []
    ) {
      for (bin, value) in values.enumerated() {
        let edges = channel.flatMap { $0.isNumbered || $0.edges.count != values.count + 1 ? nil : $0.edges }
        table.rows.append(
          ([name] + words).map { .text($0) } + [
            .number(Double(bin)), Display.Cell(edges?[bin]), Display.Cell(edges?[bin + 1]), .number(value),
            Display.Cell(bin < errors.count ? errors[bin] : nil), .text(counts),
          ])
      }
    }
    let slots = (model as? HistFactoryModel)?.slots
    for (row, values) in yields.templates.enumerated() {
      let error = row < errors.count ? errors[row] : []
      if let slot = slots?[row] {
        add(
          channels.first { $0.name == slot.channel }, slot.channel, [slot.sample] + slot.role.words, values,
          error)
      } else {
        add(channels.first, Self.builtInChannel, [yields.names[row], "nominal", ""], values, error)
      }
    }
    for channel in channels {
      let name = channel.name.isEmpty ? Self.builtInChannel : channel.name
      for counts in channel.data { add(channel, name, ["", counts.name, ""], counts.values) }
    }
    return table
  }

  /// What the channel of a built-in model is called in files.
  static let builtInChannel = "singlechannel"

  /// Loss and metrics, step by step, to the present one.
  mutating func metricTable() throws(SessionError) -> Display {
    _ = try evaluated()
    let records = records
    func known(_ values: (StepRecord) -> [String: Double]) -> [String] {
      Objective.allCases.map(\.rawValue).filter { name in records.contains { values($0)[name] != nil } }
    }
    let columns = EventPart.allCases.flatMap { part in
      known { $0.metrics(on: part) }.map { (part: part, metric: $0) }
    }
    return Display(
      title: "metrics",
      columns: ["step", "loss", "rate", "gradient.norm"] + columns.map { "\($0.part.rawValue).\($0.metric)" },
      rows: records.map { record in
        [
          .number(Double(record.step)), .number(record.loss), .number(record.rate),
          .number(record.gradientNorm),
        ] + columns.map { Display.Cell(record.metrics(on: $0.part)[$0.metric]) }
      })
  }

  /// The network's output for every event: what is trained on in the present step, then the parts that are kept.
  mutating func scoresExport() throws(SessionError) -> (Data, String) {
    try prepare()
    let pipeline = try pipeline()
    guard let point = branch.state?.point else { throw .setup("there is no network yet") }
    let (inputs, outputs) = (pipeline.network.inputCount, pipeline.network.outputCount)
    let features =
      configuration.dataKind == .samples ? configuration.featureNames : (0..<inputs).map { "\($0)" }
    var csv = CSV(
      columns: ["sample", "part"] + features.map { "feature.\($0)" }
        + (outputs == 1 ? ["score"] : (0..<outputs).map { "score.\($0)" }) + ["weight"])
    var count = 0
    for (part, samples) in [(EventPart.train, try events(of: .train))] + store.heldParts {
      let scores: [[Double]]
      do throws(StageFailure) {
        scores = try pipeline.scores(point, of: samples).map { Array($0.outputs) }
      } catch {
        throw .evaluation(error)
      }
      for (sample, scores) in zip(samples, scores) {
        count += sample.eventCount
        for event in 0..<sample.eventCount {
          csv.add(
            [.text(sample.name), .text(part.rawValue)]
              + sample.features[event * inputs..<(event + 1) * inputs].map { .number($0) }
              + scores[event * outputs..<(event + 1) * outputs].map { .number($0) }
              + [.number(sample.weights?[event] ?? 1)])
        }
      }
    }
    return (Data(csv.text.utf8), "the scores of \(counted(count, "event"))")
  }
}

extension TemplateSlot.Role {
  /// What the numbers are, and the modifier that they belong to.
  fileprivate var words: [String] {
    switch self {
    case .nominal: ["nominal", ""]
    case .hi(let modifier): ["hi", modifier]
    case .lo(let modifier): ["lo", modifier]
    case .uncertainty(let modifier, let kind): [kind.rawValue, modifier]
    }
  }
}
