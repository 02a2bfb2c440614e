import Foundation
import NeosTerminal
import Testing

@Suite struct CommandHistoryTests {
  @Test func whatWasTypedComesBackAfterTheWalk() {
    var history = CommandHistory(["step 1", "set rate 1", "step 2"])
    #expect(history.older(than: "half") == "step 2")
    #expect(history.older(than: "step 2") == "set rate 1")
    #expect(history.older(than: "set rate 1") == "step 1")
    #expect(history.older(than: "step 1") == nil)
    #expect(history.newer() == "set rate 1")
    #expect(history.newer() == "step 2")
    #expect(history.newer() == "half")
    #expect(history.newer() == nil)
  }

  @Test func theWalkKeepsToTheBeginning() {
    var history = CommandHistory(["step 1", "set rate 1", "step 2"])
    #expect(history.older(than: "st", beginningWith: "st") == "step 2")
    #expect(history.older(than: "step 2", beginningWith: "step 2") == "step 1")
    #expect(history.newer() == "step 2")
    #expect(history.newer() == "st")
  }

  @Test func aLineIsKeptOnceAndSomeAreNot() {
    var history = CommandHistory(["a", "b", "a", " secret", "", "  "])
    #expect(history.lines == ["b", "a"])
    for number in 0..<10 { history.add("\(number)") }
    #expect(CommandHistory(history.lines, limit: 3).lines == ["7", "8", "9"])
  }

  @Test func matchesGoFromNewToOldAndBack() throws {
    let history = CommandHistory(["set Rate 1", "step", "set rate 2"])
    let last = try #require(history.match("rate"))
    #expect(last.place == 2 && last.characters == 4..<8)
    #expect(history.match("rate", before: 2)?.place == 0)
    #expect(history.match("Rate")?.place == 0)
    #expect(history.match("rate", before: 0) == nil)
    #expect(history.match("rate", after: 0)?.place == 2)
    #expect(history.match("") == nil)
  }
}

@Suite struct HistoryFileTests {
  private func inFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "neos-test-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  @Test func itIsWhereTheUserKeepsState() {
    #expect(
      HistoryFile.standard(environment: ["XDG_STATE_HOME": "/s", "HOME": "/h"])?.path == "/s/neos/history")
    #expect(HistoryFile.standard(environment: ["HOME": "/h"])?.path == "/h/.local/state/neos/history")
    #expect(
      HistoryFile.standard(environment: ["XDG_STATE_HOME": "s", "HOME": "/h"])?.path.hasPrefix("/h/") == true)
    #expect(HistoryFile.standard(environment: [:]) == nil)
  }

  @Test func linesOutliveTheProgram() throws {
    try inFolder { folder in
      let file = HistoryFile(path: "\(folder)/state/neos/history")
      #expect(file.read().lines.isEmpty && file.read().problem == nil)
      for line in ["step 5", " secret", "set rate 1"] { #expect(file.append(line) == nil) }
      #expect(file.read().lines == ["step 5", "set rate 1"])
      let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
      #expect(mode == 0o600)
    }
  }

  @Test func aLongFileIsShortened() throws {
    try inFolder { folder in
      let file = HistoryFile(path: "\(folder)/history", limit: 10)
      for number in 0..<25 { #expect(file.append("step \(number)") == nil) }
      #expect(file.read().lines == (15..<25).map { "step \($0)" })
      let text = try String(contentsOfFile: file.path, encoding: .utf8)
      #expect(text.split(separator: "\n").count == 10)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(names == ["history"])
    }
  }

  @Test func writersAtTheSameTimeLoseNoLine() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "neos-test-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    // Reading shortens the file again and again meanwhile; the limit is never reached by what is kept.
    let file = HistoryFile(path: "\(folder)/history", limit: 400)
    await withTaskGroup(of: Void.self) { group in
      for writer in 0..<4 {
        group.addTask {
          for number in 0..<100 { _ = file.append("writer \(writer) line \(number)") }
        }
      }
    }
    let lines = file.read().lines
    #expect(lines.count == 400 && Set(lines).count == 400)
    for writer in 0..<4 {
      #expect(
        lines.filter { $0.hasPrefix("writer \(writer) ") } == (0..<100).map { "writer \(writer) line \($0)" })
    }
  }

  @Test func aPlaceThatCannotBeWrittenIsSaid() throws {
    try inFolder { folder in
      try Data().write(to: URL(filePath: "\(folder)/file"))
      let file = HistoryFile(path: "\(folder)/file/neos/history")
      #expect(file.read().lines.isEmpty)
      #expect(try #require(file.append("step")).contains("cannot be written"))
      let directory = HistoryFile(path: folder)
      #expect(try #require(directory.read().problem).contains("cannot be read"))
    }
  }
}
