import Foundation
import Testing

/// The session files of the repository: what they expect must hold.
@Suite struct SessionFilesTests {
  static let names = ((try? FileManager.default.contentsOfDirectory(atPath: Program.sessions.path)) ?? [])
    .filter { $0.hasSuffix(".neos") && !others.contains($0) }.sorted()

  /// One needs files that a script makes; one, which is there at another size for this, takes minutes; of INFERNO's five,
  /// which differ in a few lines, two are enough.
  private static let others = [
    "own-events.neos", "demo.neos", "inferno-1.neos", "inferno-2.neos", "inferno-3.neos",
  ]

  @Test func theFilesAreThere() {
    #expect(Self.names.contains("published.neos"))
    #expect(Self.names.contains("demo-ci.neos"))
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
