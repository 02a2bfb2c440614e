import Foundation
import NeosEngine
import Testing

/// `export pyhf FILE`: the workspace that is written makes the session's model.
@Suite struct SessionExportTests {
  let files: SpecFiles

  init() throws { files = try SpecFiles() }

  /// A session, and the workspace that it exports, with what is said of it.
  private func exported(_ lines: [String]) throws -> (session: Session, workspace: Workspace, note: String) {
    var session = try files.session(smallSettings + lines)
    let events = try session.run("export pyhf \(files.folder.file("out.json"))")
    guard case .note(let note) = events.last else { throw LanguageError(column: 1, "nothing is said") }
    return (session, try Workspace(path: files.folder.file("out.json")), note)
  }

  /// The same likelihood and CLs: the numbers of the templates are written to the last bit, so that the models
  /// differ in the order of some hundred operations at most.
  @Test(arguments: [
    ["model histosys", "step 3"], ["model uncorrelated-background", "data samples=3", "step 3"],
    ["model spec learned.json", "train edges", "step 3"],
    ["model spec dotted.json", "step 1"], ["model spec learned.json histosys=code0 normsys=code1", "step 1"],
    ["model spec numbers.json patch=more.json measurement=narrow"],
  ])
  func theFileMakesTheSessionsModel(lines: [String]) throws {
    var (session, workspace, _) = try exported(lines)
    let model = try HistFactoryModel(
      workspace, measurement: workspace.usableMeasurement(),
      interpolation: session.configuration.spec.interpolation)
    let mu = try #require(model.poiIndex)
    for value in [0.0, 0.7, 2] {
      let point = model.initialParameters(poi: value)
      let data = [Double](repeating: 5, count: model.binCount + model.auxiliaryData.count)
      let logpdf: Double = model.logpdf(point, data: data)
      #expect(try agree(logpdf, session.value("logpdf(mu=\(value), data=5)"), within: 1e-12))
    }
    #expect(model.parameters[mu].name == "mu")
    let asimov = model.expectedData(model.initialParameters(poi: 0))
    let test = try HypothesisTest(model, data: asimov, tested: 1)
    try session.run("cls on=0")
    #expect(try agree(test.observed.cls, session.value("result.CLs_obs"), within: 1e-9))
    for (index, expected) in test.expected.map(\.cls).enumerated() {
      #expect(try agree(expected, session.value("result.CLs_exp[\(index)]"), within: 1e-9))
    }
    #expect(model.parameters[mu].bounds.upperBound == (lines[0].contains("narrow") ? 3 : 10))
  }

  @Test func whatAReaderShouldKnowIsSaid() throws {
    let learned = try exported(["model spec learned.json", "histogram bins=0:1:4", "step 1"])
    // There are counts for three bins, and there are four now.
    #expect(learned.note.contains("the counts of SR are those expected without a signal"), "\(learned.note)")
    let expected = try #require(learned.workspace.observations.first { $0.name == "SR" })
    #expect(expected.data.count == 4 && expected.data.allSatisfy { $0 > 0 })
    #expect(learned.workspace.observations.first { $0.name == "CR" }?.data == [60])
    #expect(!learned.workspace.isLearned)
    let coded = try exported(["model spec numbers.json histosys=code2"])
    #expect(coded.note.contains("modifier_settings histosys code2 and normsys code4"), "\(coded.note)")
    #expect(!coded.note.contains("without a signal"))
    let built = try exported(["model histosys"])
    #expect(built.note.contains("the counts of singlechannel"), "\(built.note)")
  }

  @Test func whatHasNoSuchFormIsRefused() throws {
    var session = try files.session(smallSettings + ["data samples=3", "model hepdata-like"])
    let path = files.folder.file("out.json")
    let error = try #require(throws: SessionError.self) { try session.run("export pyhf \(path)") }
    #expect("\(error)".contains("'model uncorrelated-background'"), "\(error)")
    #expect(!FileManager.default.fileExists(atPath: path))
    let place = try #require(throws: SessionError.self) {
      try session.run("model uncorrelated-background", "export pyhf \(files.folder.path)")
    }
    #expect("\(place)".contains("it is a directory"), "\(place)")
  }

  /// A committed export, evaluated by pyhf (`export_reference.py`).
  @Test func aCommittedFileIsWhatPyhfMakesOfIt() throws {
    struct Figure: Decodable {
      var workspace: WorkspaceFigure
      var parameters: [Double]
      var data: [Double]
      var logpdf: Double
      var observed: Double
      var expected: [Double]
    }
    let figure = try Figures.load("export", as: Figure.self)
    let (model, data) = try figure.workspace.problem()
    #expect(data == figure.data)
    let logpdf: Double = model.logpdf(figure.parameters, data: data)
    #expect(agree(logpdf, figure.logpdf, within: 1e-12))
    // pyhf's fits stop at 1e-12 of -2 ln L.
    let test = try HypothesisTest(model, data: data, tested: 1)
    #expect(agree(test.observed.cls, figure.observed, within: 1e-6))
    #expect(agree(test.expected.map(\.cls), figure.expected, within: 1e-6))
    // The network is in single precision, and rounds by the instructions that a machine has.
    let workspace = try exported(["model spec learned.json", "train edges", "step 3"]).workspace
    let fresh = try HistFactoryModel(workspace, measurement: workspace.usableMeasurement())
    #expect(fresh.slots == model.slots)
    #expect(agree(fresh.yields.templates, model.yields.templates, within: 1e-4))
    #expect(workspace.observations == figure.workspace.workspace.observations)
  }
}
