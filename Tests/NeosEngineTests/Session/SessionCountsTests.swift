import Foundation
import NeosEngine
import Synchronization
import Testing

/// `counts=` of `export pyhf` and of questions, and what becomes of widths in an exported workspace.
@Suite struct SessionCountsTests {
  let files: DeclaredFiles

  init() throws { files = try DeclaredFiles() }

  /// Free parameters have no form in pyhf's JSON.
  private func session(_ lines: String...) throws -> Session {
    try files.session(
      ["vary tilt signal shift=eta:0.2,-0.1", "split test=0.4 validation=0.3", "step 1"] + lines)
  }

  private func exported(_ session: inout Session, _ counts: String) throws -> (
    workspace: Workspace, note: String
  ) {
    let path = files.folder.file("model.json")
    let events = try session.run("export pyhf \(path) \(counts)")
    return (try Workspace(path: path), try #require(events.last).description)
  }

  private func model(_ workspace: Workspace) throws -> HistFactoryModel {
    try HistFactoryModel(workspace, measurement: workspace.usableMeasurement())
  }

  /// The templates of a part are its ordinary counts; those of all events are those of a session that keeps none.
  @Test func countsAreThoseOfAHardHistogram() throws {
    var session = try session()
    let network = files.folder.file("w.safetensors")
    try session.run("export network \(network)")
    var whole = try files.session(
      ["vary tilt signal shift=eta:0.2,-0.1", "histogram hard", "load network \(network)"])
    var hard = session
    try hard.run("histogram hard")
    let names = ["channel.signal", "channel.background.staterror.staterror_channel"]
    for (part, other, prefix) in [("test", session, "test."), ("train", hard, ""), ("all", whole, "")] {
      var other = other
      let found = try model(exported(&session, "counts=\(part)").workspace)
      for name in names {
        let row = try #require(found.slots.firstIndex { $0.name == name })
        let expected = try other.row("\(prefix)yields.\(name)")
        #expect(agree(found.yields.templates[row], expected, within: 1e-12), "\(part) \(name)")
      }
    }
    #expect(try whole.row("yields.channel.signal") != hard.row("yields.channel.signal"))
  }

  @Test(arguments: ["train", "validation", "test", "all"])
  func questionsAreAskedOfTheModelThatIsExported(part: String) throws {
    var session = try session("vary jes background none", "vary jes other none", "vary scale background none")
    let (workspace, note) = try exported(&session, "counts=\(part)")
    #expect(
      note.contains("ordinary counts of \(part == "all" ? "all events" : "the \(part) sample")"), "\(note)")
    let model = try model(workspace)
    let test = try HypothesisTest(
      model, data: model.expectedData(model.initialParameters(poi: 0)), tested: 1)
    let events = try session.run("cls counts=\(part)")
    #expect(try agree(session.value("result.CLs_obs"), test.observed.cls, within: 1e-9))
    guard case .answer(let report, _) = events.last else { throw LanguageError(column: 1, "no answer") }
    #expect(report.json["counts"] == .string(part))
    #expect("\(report.tables[0])".contains("ordinary counts of"))
    // Without it, the model of the present step.
    try session.run("cls")
    #expect(try !agree(session.value("result.CLs_obs"), test.observed.cls, within: 1e-6))
    for verb in ["fit", "limit", "significance", "ranking"] { try session.run("\(verb) counts=\(part)") }
  }

  @Test func builtInModelsAreCountedToo() throws {
    var session = Session()
    try session.run(smallSettings + ["split test=0.4"])
    let path = files.folder.file("model.json")
    try session.run("export pyhf \(path) counts=all", "cls counts=all", "cls counts=test")
    let background = try model(Workspace(path: path)).yields.templates[0]
    let scaling = session.configuration.scaling
    #expect(agree(background.reduce(0, +), scaling.background * scaling.luminosity, within: 1e-12))
  }

