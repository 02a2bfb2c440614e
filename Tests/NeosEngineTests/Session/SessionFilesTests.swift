import Foundation
import NeosEngine
import Testing

@Suite struct SessionFilesTests {
  static let settings = [
    "data events=20", "network 4 tanh 1 sigmoid", "histogram bins=0:1:3 bandwidth=0.2", "split test=0.25",
    "batch 6", "train edges bandwidth",
  ]

  @Test(arguments: ["single", "double"], ["sgd momentum=0.9", "adam", "adamw"])
  func aLoadedSessionGoesOnToTheSameBits(precision: String, optimizer: String) throws {
    let folder = try TemporaryFolder()
    var session = Session()
    try session.run(
      Self.settings + [
        "network precision=\(precision)", "optimizer \(optimizer)", "step 5", "break when cls < 1e-9",
        "fork other",
        "set rate 0.01", "step 3", "save \(folder.file("s.json"))", "step 7",
      ])
    var loaded = Session()
    try loaded.run("load \(folder.file("s.json"))")
    #expect(loaded.step == 8)
    #expect(loaded.branchName == "other")
    #expect(loaded.branchNames == ["main", "other"])
    #expect(loaded.breakpoints == session.breakpoints)
    try loaded.run("step 7")
    #expect(try loaded.fingerprint() == session.fingerprint())
    #expect(loaded.records == session.records)
    try session.run("switch main", "step 2")
    try loaded.run("switch main", "step 2")
    #expect(try loaded.fingerprint() == session.fingerprint())
  }

