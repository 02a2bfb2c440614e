import Foundation
import NeosEngine
import Testing

/// Workspaces that changed since a session was recorded.
@Suite struct SessionDigestTests {
  let files: SpecFiles

  init() throws { files = try SpecFiles() }

  /// pyhf 0.7.6, `pyhf digest` of the workspace, and of the patched one.
  static let (plain, patched) = ("1baaededf504", "aad13185ef3d")

  @Test func theJournalHasTheDigestOfWhatWasRead() throws {
    let session = try files.session([
      "model spec numbers.json   # a comment", "set patch more.json", "model patch=none normsys=code1",
      "model measurement=narrow digest=\(Self.plain.uppercased())", "model histosys", "objective cls",
    ])
    #expect(
      session.journal == [
        "model spec numbers.json digest=\(Self.plain)", "model patch=more.json digest=\(Self.patched)",
        "model patch=none normsys=code1 digest=\(Self.plain)",
        "model measurement=narrow digest=\(Self.plain)",
        "model histosys", "objective cls",
      ])
    #expect(session.configuration.spec.digest == nil)
  }

  @Test func aPathWithSpacesIsQuoted() throws {
    try files.write(SpecFiles.numbers, to: "my numbers.json")
    let session = try files.session([#"model spec "my numbers.json""#])
    #expect(session.journal == [#"model spec "my numbers.json" digest="# + Self.plain])
    #expect(try files.session(session.journal).configuration == session.configuration)
  }

  /// The replayed recording stops at the line, and the session is as it was before.
  @Test(arguments: ["numbers.json", "more.json"])
  func aChangedFileIsAnError(name: String) throws {
    let path = files.folder.file("r.neos")
    _ = try files.session(
      smallSettings + ["record \(path)", "model spec numbers.json patch=more.json", "step 1"])
    let lines = try SessionFile(path: path).lines
    try files.write(
      name == "numbers.json"
        ? SpecFiles.numbers.replacing("[22, 31]", with: "[22, 32]")
        : #"[{"op": "replace", "path": "/channels/0/samples/1/data/0", "value": 31}]"#, to: name)
    var replayed = try files.session()
    var failure: (any Error)?
    for line in lines {
      do { try replayed.execute(line.command, line: line.text) } catch {
        failure = error
        break
      }
    }
    let text = "\(try #require(failure))"
    #expect(text.contains("numbers.json: it is not the workspace of the line"), "\(text)")
    #expect(text.contains(Self.patched) && text.contains("'digest='"), "\(text)")
    #expect(replayed.configuration.model == .builtIn(.histosys))
    #expect(replayed.step == 0)
    // Without the digest the line takes what is there.
    try replayed.run("model spec numbers.json patch=more.json", "step 1")
  }

  /// White space and the order of keys are no change, as in pyhf.
  @Test func anotherLayoutIsNoChange() throws {
    let document = try JSONValue(json: SpecFiles.numbers.utf8)
    try files.write(document.text(.indented), to: "numbers.json")
    _ = try files.session(["model spec numbers.json digest=\(Self.plain)"])
  }

  /// Settings are the lines that make them, and a state brings its workspace along.
  @Test func settingsAndStatesHaveIt() throws {
    let state = files.folder.file("s.json")
    let session = try files.session(smallSettings + ["model spec numbers.json", "save \(state)"])
    let line = try #require(session.configuration.commands.first { $0.hasPrefix("model ") })
    #expect(line.contains("digest=\(Self.plain)"))
    #expect(try files.session(session.configuration.commands).configuration == session.configuration)
    try FileManager.default.removeItem(atPath: files.folder.file("numbers.json"))
    #expect(try files.session(["load \(state)"]).configuration == session.configuration)
  }

  @Test(arguments: ["3b31a11", "3b31a11z", "é3b31a117", String(repeating: "0", count: 65)])
  func whatIsNoDigestIsRefusedWithItsPlace(text: String) throws {
    let error = try #require(throws: LanguageError.self) { try Command(line: "model digest=\(text)") }
    #expect(error.column == 14)
    #expect(error.text.contains("8 to 64 digits"), "\(error.text)")
  }
}