  @Test func whatIsNotThereIsNotCounted() throws {
    var session = try files.session(["split test=0.3"])
    let error = try #require(throws: SessionError.self) { try session.run("cls counts=validation") }
    #expect("\(error)".contains("'split validation=0.2'"), "\(error)")
    for (line, part) in [
      ("cls counts=tests", "unknown part of the events 'tests'"),
      ("export pyhf a.json counts=tests", "counts: unknown"),
      ("export pyhf a.json count=test", "it has counts="),
      ("export yields y.csv on=1", "has no key 'on'; it has counts="),
      ("export histogram h.svg scale=cubic", "scale: unknown scale 'cubic'"),
      ("export parameters p.csv on=data", "on: it is 'observed' or the strength"),
      ("export metrics m.csv counts=test", "ends before"),
      ("report r.html scale=log", "report has no key 'scale'; it has counts= on="),
    ] {
      let error = try #require(throws: LanguageError.self) { try Command(line: line) }
      #expect(error.message.contains(part), "\(error)")
    }
    #expect(
      try Command(line: "export pyhf a.json counts=all")
        == .export(.pyhf, "a.json", ExportOptions(counts: .all)))
  }

  // MARK: Tables and figures

  /// The rows of a table that a session exports, as JSON.
  private func rows(_ session: inout Session, _ export: String, _ keys: String) throws -> [JSONObject] {
    let path = files.folder.file("table.json")
    try session.run("export \(export) \(path) \(keys)")
    return try #require(JSONValue(path: path).asArray).compactMap(\.asObject)
  }

  @Test(arguments: ["train", "validation", "test", "all"])
  func exportedYieldsAreThoseOfTheExportedModel(part: String) throws {
    var session = try session("vary jes background none", "vary jes other none", "vary scale background none")
    let model = try model(exported(&session, "counts=\(part)").workspace)
    let rows = try rows(&session, "yields", "counts=\(part)")
    let row = try #require(model.slots.firstIndex { $0.name == "channel.signal" })
    let found = rows.filter { $0["sample"] == .string("signal") && $0["template"] == .string("nominal") }
    #expect(found.compactMap { $0["value"]?.asNumber } == model.yields.templates[row])
    // Of ordinary counts the uncertainty is the root of the sum of squared weights: that of the staterror.
    let errors = try #require(
      model.slots.firstIndex { $0.name == "channel.background.staterror.staterror_channel" })
    let background = rows.filter {
      $0["sample"] == .string("background") && $0["template"] == .string("nominal")
    }
    #expect(
      agree(
        background.compactMap { $0["uncertainty"]?.asNumber }, model.yields.templates[errors], within: 1e-12))
    let words = "ordinary counts of \(part == "all" ? "all events" : "the \(part) sample")"
    #expect(rows.allSatisfy { $0["counts"] == .string("templates from \(words) at step 1") })
  }

  @Test(arguments: [("", "strength 1"), ("on=0.5", "strength 0.5"), ("counts=test on=0", "strength 0")])
  func exportedParametersAreThoseOfTheQuestion(keys: String, data: String) throws {
    var session = try session()
    let rows = try rows(&session, "parameters", keys)
    try session.run("fit \(keys)")
    for row in rows {
      guard case .string(let name)? = row["parameter"] else { continue }
      let quantity = "result.mle_parameters.\(name.replacing(/\[\d+\]/, with: ""))"
      guard !name.contains("[") else { continue }
      #expect(try row["best fit"]?.asNumber == session.value("\(quantity)[0]"), "\(name)")
      #expect(row["data"] == .string("Asimov data, \(data)"))
    }
    let counts = keys.contains("test") ? "from ordinary counts of the test sample" : "as counted in training"
    #expect(rows.allSatisfy { $0["counts"] == .string("templates \(counts) at step 1") })
  }

  @Test func observedCountsAreFitted() throws {
    let files = try SpecFiles()
    var session = try files.session(smallSettings + ["model spec learned.json", "step 1"])
    let path = files.folder.file("p.csv")
    let note = try #require(session.run("export parameters \(path) on=observed").last).description
    #expect(
      note.contains("fitted to observed counts (templates as counted in training at step 1)"), "\(note)")
    try session.run("fit on=observed")
    let line = try #require(
      String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").first { $0.hasPrefix("mu,") })
    let best = try #require(Double(line.split(separator: ",", omittingEmptySubsequences: false)[4]))
    #expect(try best == session.value("result.mle_parameters.mu[0]"))
    // A model without observed counts has none to fit.
    var blobs = Session()
    try blobs.run(smallSettings)
    let error = try #require(throws: SessionError.self) {
      try blobs.run("export parameters \(path) on=observed")
    }
    #expect("\(error)".contains("the model has no observed counts"), "\(error)")
  }

  /// Keeps the figures that it is given.
  private final class Drawer: Sendable {
    let figures = Mutex<[SessionFigure]>([])

    func control() -> SessionControl {
      var control = SessionControl()
      control.renderer = FigureRenderer(
        figure: { figure in
          self.figures.withLock { $0.append(figure) }
          return ""
        }, page: { _ in "" })
      return control
    }
  }

  private func figures(_ session: inout Session, _ lines: String...) throws -> [SessionFigure] {
    let drawer = Drawer()
    for line in lines { try session.perform(line, control: drawer.control()) }
    return drawer.figures.withLock { $0 }
  }

  @Test func figuresAreOfTheCountsAndTheDataThatAreAskedFor() throws {
    var session = try session()
    let path = files.folder.file("a.svg")
    let figures = try figures(
      &session, "export histogram \(path)", "export histogram \(path) counts=test scale=log",
      "export pulls \(path)", "export pulls \(path) counts=test on=1")
    #expect(
      figures.map(\.conditions) == [
        "templates as counted in training at step 1",
        "templates from ordinary counts of the test sample at step 1",
        "fit at mu = 1 to background-only Asimov data; templates as counted in training at step 1",
        "fit to Asimov data, strength 1; templates from ordinary counts of the test sample at step 1",
      ])
    #expect(figures.map(\.isLogarithmic) == [false, true, false, false])
    guard case .histogram(let view) = figures[1].picture, case .pulls(let pulls) = figures[3].picture else {
      Issue.record("other pictures")
      return
    }
    let layer = try #require(view.channels[0].layers.first { $0.name == "background" })
    #expect(try layer.yields == session.row("test.yields.channel.background"))
    try session.run("fit counts=test on=1")
    let mu = try #require(pulls.parameters.first { $0.name == "mu" })
    #expect(try mu.bestFit == session.value("result.mle_parameters.mu[0]"))
    #expect(!mu.isFixed)
  }

  // MARK: Widths

  /// With the parameters at -1, 0 and 1 standard deviations, and for a width above 1 beyond, what is expected is the
  /// same; so is the slope of an additive shift at 0.
  @Test(arguments: [0.5, 1.5]) func widthsBecomeTemplates(width: Double) throws {
    var session = try session(
      "vary jes background none", "vary jes other none", "vary scale background none",
      "vary pdf background weights=w_up,w_down width=\(width)", "vary xsec other norm=1.3,0.8 width=\(width)")
    let (workspace, note) = try exported(&session, "")
    #expect(
      note.contains("pyhf knows no widths: pdf, xsec have the templates of one standard deviation"), "\(note)"
    )
    let unit = try model(workspace)
    let own = try LearnedModel(
      #require(session.configuration.workspace),
      measurement: #require(session.configuration.workspace).usableMeasurement(),
      binCount: 4)
    var filled = own.model
    let templates = try filled.slots.map { try session.row("yields.\($0.name)") }
    try filled.replaceTemplates(templates)
    let names = unit.parameters.map(\.name)
    #expect(names == filled.parameters.map(\.name))
    for deviations in width > 1 ? [-1.0, 0, 1, 2] : [-1.0, 0, 1] {
      var (point, wide) = (unit.initialParameters(poi: 1), filled.initialParameters(poi: 1))
      for name in ["pdf", "xsec"] {
        let index = try #require(names.firstIndex(of: name))
        (point[index], wide[index]) = (deviations, deviations * width)
      }
      let (found, expected): ([Double], [Double]) = (unit.expectedRates(point), filled.expectedRates(wide))
      #expect(agree(found, expected, within: 1e-12), "\(deviations)")
    }
    let index = try #require(names.firstIndex(of: "pdf"))
    let start = unit.initialParameters(poi: 1)
    for bin in 0..<4 {
      let found = slope { unit.expectedRates(start.moved(index, by: $0))[bin] }
      let expected = slope { filled.expectedRates(start.moved(index, by: $0 * width))[bin] }
      #expect(agree(found, expected, within: 1e-9))
    }
    #expect(unit.parameters[index].bounds.upperBound == 5 / width)
  }

  @Test func aFreeParameterHasNoFormInPyhf() throws {
    var session = try session("vary tilt signal shift=eta:0.2,-0.1 width=free")
    let error = try #require(throws: SessionError.self) {
      try session.run("export pyhf \(files.folder.file("m.json"))")
    }
    #expect("\(error)".contains("'tilt' has 'width=free'"), "\(error)")
  }

  @Test("Templates are shown where the loss has no value, and what a mini-batch is is said")
  func withoutALoss() throws {
    var session = try Session(
      "data events=40", "network 2 tanh 1 sigmoid", "histogram bins=0:1:40 bandwidth=1e-6", "batch 10")
    #expect(throws: SessionError.self) { try session.run("show loss") }
    let events = try session.run("show yields")
    guard case .display(let table)? = events.last else {
      Issue.record("nothing is shown")
      return
    }
    #expect(table.rows.count == 40 && table.title.contains("mini-batch of 10 events"))
    let folder = try TemporaryFolder()
    let said = try session.run("export pyhf \(folder.file("m.json"))")
    #expect(said.contains { "\($0)".contains("mini-batch of 10 events") }, "\(said)")
  }
}
