import Foundation
import NeosEngine
import Testing

/// Whatever stands in a saved state: the session goes on from it, or stays as it was.
@Suite struct SavedSessionFuzzTests {
  private func corpus(_ folder: TemporaryFolder) throws -> [[UInt8]] {
    let kinds = [
      ["split test=0.25", "train edges bandwidth", "step 3", "cls", "break when result.CLs_obs < 0"],
      ["network precision=double", "optimizer adam", "step 2", "fork other", "set rate 0.1", "step 1"],
      ["set bandwidth 0.4"], ["model spec \(sessionsFolder)/two-channel.json", "step 1"],
    ]
    return try kinds.map { lines in
      var session = Session()
      try session.run(smallSettings + lines + ["save \(folder.file("s.json"))"])
      return Array(try Data(contentsOf: URL(filePath: folder.file("s.json"))))
    }
  }

  @Test func loading() throws {
    let folder = try TemporaryFolder()
    let tokens = [
      "\"step\"", "\"updates\"", "\"records\"", "\"journal\"", "\"settings\"", "\"edges\"", "\"weights\"",
      "\"state\"",
      "null", "[]", "{}", "\"double\"", "\"main\"", "step 1", "fork a", "data events=20", "batch 3", "AAAA",
      "////",
    ]
    let run = FuzzRun(name: "saved-sessions", corpus: try corpus(folder), tokens: tokens)
    let path = folder.file("fuzz.json")
    let start = try Session("data events=9")
    try run(800, seed: 21, share: 0.1) { input, _ in
      try Data(input).write(to: URL(filePath: path))
      var session = start
      do throws(SessionError) {
        try session.load(from: path)
      } catch {
        #expect(error.description.hasPrefix(path), "\(error)")
        #expect(session.journal == start.journal && session.step == 0)
        return
      }
      let events = session.configuration.data.blobs.map(\.eventCount).max() ?? 0
      guard events <= 200, session.configuration.binning.count <= 40 else { return }
      _ = try? session.run("show metrics", "step 1", "back 1", "forward 1", "compare")
      // Numbers that cannot be written are an error, too.
      if (try? session.save(to: path)) != nil {
        var again = Session()
        try again.load(from: path)
        #expect(again.step == session.step && again.journal == session.journal)
      }
    }
  }
}
