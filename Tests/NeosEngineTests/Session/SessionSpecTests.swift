import Foundation
import NeosEngine
import Testing

/// `model spec FILE`: a workspace as the model of a session.
@Suite struct SessionSpecTests {
  let files: SpecFiles

  init() throws { files = try SpecFiles() }

  private func message(_ session: inout Session, _ lines: String...) throws -> String {
    let error = try #require(throws: SessionError.self) { try session.run(lines) }
    return "\(error)"
  }

  // MARK: Choosing

  @Test func aWorkspaceIsTrained() throws {
    var session = try files.session(smallSettings + ["model spec learned.json", "train edges"])
    let before = try session.value("loss")
    try session.run("step 20")
    #expect(try session.value("loss") < before)
    #expect(try session.values(of: .yields("SR.background.hi.shape", bin: nil, test: false)).count == 3)
    #expect(try session.values(of: .yields("CR.background", bin: nil, test: false)).count == 1)
    #expect(try session.values(of: .gradientYields("CR.background", bin: nil))[0] != 0)
  }

  @Test func theFileIsLookedForHereThenBesideTheSessionFile() throws {
    var session = Session()
    #expect(try message(&session, "model spec learned.json").hasPrefix("learned.json: "))
    session.folder = files.folder.path
    try session.run("model spec numbers.json patch=more.json")
    session.folder = nil
    try session.run("model spec \(files.folder.file("learned.json")) patch=none")
    #expect(session.configuration.workspace?.channels.count == 2)
  }

  @Test func aPatchIsApplied() throws {
    var session = try files.session(["model spec numbers.json patch=more.json"])
    #expect(session.configuration.workspace?.channels[0].samples[1].data == .values([30, 30]))
    try session.run("model patch=none")
    #expect(session.configuration.workspace?.channels[0].samples[1].data == .values([20, 30]))
  }

  @Test func theMeasurementIsChosen() throws {
    var session = try files.session(smallSettings + ["model spec numbers.json measurement=narrow"])
    #expect(try message(&session, "cls poi=5 on=0").contains("0.0 to 3.0"))
    try session.run("model measurement=first", "cls poi=5 on=0", "model measurement=m", "step 1")
    #expect(try message(&session, "model measurement=narow", "step").contains("did you mean 'narrow'?"))
  }

  /// At +-1 all codes agree; half way they do not.
  @Test func theInterpolationIsChosen() throws {
    var session = try files.session(smallSettings + ["model spec learned.json"])
    var values: [String: Double] = [:]
    for setting in ["histosys=code4p", "histosys=code2", "histosys=code0", "normsys=code1"] {
      try session.run("model \(setting)")
      let whole = try session.value("logpdf(shape=1, xsec=-1, data=5)")
      #expect(agree(whole, values["whole", default: whole], within: 1e-13))
      values["whole"] = whole
      values[setting] = try session.value("logpdf(shape=0.5, xsec=-0.5, data=5)")
    }
    #expect(Set(values.values).count == 5)
  }

  @Test func newBinsCompileTheModelAnew() throws {
    var session = try files.session(smallSettings + ["model spec learned.json", "step 2"])
    #expect(try session.values(of: .yields("SR.signal", bin: nil, test: false)).count == 3)
    try session.run("histogram bins=0:1:5", "step 2")
    #expect(try session.values(of: .yields("SR.signal", bin: nil, test: false)).count == 5)
    #expect(session.step == 4)
    var fresh = try files.session(
      smallSettings + ["histogram bins=0:1:5", "model spec learned.json"])
    try session.run("back 4")
    #expect(try session.value("loss") == fresh.value("loss"))
    // Bins of the same number are other edges of the same model.
    try session.run("forward 4", "histogram bins=0,0.1,0.2,0.3,0.4,1", "step 1")
  }

  /// The observed counts are of three bins, and only asked for when they are needed.
  @Test func observedCountsMustFitTheBins() throws {
    var session = try files.session(
      smallSettings + ["histogram bins=0:1:5", "model spec learned.json"])
    try session.run("cls on=0")
    #expect(try message(&session, "cls on=observed").contains("SR"))
    try session.run("histogram bins=0:1:3", "cls on=observed")
  }

