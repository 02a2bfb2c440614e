import Foundation
import NeosEngine
import Synchronization
import Testing

/// `export` of charts and `report`, with a renderer that a front end gives.
@Suite struct SessionFiguresTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func drawing() -> SessionControl {
    var control = SessionControl()
    control.renderer = FigureRenderer(
      figure: { "a \($0.picture.topic.rawValue)" }, page: { $0.sections.map(\.title).joined(separator: ", ") }
    )
    return control
  }

  @Test func withoutARendererNothingIsWritten() throws {
    var session = Session()
    let path = folder.file("a.svg")
    for line in ["export curves \(path)", "report \(path)"] {
      let error = try #require(throws: SessionError.self) { try session.perform(line) }
      #expect("\(error)".contains("renderer"))
    }
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func whatTheRendererMakesIsWrittenAndNotJournaled() throws {
    var session = Session()
    try session.perform("data events=50")
    try session.perform("network 4 relu 1 sigmoid")
    let before = session.journal
    let path = folder.file("a.svg")
    for topic in ["histogram", "curves", "plane", "pulls"] {
      try session.perform("export \(topic) \(path)", control: drawing())
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "a \(topic)")
    }
    try session.perform("report \(path)", control: drawing())
    #expect(
      try String(contentsOfFile: path, encoding: .utf8)
        == "Where it stands, Settings, Model, Fit and tests, Yields, Metrics, Network, Session")
    #expect(session.journal == before)
  }

  // MARK: The report

  /// The report that a session gives to who draws it.
  private func report(_ session: inout Session, _ keys: String = "") throws -> SessionReport {
    var control = SessionControl()
    let keeper = Kept()
    control.renderer = FigureRenderer(
      figure: { _ in "" },
      page: { report in
        keeper.report.withLock { $0 = report }
        return ""
      })
    try session.perform("report \(folder.file("r.html")) \(keys)", control: control)
    return try #require(keeper.report.withLock { $0 })
  }

  /// Keeps a report.
  private final class Kept: Sendable {
    let report = Mutex<SessionReport?>(nil)
  }

  private func blocks(_ report: SessionReport, _ section: String) throws -> [SessionReport.Block] {
    try #require(report.sections.first { $0.title == section }).blocks
  }

  private func table(_ report: SessionReport, _ section: String, _ title: String) throws -> Display {
    try #require(
      blocks(report, section).lazy.compactMap { block in
        if case .table(let table) = block, table.title == title { table } else { nil }
      }.first)
  }

  private func heldSession() throws -> Session {
    try Session(
      "data events=2000", "network 4 tanh 1 sigmoid", "histogram bins=0:1:2 bandwidth=0.2", "split test=0.4",
      "optimizer adam rate=0.01", "step 2")
  }

  /// Every number of the results is the answer of a verb, beside its data and under its templates.
  @Test func theResultsAreThoseOfTheVerbsForTrainingAndTestSample() throws {
    var session = try heldSession()
    let table = try table(report(&session), "Fit and tests", "results")
    #expect(
      table.columns == [
        "", "data", "templates as counted in training at step 2",
        "templates from ordinary counts of the test sample at step 2",
      ])
    for (name, data, verb, path) in [
      ("CLs", 0, "cls", "CLs_obs"), ("CLs expected, -2 sigma", 0, "cls", "CLs_exp[0]"),
      ("CLs expected, +2 sigma", 0, "cls", "CLs_exp[4]"),
      ("upper limit on mu", 0, "limit", "limit_obs"),
      ("upper limit on mu expected, median", 0, "limit", "limit_exp[2]"),
      ("Z", 1, "significance", "Z_obs"), ("best fit of mu", 1, "fit", "mle_parameters.mu[0]"),
      ("uncertainty of mu", 1, "fit", "uncertainties.mu[0]"),
    ] {
      let row = try #require(table.rows.first { $0[0] == .text(name) }, "\(name)")
      #expect(row[1] == .text("Asimov data, strength \(data)"))
      for (column, counts) in ["", " counts=test"].enumerated() {
        try session.perform(verb + counts)
        #expect(try row[2 + column] == .number(session.value("result.\(path)")), "\(name)\(counts)")
      }
    }
  }

  @Test func withoutHeldEventsThereIsOneColumn() throws {
    var session = try Session("data events=50", "network 4 relu 1 sigmoid")
    #expect(try table(report(&session), "Fit and tests", "results").columns.count == 3)
    var held = try heldSession()
    let counted = try table(report(&held, "counts=test on=0.5"), "Fit and tests", "results")
    #expect(counted.columns.count == 3)
    #expect(counted.rows.allSatisfy { $0[1] == .text("Asimov data, strength 0.5") })
  }

  @Test func theParametersAreThoseOfTheFitThatIsExported() throws {
    var session = try heldSession()
    let path = folder.file("p.csv")
    for keys in ["", "counts=test on=0.3"] {
      try session.perform("export parameters \(path) \(keys)")
      let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
      let report = try report(&session, keys)
      let table = try table(report, "Model", "parameters")
      for (row, line) in zip(table.rows, lines.dropFirst()) {
        guard case .number(let best) = row[4] else { continue }
        #expect(Double(line.split(separator: ",", omittingEmptySubsequences: false)[4]) == best)
      }
      let data = keys.isEmpty ? "Asimov data, strength 1" : "Asimov data, strength 0.3"
      let titles = try blocks(report, "Model").compactMap { block -> String? in
        switch block {
        case .note(let text): text
        case .figure(let figure): figure.conditions
        default: nil
        }
      }
      #expect(titles.contains { $0.contains("the signal strength among them, to \(data); templates") })
      #expect(titles.contains { $0.hasPrefix("fit to \(data); templates") })
    }
  }

  // MARK: Parameters and samples

  @Test func pullsAreInTheOrderOfTheNumbersInTheirNames() throws {
    let names = (1...12).map { "s\($0)" }
    var session = try Session(
      "sample signal generate=x=normal:1:1 events=60 yield=5",
      "sample background generate=x=normal:0:1 events=60 yield=50")
    try session.run(names.map { "vary \($0) background norm=1.1,0.9" })
    try session.run("network 2 tanh 1 sigmoid", "histogram bins=0:1:2 bandwidth=0.3")
    guard case .pulls(let view) = try session.picture(.pulls) else { return }
    #expect(
      view.parameters.map(\.name) == ["mu"] + names + ["staterror_channel[0]", "staterror_channel[1]"])
  }

  @Test func aSampleHasOnePlaceInAllCharts() throws {
    var session = try Session(
      "sample b2 generate=x=normal:0:1,y=normal:0:1 events=60 yield=50",
      "sample signal generate=x=normal:1:1,y=normal:0:1 events=60 yield=5",
      "sample b1 generate=x=normal:-1:1,y=normal:0:1 events=60 yield=50", "vary jes b1 shift=x:0.1,-0.1",
      "network 2 tanh 1 sigmoid", "histogram bins=0:1:2 bandwidth=0.3")
    guard case .histogram(let histogram) = try session.picture(.histogram),
      case .plane(let plane) = try session.picture(.plane),
      case .scores(let scores) = try session.picture(.scores)
    else { return }
    let places: [String: SamplePlace] = ["b2": .background(0), "signal": .signal, "b1": .background(1)]
    for layer in histogram.channels[0].layers { #expect(layer.place == places[layer.name]) }
    #expect(plane.events.map(\.name) == scores.densities.map(\.name))
    #expect(plane.events.map(\.place) == scores.densities.map(\.place))
    for (name, place) in places { #expect(plane.events.first { $0.name == name }?.place == place) }
    // Those of variations are others.
    #expect(Set(plane.events.map(\.place)).count == 5)
  }

  @Test func whatCannotBeDrawnLeavesTheOldFile() throws {
    var session = Session()
    let path = folder.file("a.svg")
    try Data("old".utf8).write(to: URL(filePath: path))
    try session.perform("data samples=3")
    #expect(throws: SessionError.self) { try session.perform("export plane \(path)", control: drawing()) }
    #expect(throws: SessionError.self) { try session.perform("report \(path)", control: drawing()) }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
  }
}
