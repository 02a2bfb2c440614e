internal import Foundation

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
    case picture(Picture)
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
  /// - Throws: ``SessionError`` when the present settings give no loss.
  mutating func report() throws(SessionError) -> SessionReport {
    let evaluation = try evaluated().evaluation
    let fit = fitView(evaluation)
    var sections: [SessionReport.Section] = []
    func add(_ title: String, _ blocks: [SessionReport.Block]) {
      if !blocks.isEmpty { sections.append(.init(title: title, blocks: blocks)) }
    }
    add("Where it stands", [.table(try display(.topic(.status)))])
    add("Settings", [.script(configuration.commands)])
    add("Model", try modelBlocks(evaluation, fit))
    if let fit { add("Fit and tests", fit.blocks) }
    add("Yields", [.table(try display(.topic(.yields)))] + pictures([.histogram]))
    add("Metrics", [.table(metricsHistory())] + pictures([.curves]))
    add("Network", [.table(try display(.topic(.network)))] + pictures([.plane]))
    add(
      "Session",
      [.note("These lines, run by 'neos run', lead to the same numbers."), .script(journal)])
    let name = source.map { URL(filePath: $0).deletingPathExtension().lastPathComponent } ?? branchName
    return SessionReport(title: "neos: \(name), step \(step)", sections: sections)
  }

  /// The charts of topics, or why there is none.
  private mutating func pictures(_ topics: [Picture.Topic]) -> [SessionReport.Block] {
    var blocks: [SessionReport.Block] = []
    for topic in topics {
      do throws(SessionError) {
        blocks.append(.picture(try picture(topic)))
      } catch {
        blocks.append(.note("no \(topic.rawValue): \(error)"))
      }
    }
    return blocks
  }

  /// Channels, samples and modifiers, and the parameters with their fit.
  private func modelBlocks(
    _ evaluation: Evaluation, _ fit: FitView?
  ) throws(SessionError) -> [SessionReport.Block] {
    var blocks: [SessionReport.Block] = []
    switch configuration.model {
    case .builtIn(let kind): blocks.append(.note("\(kind.rawValue): \(kind.summary)"))
    case .spec, .samples:
      if let workspace = configuration.workspace { blocks.append(.table(samples(of: workspace))) }
    }
    let model = try model(evaluation)
    let rows = model.parameters.enumerated().map { index, parameter -> [Display.Cell] in
      let fitted = fit.flatMap { index < $0.parameters.count ? $0.parameters[index] : nil }
      let remarks = [
        index == model.poiIndex ? "POI" : nil, parameter.isFixed ? "fixed" : nil,
        fitted?.isAtBound == true ? "at a bound" : nil,
      ]
      func cell(_ value: Double?) -> Display.Cell { value.map { .number($0) } ?? .empty }
      return [
        .text(parameter.name), .number(parameter.initial), .number(parameter.bounds.lowerBound),
        .number(parameter.bounds.upperBound), cell(fitted?.bestFit), cell(fitted?.uncertainty),
        cell(fitted?.pull), cell(fitted?.constraint),
        .text(remarks.compactMap { $0 }.joined(separator: ", ")),
      ]
    }
    blocks.append(
      .table(
        Display(
          title: "parameters",
          columns: [
            "parameter", "initial", "lowest", "highest", "best fit", "uncertainty", "pull", "constraint", "",
          ], rows: rows)))
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
    let parts = [EventPart.train, .validation, .test].filter { part in
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
            ends { record in record.parts.first { $0.part == part }?.metrics[metric.rawValue] }
          }
          + [branch.best(metric).map { .number($0) } ?? .empty, .text(metric.summary)])
    }
    let columns =
      [""] + parts.flatMap { ["\($0.rawValue), first", "\($0.rawValue), last"] } + ["best", ""]
    return Display(title: "metrics", columns: columns, rows: rows)
  }
}

extension FitView {
  /// The tests as a table, what went wrong, and the pulls.
  fileprivate var blocks: [SessionReport.Block] {
    var rows: [[Display.Cell]] = [
      [.text("CLs"), .number(observed.cls)], [.text("CLs+b"), .number(observed.clsb)],
      [.text("CLb"), .number(observed.clb)],
    ]
    for (name, values) in zip(["+2σ", "+1σ", "median", "-1σ", "-2σ"], expected) {
      rows.append([.text("CLs expected, \(name)"), .number(values.cls)])
    }
    if let discovery {
      rows.append([.text("p0"), .number(discovery.p0)])
      rows.append([.text("Z"), .number(discovery.z)])
    }
    if let uncertainty { rows.append([.text("expected uncertainty on mu"), .number(uncertainty)]) }
    rows.append([.text("iterations of the fit"), .number(Double(iterations))])
    var blocks: [SessionReport.Block] = [
      .note("A signal strength of \(short(tested)) is tested on \(data)."),
      .table(Display(title: "tests", columns: ["", ""], rows: rows)),
    ]
    blocks += problems.map { .note("problem: \($0)") }
    if !parameters.isEmpty { blocks.append(.picture(.pulls(self))) }
    return blocks
  }
}