  @Test func forksHaveSpecsOfTheirOwn() throws {
    var session = try files.session(smallSettings + ["model spec learned.json", "step 2"])
    let learned = try session.fingerprint()
    try session.run("fork built-in", "model histosys", "step 2", "fork other", "model spec numbers.json")
    // Nothing is learned from a model of numbers: no gradient reaches the network.
    #expect(try session.value("gradient.norm") == 0)
    #expect(try session.value("yields.SR.signal[0]") == 5)
    try session.run("switch main")
    #expect(try session.fingerprint() == learned)
    try session.run("step 1")
    guard case .display(let table) = try session.run("compare").last else { return }
    #expect(table.columns == ["", "built-in", "main", "other"])
    #expect(
      table.rows.contains([
        .text("model"), .text("histosys"), .text("spec learned.json"), .text("spec numbers.json"),
      ]))
  }

  // MARK: Mistakes

  @Test func problemsOfTheFileAreReportedWithTheirPlace() throws {
    try files.write(SpecFiles.learned.replacing("normsys", with: "normsis"), to: "type.json")
    try files.write(SpecFiles.learned.replacing("\"version\"", with: "\"versoin\""), to: "key.json")
    try files.write(String(SpecFiles.learned.dropLast(3)), to: "short.json")
    try files.write(SpecFiles.learned.replacing("\"nominal\"", with: "\"nominl\""), to: "sample.json")
    try files.write(SpecFiles.learned.replacing("\"poi\": \"mu\"", with: "\"poi\": \"nu\""), to: "poi.json")
    try files.write(SpecFiles.learned.replacing("\"hi\": 1.3", with: "\"hi\": 0"), to: "factor.json")
    try files.write(SpecFiles.learned.replacing("[0, 0.5]", with: "[0, 0.5, 0.5]"), to: "edges.json")
    try files.write(#"[{"op": "remove", "path": "/channels/7"}]"#, to: "patch.json")
    var session = try files.session(smallSettings + ["step 1"])
    let before = try session.fingerprint()
    let cases: [(String, [String])] = [
      ("model spec type.json", ["type.json: channels[0].samples[1].modifiers[1].type", "'normsys'"]),
      ("model spec key.json", ["key.json: ", "version"]),
      ("model spec short.json", ["short.json: line 14, column "]),
      (
        "model spec sample.json",
        ["sample.json: channels[0].samples[1].data.events: found \"nominl\"", "did you mean 'nominal'?"]
      ),
      (
        "model spec poi.json",
        ["poi.json: measurements[0].config.poi: found \"nu\"", "did you mean 'mu'?"]
      ),
      (
        "model spec factor.json",
        ["channels[0].samples[1].modifiers[1].data.hi: found 0.0, expected a factor above 0"]
      ),
      (
        "model spec edges.json",
        ["channels[1].samples[0].data.bins[2]: found 0.5 after 0.5, expected a bin edge above the one before"]
      ),
      ("model spec learned.json measurement=n", ["learned.json: there is no measurement \"n\""]),
      ("model spec nowhere.json", ["nowhere.json: there is no such file"]),
      ("model spec learned.json patch=patch.json", ["learned.json: patch.json: ", "/channels/7"]),
      ("model spec learned.json patch=none.json", ["learned.json: none.json: there is no such file"]),
    ]
    for (line, parts) in cases {
      let text = try message(&session, line)
      for part in parts { #expect(text.contains(part), "\(text)") }
      #expect(session.configuration.model == .builtIn(.histosys))
      #expect(try session.fingerprint() == before)
    }
  }

  /// A workspace may be chosen before the samples that it needs.
  @Test func samplesMayComeLater() throws {
    var session = try files.session(smallSettings + ["data blobs samples=3", "model spec learned.json"])
    let text = try message(&session, "step")
    #expect(
      text.contains(
        "channels[0].samples[1].data.events: found \"nominal\", expected a sample of events: signal, up, down"
      ),
      "\(text)")
    try session.run("data blobs samples=4", "step")
    #expect(session.step == 1)
  }

  @Test func aSoftmaxHistogramHasNoBinsOfATemplatesOwn() throws {
    var session = try files.session(
      ["data events=20", "network 4 tanh 3 softmax", "histogram softmax", "model spec learned.json"])
    #expect(try message(&session, "step").contains("'histogram kde'"))
  }

  @Test func inspectNeedsAWorkspace() throws {
    var session = try files.session()
    #expect(try message(&session, "inspect").contains("'model spec FILE'"))
    try session.run("model spec learned.json")
    guard case .answer(let report, _) = try session.run("inspect").last else {
      Issue.record("inspect answers")
      return
    }
    #expect(report.json["samples"] == .array([.string("background"), .string("signal")]))
    #expect(report.tables.map(\.title).last == "learned templates")
  }
}
