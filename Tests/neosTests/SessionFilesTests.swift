import Foundation
import Testing

/// The session files of the repository: what they expect must hold.
@Suite struct SessionFilesTests {
  static let names = ((try? FileManager.default.contentsOfDirectory(atPath: Program.sessions.path)) ?? [])
    .filter { $0.hasSuffix(".neos") }.sorted()

  @Test func theFilesAreThere() {
    #expect(Self.names.contains("published.neos"))
    #expect(Self.names.contains("demo.neos"))
  }

  @Test(arguments: names)
  func everyExpectationHolds(name: String) throws {
    try Program.inFolder { program in
      let file = Program.sessions.appending(path: name).path
      let outcome = try program.run("run", "--json", file)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let end = try #require(try outcome.objects().last)
      #expect(end["complete"] as? Bool == true)
      #expect(end["failed"] as? Int == 0)
      #expect((end["held"] as? Int ?? 0) > 0)
    }
  }
}
