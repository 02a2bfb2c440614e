/// What a session did and where it stands, for a page to read: words, tables and charts in the order of reading.
///
/// It holds no date, no machine and no time of day: equal sessions give equal reports.
public struct SessionReport: Sendable {
  /// A part of a section.
  public enum Block: Sendable {
    /// A sentence.
    case note(String)
    /// A table.
    case table(Display)
    /// A chart.
    case figure(SessionFigure)
    /// Lines of the language.
    case script([String])
  }

  /// A part with a heading.
  public struct Section: Sendable {
    /// The heading.
    public var title: String
    /// What is in it.
    public var blocks: [Block]
  }

  /// What the session is called.
  public var title: String
  /// The sections.
  public var sections: [Section]
}

extension Session {
  /// The report of the session as it stands.
  ///
  /// - Parameters:
  ///   - basis: the events that are counted for the templates of model and results, and the data of these.
  ///   - control: who may stop the fits.
  /// - Throws: ``SessionError`` when the present settings give no loss, or there are no such counts or data.
  mutating func report(
    _ basis: QuestionBasis, _ control: SessionControl
  ) throws(SessionError) -> SessionReport {
    // What is asked for must be there; a fit that fails is said in its place.
    _ = try data(of: model(yields(counting: basis.counts)), basis.data, .fit)
    var sections: [SessionReport.Section] = []
    func add(_ title: String, _ blocks: [SessionReport.Block]) {
      if !blocks.isEmpty { sections.append(.init(title: title, blocks: blocks)) }
    }
    add("Where it stands", [.table(try display(.topic(.status)))])
    add("Settings", [.script(configuration.commands)])
    add("Model", modelBlocks(basis))
    add("Fit and tests", try resultBlocks(basis, control))
    var counted = ExportOptions(counts: basis.counts)
    var histograms = figures([.histogram], counted)
    if let held = heldPart(beside: basis.counts) {
      counted.basis.counts = held
      histograms += figures([.histogram], counted)
    }
    add("Yields", [.table(try display(.topic(.yields)))] + histograms)
    add("Metrics", [.table(metricsHistory())] + figures([.curves]))
    add("Network", [.table(try display(.topic(.network)))] + figures([.plane]))
    add(
      "Session",
      [.note("These lines, run by 'neos run', lead to the same numbers."), .script(journal)])
    let copy = others.isEmpty ? "" : ", \(branchName)"
    return SessionReport(title: "neos report\(copy), step \(step)", sections: sections)
  }

  /// The charts of topics, or why there is none.
  private mutating func figures(
    _ topics: [Picture.Topic], _ options: ExportOptions = ExportOptions()
  ) -> [SessionReport.Block] {
    var blocks: [SessionReport.Block] = []
    for topic in topics {
      do throws(SessionError) {
        blocks.append(.figure(try figure(topic, options)))
      } catch {
        blocks.append(.note("no \(topic.rawValue): \(error)"))
      }
    }
    return blocks
  }

  /// Channels, samples and modifiers, and the parameters with their fit.
  private mutating func modelBlocks(_ basis: QuestionBasis) -> [SessionReport.Block] {
    var blocks: [SessionReport.Block] = []
    switch configuration.model {
    case .builtIn(let kind): blocks.append(.note("\(kind.rawValue): \(kind.summary)"))
    case .spec, .samples:
      if let workspace = configuration.workspace { blocks.append(.table(samples(of: workspace))) }
    }
    let free: FreeFit
    do throws(SessionError) {
      free = try freeFit(basis)
    } catch {
      return blocks + [.note("\(error)")]
    }
    let (data, templates) = free.conditions
    let pulls = free.fit.pulls(of: data)
    blocks += [
      .note("Fit of all parameters, the signal strength among them, to \(data); \(templates)."),
      .table(free.fit.parameters),
    ]
    blocks += free.fit.problems.map { .note("problem: \($0)") }
    blocks.append(
      .figure(SessionFigure(picture: .pulls(pulls), conditions: "\(pulls.title); \(templates)")))
    return blocks
  }

  private func samples(of workspace: Workspace) -> Display {
    let rows = workspace.channels.enumerated().flatMap { index, channel in
      channel.samples.map { sample -> [Display.Cell] in
        let modifiers = sample.modifiers.map { "\($0.name) (\($0.kind.rawValue))" }
        return [
          .text(channel.name),
          workspace.binCount(channel: index).map { .number(Double($0)) } ?? .text("learned"),
          .text(sample.name), .text(modifiers.joined(separator: ", ")),
        ]
      }
    }
    return Display(title: "samples", columns: ["channel", "bins", "sample", "modifiers"], rows: rows)
  }

  /// Loss and metrics at the first and the last step that has them, and the best that can be compared with the last.
  private func metricsHistory() -> Display {
    let past = records
    func ends(_ value: (StepRecord) -> Double?) -> [Display.Cell] {
      let values = past.compactMap(value)
      return [values.first, values.last].map { $0.map { .number($0) } ?? .empty }
    }
    let parts = EventPart.allCases.filter { part in
      past.contains { $0.parts.contains { $0.part == part } }
    }
    let missing = [Display.Cell](repeating: .empty, count: 2 * max(parts.count - 1, 0))
    var rows: [[Display.Cell]] = [
      [.text("loss")] + ends(\.loss) + missing
        + [branch.bestLoss.map { .number($0) } ?? .empty, .text(configuration.objective.summary)]
    ]
    for metric in configuration.metrics {
      rows.append(
        [.text(metric.rawValue)]
          + parts.flatMap { part in
            ends { $0.metrics(on: part)[metric.rawValue] }
          }
          + [branch.best(metric).map { .number($0) } ?? .empty, .text(metric.summary)])
    }
    let columns =
      [""] + parts.flatMap { ["\($0.rawValue), first", "\($0.rawValue), last"] } + ["best", ""]
    return Display(title: "metrics", columns: columns, rows: rows)
  }
}
