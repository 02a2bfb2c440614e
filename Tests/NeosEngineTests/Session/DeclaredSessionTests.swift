import Foundation
import NeosEngine
import Testing

/// Sessions on declared samples with every kind of variation: gradients, and the same bits on every way to them.
@Suite struct DeclaredSessionTests {
  let files: DeclaredFiles

  init() throws { files = try DeclaredFiles() }

  /// Central differences of the whole chain: events, network, templates with their statistical uncertainties, model
  /// with constraints of width 0.5, 1.5, 1 and none, and the fit. In double precision they keep some nine digits.
  @Test(arguments: ["cls", "uncertainty"], ["", "penalty events=60 uncertainty=0.05 weight=2"])
  func gradientsAreExact(objective: String, penalty: String) throws {
    var session = try files.session(["objective \(objective)", penalty, "step 2"])
    let network = try Network(
      inputCount: 2, layers: [.dense(3), .activation(.tanh), .dense(1), .activation(.sigmoid)])
    let weights = try (0..<network.weightCount).map { try session.value("weights[\($0)]") }
    let gradient = try (0..<network.weightCount).map { try session.value("gradient.weights[\($0)]") }
    let path = files.folder.file("moved.safetensors")
    var moving = session
    let norm = dot(gradient, gradient).squareRoot()
    for index in weights.indices {
      let expected = try slope { distance in
        let moved = SafeTensors(network, weights: .double(weights.moved(index, by: distance)))
        try Data(moved.bytes).write(to: URL(filePath: path))
        try moving.run("load network \(path)")
        return try moving.value("loss")
      }
      #expect(
        abs(gradient[index] - expected) < 2e-7 * norm, "weight \(index): \(gradient[index]), \(expected)")
    }
  }

  /// Their squares have no finite sum; divided by that they would all be 0.
  @Test func featuresTooLargeToBeStandardizedAreRefused() throws {
    let path = files.folder.file("large.csv")
    try "x,y\n1e300,1\n-2e300,2\n".write(toFile: path, atomically: false, encoding: .utf8)
    var session = Session()
    try session.run("sample s \(path) columns=x,y role=signal", "sample b \(path) columns=x,y")
    let error = try #require(throws: SessionError.self) { try session.run("step 1") }
    #expect("\(error)".contains("the values of x are too large to be standardized"), "\(error)")
  }

  /// What one session comes to, and another.
  private func expectSame(_ one: inout Session, _ other: inout Session, _ comment: Comment? = nil) throws {
    let (found, expected) = (try one.fingerprint(), try other.fingerprint())
    #expect(found == expected, comment)
  }

  @Test(arguments: ["batch all", "batch 20", "network precision=single"])
  func threadsChangeNoBit(line: String) throws {
    let lines = ["split test=0.3 validation=0.2", line, "step 4"]
    var (one, two) = (try files.session(lines), try files.session(lines, threads: 2))
    try expectSame(&one, &two)
  }

  @Test func aSavedSessionGoesOnToTheSameBits() throws {
    var session = try files.session(["split folds=3 fold=2 validation=0.2", "batch 20", "step 3"])
    let path = files.folder.file("state.json")
    try session.run("save \(path)", "step 3")
    var loaded = files.empty()
    try loaded.run("load \(path)")
    #expect(loaded.step == 3)
    #expect(loaded.configuration.declarations == session.configuration.declarations)
    try loaded.run("step 3")
    try expectSame(&loaded, &session)
    #expect(loaded.journal == session.journal)
    // The events are part of it: a state does not go on with others.
    try files.edit("background_up.csv") { $0 = $0.replacing("1", with: "2") }
    var changed = files.empty()
    try changed.run("load \(path)")
    let error = try #require(throws: SessionError.self) { try changed.run("step 1") }
    #expect("\(error)".contains("background_up.csv") && "\(error)".contains("checksum"), "\(error)")
  }

  @Test func aRecordingLeadsToTheSameBitsOrFails() throws {
    var session = try files.session(["split validation=0.3"])
    let path = files.folder.file("run.neos")
    try session.run("record \(path)", "step 2", "run while validation.cls improves for 3 within 12")
    let recorded = try SessionFile(path: path)
    let declarations = recorded.lines.filter { $0.text.hasPrefix("sample") || $0.text.hasPrefix("vary") }
    #expect(declarations.count == 9)
    // A factor on a rate and changes of features have no file of their own.
    let without = ["vary scale", "vary tilt", "vary xsec"]
    for line in declarations {
      #expect(line.text.contains("check=") != without.contains { line.text.hasPrefix($0) }, "\(line.text)")
    }
    var replayed = files.empty()
    for line in recorded.lines { try replayed.execute(line.command, line: line.text) }
    try expectSame(&replayed, &session)
    #expect(replayed.journal == session.journal)
    for (name, beginning) in [
      ("signal.csv", "sample signal"), ("background_down.csv", "vary jes background"),
    ] {
      let old = try String(contentsOfFile: files.folder.file(name), encoding: .utf8)
      try files.edit(name) { $0 = $0.replacing("5", with: "6") }
      var other = files.empty()
      for line in recorded.lines {
        do {
          try other.execute(line.command, line: line.text)
          #expect(!line.text.hasPrefix(beginning))
        } catch {
          #expect(line.text.hasPrefix(beginning) && "\(error)".contains(name), "\(error)")
          break
        }
      }
      try files.edit(name) { $0 = old }
    }
  }

  /// A sample whose events could be drawn, but whose line is refused all the same, is not in the steps after it.
  @Test func aRefusedSampleLeavesTheOthersAsTheyWere() throws {
    let path = files.folder.file("spec.json")
    try Data(
      """
      {"channels": [{"name": "c", "samples": [
        {"name": "signal", "data": {"events": "signal"}, "modifiers": [{"name": "mu", "type": "normfactor", "data": null}]},
        {"name": "b", "data": {"events": "b"}, "modifiers": []}]}],
       "observations": [{"name": "c", "data": [1, 1]}], "measurements": [{"name": "m", "config": {"poi": "mu", "parameters": []}}], "version": "1.0.0"}
      """.utf8
    ).write(to: URL(filePath: path))
    var session = Session()
    try session.run(
      "sample b generate=x=normal:0:1 events=40", "sample signal generate=x=normal:1:1 events=40",
      "model spec \(path)", "network 2 tanh 1 sigmoid", "metrics none", "batch 10", "step 1")
    try FileManager.default.removeItem(atPath: path)
    #expect(throws: SessionError.self) {
      try session.run("sample other generate=x=normal:2:1 events=40")
    }
    try session.run("step 2")
    #expect(session.step == 3 && session.configuration.declarations.samples.count == 2)
  }
}
