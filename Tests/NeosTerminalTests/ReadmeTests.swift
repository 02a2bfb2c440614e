import Foundation
import NeosTerminal
import Testing

@Suite("README")
struct ReadmeTests {
  private func readme() throws -> String {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../README.md")
    return try String(decoding: Data(contentsOf: file), as: UTF8.self)
  }

  @Test("The key table in the README is the one that keys are handled by")
  func keyTable() throws {
    let readme = try readme()
    #expect(readme.contains(Screen.keyTable), "put this there:\n\(Screen.keyTable)")
  }

  @Test("The first screen in the README is what is drawn after the same keys, but for digits")
  func firstScreen() throws {
    let parts = try readme().components(separatedBy: "```\n")
    let shown = try #require(parts.first { $0.hasPrefix(" ‖ paused  step 50 ") })
    var desk = Desk(width: 100, height: 33, name: nil)
    desk.type("50s")
    let drawn = desk.text(width: 100, height: 33)
    #expect(withoutNumbers(shown) == withoutNumbers(drawn), "put this there:\n\(drawn)")
  }

  /// The lines with a sign for every number: its last digits, and so its length, depend on the machine.
  private func withoutNumbers(_ text: String) -> [String] {
    text.replacing(#/[0-9][0-9.e-]* */#, with: "# ").split(separator: "\n").map { line in
      String(line.prefix(upTo: line.lastIndex { $0 != " " }.map { line.index(after: $0) } ?? line.startIndex))
    }
  }
}
