import Foundation
import NeosEngine
import Testing

/// What a recording holds, and that it leads to the same bits whatever becomes of other files.
@Suite struct JournalTests {
  private func replayed(_ path: String) throws -> Session {
    var session = Session()
    for line in try SessionFile(path: path).lines { try session.execute(line.command, line: line.text) }
    return session
  }

  /// Loading brings the journal of the saved session, so that the file may be saved over afterwards.
  @Test func aRecordingDoesNotNeedTheLoadedFile() throws {
    let folder = try TemporaryFolder()
    let (state, recording) = (folder.file("s.json"), folder.file("r.neos"))
    var first = Session()
    try first.run(smallSettings + ["step 3", "fork b", "set bandwidth 0.3", "step 2", "save \(state)"])
    var session = Session()
    try session.run(
      "load \(state)", "record \(recording)", "step 2", "save \(state)", "set rate 0.05", "step 1",
      "switch main", "step 1")
    var other = try replayed(recording)
    #expect(try other.fingerprint() == session.fingerprint())
    #expect(other.records == session.records)
    #expect(try String(contentsOfFile: recording, encoding: .utf8).contains("load") == false)
    try FileManager.default.removeItem(atPath: state)
    var again = try replayed(recording)
    #expect(try again.fingerprint() == session.fingerprint())
  }

  /// A recording that is on when another session is loaded is that of the session before, whole and untouched.
  @Test func loadingEndsARecording() throws {
    let folder = try TemporaryFolder()
    let (state, recording) = (folder.file("s.json"), folder.file("r.neos"))
    var other = Session()
    try other.run(smallSettings + ["step 3", "save \(state)"])
    var session = Session()
    try session.run(smallSettings + ["record \(recording)", "set bandwidth 0.3", "step 2"])
    let recorded = try String(contentsOfFile: recording, encoding: .utf8)
    let (fingerprint, records) = (try session.fingerprint(), session.records)
    #expect(throws: SessionError.self) { try session.run("load \(folder.file("missing.json"))") }
    #expect(session.recordingPath == recording)
    var notes: [String] = []
    try session.perform("load \(state)", control: SessionControl { notes.append("\($0)") })
    #expect(session.recordingPath == nil && notes.first?.contains("\(recording) has ended") == true)
    try session.run("step 1")
    #expect(try String(contentsOfFile: recording, encoding: .utf8) == recorded)
    var before = try replayed(recording)
    #expect(try before.fingerprint() == fingerprint && before.records == records)
  }

  @Test func aSavedSessionKeepsItsJournal() throws {
    let folder = try TemporaryFolder()
    var session = Session()
    try session.run(smallSettings + ["step 3", "back 1", "save \(folder.file("s.json"))"])
    let loaded = try Session("load \(folder.file("s.json"))")
    #expect(loaded.journal == smallSettings + ["step 3", "back 1"])
  }

  /// What only shows is not in it; questions are, for the conditions that name their results.
  @Test func whatChangesNothingIsNotJournaled() throws {
    var session = Session()
    try session.run(
      smallSettings + ["step", "show yields", "cls", "fit", "expect step = 1", "echo a", "compare", "help"])
    #expect(session.journal == smallSettings + ["step 1", "cls", "fit", "expect step = 1"])
  }

  @Test func aRecordingHoldsTheQuestionsOfItsConditions() throws {
    let folder = try TemporaryFolder()
    var session = Session()
    try session.run(
      smallSettings + [
        "record \(folder.file("r.neos"))", "step 2", "cls", "expect result.CLs_obs > 0", "fit on=1",
        "break when result.iterations < 0", "step 2",
      ])
    var other = try replayed(folder.file("r.neos"))
    #expect(try other.fingerprint() == session.fingerprint())
    #expect(other.breakpoints == session.breakpoints)
  }

  /// Neither a recording nor a state may replace the session file that is being run, by whatever name.
  @Test(arguments: ["run.neos", "./run.neos", "link.neos"])
  func theRunningFileIsNotWrittenOver(name: String) throws {
    let folder = try TemporaryFolder()
    try Data("step 1\n".utf8).write(to: URL(filePath: folder.file("run.neos")))
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("link.neos"), withDestinationPath: folder.file("run.neos"))
    var session = Session()
    session.source = folder.file("run.neos")
    for verb in ["record", "save"] {
      let error = try #require(throws: SessionError.self) {
        try session.run("\(verb) \(folder.file(name))")
      }
      #expect("\(error)".contains("the session file that is being run"), "\(error)")
    }
    #expect(session.recordingPath == nil)
    #expect(try String(contentsOfFile: folder.file("run.neos"), encoding: .utf8) == "step 1\n")
    try session.run("record \(folder.file("other.neos"))")
  }
}
