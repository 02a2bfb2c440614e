import Foundation
import NeosEngine
import Testing

/// Saved states and recordings of sessions whose model is a workspace.
@Suite struct SessionSpecFilesTests {
  let files: SpecFiles

  init() throws { files = try SpecFiles() }

  static let settings = smallSettings + ["model spec learned.json", "train edges", "step 3"]

  /// The state holds the workspace itself, so that it does not matter what becomes of the file.
  @Test(arguments: ["kept", "changed", "deleted"])
  func aStateHoldsItsWorkspace(file: String) throws {
    let state = files.folder.file("s.json")
    var session = try files.session(
      Self.settings + ["fork numbers", "model spec numbers.json patch=more.json", "step 1", "switch main"])
    try session.run("save \(state)", "step 3")
    for name in ["learned.json", "numbers.json", "more.json"] where file != "kept" {
      try FileManager.default.removeItem(atPath: files.folder.file(name))
      if file == "changed" { try files.write("{\"not\": \"a workspace\"}", to: name) }
    }
    var loaded = try files.session(["load \(state)"])
    #expect(loaded.configuration.model == .spec("learned.json"))
    #expect(loaded.configuration.workspace == session.configuration.workspace)
    try loaded.run("step 3")
    #expect(try loaded.fingerprint() == session.fingerprint())
    #expect(loaded.records == session.records)
    // Another number of bins compiles what the state holds.
    try loaded.run("set bins 0:1:4", "step 1", "switch numbers", "step 1")
    try session.run("set bins 0:1:4", "step 1", "switch numbers", "step 1")
    #expect(try loaded.fingerprint() == session.fingerprint())
    #expect(try loaded.value("yields.SR.background[0]") == 30)
    // Only a line that names the file, or how it is read, reads it again.
    if file != "kept" {
      #expect(throws: SessionError.self) { try loaded.run("model spec learned.json") }
    }
  }

  @Test func aStateOfAStateIsTheSame() throws {
    let (one, two) = (files.folder.file("1.json"), files.folder.file("2.json"))
    _ = try files.session(Self.settings + ["save \(one)"])
    _ = try files.session(["load \(one)", "save \(two)"])
    #expect(try Data(contentsOf: URL(filePath: one)) == Data(contentsOf: URL(filePath: two)))
  }

  @Test func anEditedWorkspaceIsRefusedWithItsPlace() throws {
    let state = files.folder.file("s.json")
    _ = try files.session(Self.settings + ["save \(state)"])
    let text = try String(contentsOfFile: state, encoding: .utf8)
    for (old, new, part) in [
      ("\\\"normsys\\\"", "\\\"normsis\\\"", "branches.main.workspace: channels[0].samples"),
      ("\"workspace\" : \"{", "\"workspace\" : \"", "branches.main.workspace: line 1, column 1"),
      ("model spec", "model spce", "branches.main.settings"),
    ] {
      #expect(text.contains(old))
      let edited = text.replacing(old, with: new, maxReplacements: 1)
      try edited.write(toFile: state, atomically: false, encoding: .utf8)
      let error = try #require(throws: SessionError.self) { try files.session(["load \(state)"]) }
      #expect("\(error)".contains(part), "\(error)")
    }
  }

  @Test func aRecordingLeadsToTheSameBits() throws {
    let path = files.folder.file("r.neos")
    var session = try files.session(["record \(path)"] + Self.settings)
    try session.run(
      "fork a", "model patch=none histosys=code2", "objective uncertainty", "step 2", "cls",
      "expect result.CLs_obs > 0", "set bins 0:1:4", "step 2")
    let file = try SessionFile(path: path)
    var replayed = Session(threads: 2)
    replayed.folder = file.folder
    for line in file.lines { try replayed.execute(line.command, line: line.text) }
    #expect(try replayed.fingerprint() == session.fingerprint())
    #expect(replayed.records == session.records)
  }

  @Test func theBitsDoNotDependOnThreads() throws {
    let lines = [
      "network 70 relu 30 tanh 1 sigmoid", "data events=700", "split test=0.3", "histogram bins=0:1:3",
      "model spec learned.json", "train edges bandwidth", "step 6",
    ]
    var one = try files.session(lines, threads: 1)
    var three = try files.session(lines, threads: 3)
    #expect(try one.fingerprint() == three.fingerprint())
    #expect(one.records == three.records)
  }

  @Test func metricsOfTheTestSampleAreOfHardCounts() throws {
    var session = try files.session(Self.settings + ["split test=0.5", "scale floor=0.01", "step 1"])
    // 10 events a sample of 100 expected ones, and a floor.
    for row in ["SR.background", "CR.background", "SR.background.hi.shape"] {
      let yields = try session.values(of: .yields(row, bin: nil, test: true))
      for value in yields {
        #expect(agree(value - 0.01, ((value - 0.01) / 10).rounded() * 10, within: 1e-12))
      }
    }
    #expect(try session.value("cls") == session.value("test.cls"))
  }
}
