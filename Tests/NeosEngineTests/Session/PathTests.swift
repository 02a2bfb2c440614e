import Foundation
import NeosEngine
import Testing

/// Where the files of a session are found: from its recording and its saved state, wherever these are.
@Suite struct PathTests {
  let files: DeclaredFiles

  init() throws { files = try DeclaredFiles() }

  /// A folder below that of the tables.
  private func subfolder() throws -> String {
    let folder = files.folder.file("results")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return folder
  }

  /// The session that a file leads to, run where nothing else is found.
  private func replay(_ path: String) throws -> Session {
    let file = try SessionFile(path: path)
    var session = Session()
    session.folder = file.folder
    for line in file.lines { try session.execute(line.command, line: line.text) }
    return session
  }

  @Test func aStateFindsItsTablesBesideIt() throws {
    var session = try files.session(["step 2"])
    let state = files.folder.file("state.json")
    try session.run("save \(state)")
    var loaded = Session()
    let events = try loaded.run("load \(state)")
    let notes = events.compactMap { if case .note(let text) = $0 { text } else { nil } }
    #expect(notes == ["loaded step 2 from \(state)"])
    // What follows knows where they are, a recording elsewhere and a state elsewhere, too.
    let other = try TemporaryFolder()
    try loaded.run("record \(other.file("run.neos"))", "save \(other.file("state.json"))")
    try session.run("step 2")
    try loaded.run("step 2")
    var (recorded, again) = (try replay(other.file("run.neos")), Session())
    try again.run("load \(other.file("state.json"))", "step 2")
    let expected = try session.fingerprint()
    #expect(try loaded.fingerprint() == expected)
    #expect(try recorded.fingerprint() == expected)
    #expect(try again.fingerprint() == expected)
  }

  @Test func aRecordingInAnotherFolderFindsWhatItReads() throws {
    let folder = try subfolder()
    let spec = #"""
      {"channels": [{"name": "c", "samples": [
        {"name": "signal", "data": {"events": "signal"}, "modifiers": [{"name": "mu", "type": "normfactor", "data": null}]},
        {"name": "background", "data": {"events": "background"}, "modifiers": []}]}],
       "observations": [{"name": "c", "data": [1, 1, 1, 1]}], "measurements": [{"name": "m", "config": {"poi": "mu", "parameters": []}}], "version": "1.0.0"}
      """#
    try Data(spec.utf8).write(to: URL(filePath: files.folder.file("model.json")))
    var session = try files.session(["record \(folder)/run.neos", "step 2", "model spec model.json"])
    try session.run(
      "export network \(files.folder.file("w.safetensors"))", "load network w.safetensors", "step 2",
      "export session \(folder)/all.neos")
    for name in ["run.neos", "all.neos"] {
      let text = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
      for path in ["sample signal ../", "files=../", "model spec ../model.json digest=", "load network ../w"]
      {
        #expect(text.contains(path), "\(text)")
      }
      var replayed = try replay("\(folder)/\(name)")
      #expect(try replayed.fingerprint() == session.fingerprint())
    }
    // In the folder of the tables, lines stay as they were written.
    try session.run("export session \(files.folder.file("here.neos"))")
    let lines = try SessionFile(path: files.folder.file("here.neos")).lines.map(\.text)
    #expect(lines == session.journal)
  }

  /// Paths that would be taken apart, or for a key and its value, are written as they are read.
  @Test(arguments: ["data[1.csv", "a (b.csv", "year=2018/ok.csv", #"we"ird.csv"#])
  func oddPathsAreReadAgain(path: String) throws {
    let place = URL(filePath: files.folder.file(path))
    try FileManager.default.createDirectory(
      at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: files.folder.file("signal.csv"), toPath: place.path)
    let folder = try subfolder()
    var session = files.empty()
    try session.run(
      "sample signal \(Word.quoted(path)) columns=pt,eta", "sample background background.csv columns=pt,eta",
      "vary jes signal files=\(Word.quoted("\(path),\(path)"))", "network 2 tanh 1 sigmoid",
      "histogram bins=0:1:2 bandwidth=0.3", "step 1", "export session \(folder)/all.neos",
      "save \(files.folder.file("state.json"))")
    let expected = try session.fingerprint()
    var again = files.empty()
    try again.run(session.journal)
    #expect(try again.fingerprint() == expected)
    var replayed = try replay("\(folder)/all.neos")
    #expect(try replayed.fingerprint() == expected)
    var loaded = Session()
    try loaded.run("load \(files.folder.file("state.json"))")
    #expect(try loaded.fingerprint() == expected)
  }

  @Test func aMissingFileIsSaidWithTheFolders() throws {
    let here = FileManager.default.currentDirectoryPath
    let problem = try files.problem("sample signal nowhere.csv columns=x")
    #expect(
      problem
        == "nowhere.csv: there is no such file; it was looked for in \(here) and \(files.folder.path)")
    for line in ["model spec nowhere.json", "load network nowhere.safetensors"] {
      #expect(try files.problem(line)?.hasSuffix("looked for in \(here) and \(files.folder.path)") == true)
    }
    #expect(
      try files.problem("sample signal /nowhere.csv columns=x") == "/nowhere.csv: there is no such file")
  }

  @Test func aStateWhoseTablesAreGoneOrChangedSaysSo() throws {
    var session = try files.session(["step 2"])
    let folder = try subfolder()
    try session.run("save \(folder)/state.json")
    var loaded = Session()
    let events = try loaded.run("load \(folder)/state.json")
    let note = try #require(events.last?.description)
    #expect(note.hasPrefix("no step can be taken before its events can be read: "), "\(note)")
    #expect(
      note.hasSuffix(
        ": there is no such file; it was looked for in "
          + "\(FileManager.default.currentDirectoryPath) and \(folder)"), "\(note)")
    let error = try #require(throws: SessionError.self) { try loaded.run("step") }
    #expect(note.hasSuffix("\(error)".dropFirst("data: ".count)))
    #expect(loaded.step == 2)
    try files.edit("background_up.csv") { $0 = $0.replacing("1", with: "2") }
    var changed = files.empty()
    let told = try changed.run("load \(folder)/state.json").map(\.description)
    #expect(
      told.last?.contains("background_up.csv, background_down.csv: the events are others") == true, "\(told)")
  }

  /// A stop while a table is read leaves the session as it was.
  @Test func readingIsStopped() throws {
    var session = files.empty()
    let lines = files.figure.lines
    #expect(throws: SessionError.interrupted(done: 0)) { try session.run(lines, isStopped: { true }) }
    #expect(session.journal.isEmpty && session.configuration.dataKind == .blobs)
  }
}