  /// A breakpoint on a number of the last answer holds in the loaded session as well.
  @Test func theLastAnswerIsSaved() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("s.json")
    var session = Session()
    try session.run(Self.settings + ["step 2", "cls", "save \(path)"])
    var loaded = try Session("load \(path)", "break when result.CLs_obs < 0", "step 1")
    #expect(try loaded.value("result.CLs_obs").bitPattern == session.value("result.CLs_obs").bitPattern)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try text.replacing(/"answer" : "[^\n]*"/) { _ in "\"answer\" : \"[1]\"" }
      .write(toFile: path, atomically: true, encoding: .utf8)
    #expect(throws: SessionError.self) { try session.run("load \(path)") }
  }

  @Test func aSessionThatHasNotBegunCanBeSaved() throws {
    let folder = try TemporaryFolder()
    var session = try Session("set bandwidth 0.25", "save \(folder.file("s.json"))")
    var loaded = try Session("load \(folder.file("s.json"))")
    #expect(loaded.configuration == session.configuration)
    #expect(try loaded.fingerprint() == session.fingerprint())
  }

  @Test func savingReplacesTheFileOrLeavesIt() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("s.json")
    var session = Session()
    try session.run(Self.settings + ["step 2", "save \(path)"])
    let first = try Data(contentsOf: URL(filePath: path))
    try session.run("step 1", "save \(path)")
    #expect(try Data(contentsOf: URL(filePath: path)) != first)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["s.json"])
    for bad in ["\(folder.path)/missing/s.json", folder.path, "/dev/null"] {
      let error = try #require(throws: SessionError.self) { try session.run("save \(bad)") }
      #expect("\(error)".hasPrefix(bad))
    }
    #expect(session.step == 3)
  }

  @Test func whatIsNotASessionIsNotLoaded() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("s.json")
    var session = Session()
    try session.run(Self.settings + ["step 3", "save \(path)"])
    let before = try session.fingerprint()
    let good = try String(contentsOfFile: path, encoding: .utf8)
    let edits: [(String, String, String)] = [
      ("\"format\" : \"neos session\"", "\"format\" : \"other\"", "version"),
      ("\"version\" : 1", "\"version\" : 99", "version"),
      ("\"branch\" : \"main\"", "\"branch\" : \"none\"", "no copy 'none'"),
      ("\"updates\" : 3", "\"updates\" : 7", "state.step"),
      ("network 4 tanh", "network 5 tanh", "state.weights"), ("data blobs", "dat blobs", "settings"),
      ("precision=single", "precision=double", "state.precision"),
      ("\"records\" : [", "\"records\" : [1, ", "records"), ("bins=0,", "bins=0,0.1,", "state.edges"),
      ("\"bandwidth\" : 0", "\"bandwidth\" : -0", "state.bandwidth"),
      ("\"weights\" : \"", "\"weights\" : \"!", "weights"),
    ]
    for (old, new, reason) in edits {
      try #require(good.contains(old), "\(old)")
      try good.replacing(old, with: new, maxReplacements: 1).write(
        toFile: path, atomically: false, encoding: .utf8)
      let error = try #require(throws: SessionError.self, "\(new)") { try session.run("load \(path)") }
      #expect("\(error)".contains(reason), "\(error)")
      #expect(try session.fingerprint() == before)
    }
    for length in stride(from: 0, to: good.utf8.count - 1, by: 97) {
      try Data(good.utf8.prefix(length)).write(to: URL(filePath: path))
      #expect(throws: SessionError.self) { try session.run("load \(path)") }
    }
    #expect(throws: SessionError.self) { try session.run("load \(folder.file("missing"))") }
    #expect(try session.fingerprint() == before)
  }

  @Test func aRecordingLeadsToTheSameBits() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("r.neos")
    var session = Session()
    try session.run(
      Self.settings + ["step 5", "record \(path)", "set bandwidth 0.3", "step 2", "show yields"])
    try session.run(
      "fork a", "run until step >= 9", "break when step >= 11", "step 10", "back 1", "set rate 0.1")
    let stop = Stop(after: 3)
    _ = try? session.run(["break clear", "step 10"]) { stop.isDue }
    var replayed = Session()
    let file = try SessionFile(path: path)
    for line in file.lines { try replayed.execute(line.command, line: line.text) }
    #expect(try replayed.fingerprint() == session.fingerprint())
    #expect(replayed.records == session.records)
    #expect(replayed.branchNames == session.branchNames)
    #expect(!file.lines.contains { $0.text.hasPrefix("show") })
  }

  /// A program that ends by force, or a disk that is full, may leave half of a recording's last line.
  @Test func halfALineAtTheEndOfARecordingIsLeftOut() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("r.neos")
    _ = try Session("record \(path)", "set bandwidth 0.3", "set rate 0.1")
    let whole = try Data(contentsOf: URL(filePath: path))
    for missing in 1..<"set rate 0.1\n".utf8.count {
      let file = try SessionFile(name: "r.neos", text: whole.dropLast(missing))
      #expect(file.lines.map(\.text) == ["set bandwidth 0.3"])
      #expect(file.unfinishedLine == 3)
    }
    #expect(try SessionFile(name: "r.neos", text: whole).unfinishedLine == nil)
    // Within a character, too.
    #expect(try SessionFile(name: "r.neos", text: whole + [0xC3]).lines.count == 2)
    // A file that somebody wrote may end as it likes.
    let written = try SessionFile(name: "s.neos", text: Data("set rate 0.1".utf8))
    #expect(written.lines.count == 1 && written.unfinishedLine == nil)
  }

  @Test(arguments: ["set bandwidth\n0.3", "fork a\r\nstep 1", "# one\nstep 1"])
  func aCommandStandsOnOneLine(text: String) throws {
    let error = try #require(throws: LanguageError.self) { try Command(line: text) }
    #expect(error.column == text.prefix { !$0.isNewline }.count + 1)
    #expect(try Command(line: "step 1\r\n") == .step(1))
  }

  @Test func recordingCanBeSwitchedOff() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("r.neos")
    var session = Session()
    try session.run(smallSettings + ["record \(path)", "step 1", "record off", "step 1"])
    #expect(try SessionFile(path: path).lines.last?.text == "step 1")
    #expect(try SessionFile(path: path).lines.count == smallSettings.count + 1)
  }
}
