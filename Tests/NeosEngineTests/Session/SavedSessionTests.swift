import Foundation
import NeosEngine
import Testing

/// The files of saved sessions: numbers that nobody wrote, and permissions.
@Suite struct SavedSessionTests {
  private func saved(_ folder: TemporaryFolder) throws -> (path: String, text: String) {
    let path = folder.file("s.json")
    var session = Session()
    try session.run(smallSettings + ["split test=0.25", "train edges", "step 3", "save \(path)"])
    return (path, try String(contentsOfFile: path, encoding: .utf8))
  }

  /// An edited state is refused with its place; a step from it must not overflow.
  @Test(arguments: ["9223372036854775807", "-9223372036854775808", "-1", "1e300", "2.5", "null"])
  func stepsThatNobodyTookAreRefused(number: String) throws {
    let folder = try TemporaryFolder()
    let (path, text) = try saved(folder)
    let edits = [
      text.replacing(/"step" : 3,(\s*"updates" : 3)/) { "\"step\" : \(number),\($0.output.1)" },
      text.replacing(/"updates" : 3/) { _ in "\"updates\" : \(number)" },
      text.replacing(/"step" : 2,/) { _ in "\"step\" : \(number)," },
      text.replacing(/"lossesSince" : 0/) { _ in "\"lossesSince\" : \(number)" },
    ]
    var session = try Session("data events=9")
    for (index, edited) in edits.enumerated() {
      #expect(edited != text, "edit \(index)")
      try edited.write(toFile: path, atomically: false, encoding: .utf8)
      do {
        try session.run("load \(path)")
        // Where a file may hold any number, it must be good for more.
        #expect(index == 3)
        try session.run("step 2", "show loss", "show metrics", "compare", "back 1")
      } catch {
        #expect("\(error)".hasPrefix(path), "\(error)")
        #expect(session.step == 0)
      }
      session = try Session("data events=9")
    }
  }

  /// Lines of the journal are carried out when a session comes back after a crash.
  @Test(arguments: [
    "save /tmp/x", "record x.neos", "load x", "quit", "", "# x", "set rate 0.1\\nsave x", "step x",
  ])
  func aJournalHoldsWhatLeadsToAState(line: String) throws {
    let folder = try TemporaryFolder()
    let (path, text) = try saved(folder)
    try text.replacing("\"step 3\"", with: "\"\(line)\"").write(
      toFile: path, atomically: false, encoding: .utf8)
    let error = try #require(throws: SessionError.self) { try Session("load \(path)") }
    #expect("\(error)".contains("journal"), "\(error)")
  }

  /// A state is not a way to read other files.
  @Test func aStateBringsItsWorkspace() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("s.json")
    _ = try Session("model spec \(sessionsFolder)/two-channel.json", "save \(path)")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let edited = text.replacing(/"workspace" : "(\\.|[^"])*"/, with: "\"workspace\" : null")
    #expect(edited != text)
    try edited.write(toFile: path, atomically: false, encoding: .utf8)
    let error = try #require(throws: SessionError.self) { try Session("load \(path)") }
    #expect("\(error)".contains("branches.main.workspace: it is missing"), "\(error)")
  }

  @Test func aStateOfTheLargestStepGoesOn() throws {
    let folder = try TemporaryFolder()
    let (path, text) = try saved(folder)
    try text.replacing(/"step" : 3,(\s*"updates" : 3)/) { "\"step\" : 1000000000000,\($0.output.1)" }
      .write(toFile: path, atomically: false, encoding: .utf8)
    var session = try Session("load \(path)", "step 2", "batch 5", "step 1", "back 2", "forward 1")
    #expect(session.step == 1_000_000_000_002)
    #expect(try session.value("loss") > 0)
  }

  private func mode(_ path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return try #require(attributes[.posixPermissions] as? Int)
  }

  /// A new file has the permissions that any new file gets here.
  @Test func aNewFileHasTheUsualPermissions() throws {
    let folder = try TemporaryFolder()
    let descriptor = open(folder.file("usual"), O_CREAT | O_WRONLY, 0o666)
    #expect(close(descriptor) == 0)
    let usual = try mode(folder.file("usual"))
    var session = try Session("save \(folder.file("s.json"))", "record \(folder.file("r.neos"))")
    #expect(try mode(folder.file("s.json")) == usual)
    #expect(try mode(folder.file("r.neos")) == usual)
    try session.run("save \(folder.file("s.json"))")
    #expect(try mode(folder.file("s.json")) == usual)
  }

  @Test(arguments: [0o600, 0o640, 0o755])
  func aFileThatIsReplacedKeepsItsPermissions(permissions: Int) throws {
    let folder = try TemporaryFolder()
    for name in ["s.json", "r.neos"] {
      try Data("old".utf8).write(to: URL(filePath: folder.file(name)))
      try FileManager.default.setAttributes(
        [.posixPermissions: permissions], ofItemAtPath: folder.file(name))
    }
    _ = try Session("save \(folder.file("s.json"))", "record \(folder.file("r.neos"))", "set bandwidth 0.3")
    #expect(try mode(folder.file("s.json")) == permissions)
    #expect(try mode(folder.file("r.neos")) == permissions)
  }

  @Test func aLinkStaysALink() throws {
    let folder = try TemporaryFolder()
    try Data("old".utf8).write(to: URL(filePath: folder.file("real.json")))
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("link.json"), withDestinationPath: "real.json")
    _ = try Session("save \(folder.file("link.json"))")
    let target = try FileManager.default.destinationOfSymbolicLink(atPath: folder.file("link.json"))
    #expect(target == "real.json")
    _ = try Session("load \(folder.file("real.json"))")
  }

  @Test("A state that another program has saved meanwhile is not lost")
  func savedMeanwhile() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("state.json")
    var first = try Session("data events=40", "network 2 tanh 1 sigmoid", "step 1", "save \(path)", "step 1")
    var second = try Session("load \(path)", "step 3", "save \(path)")
    let error = try #require(throws: SessionError.self) { try first.run("save \(path)") }
    #expect("\(error)".contains("another program has written it"), "\(error)")
    // Whoever saved last may do so again.
    try second.run("step 1", "save \(path)")
    #expect(try Session("load \(path)").step == 5)
    // Nor does an export take its place.
    #expect(throws: SessionError.self) { try second.run("export yields \(path)") }
    #expect(try Session("load \(path)").step == 5)
  }
}
