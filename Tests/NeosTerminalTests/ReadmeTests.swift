import Foundation
import NeosTerminal
import Testing

@Suite("README")
struct ReadmeTests {
  @Test("The key table in the README is the one that keys are handled by")
  func keyTable() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../README.md")
    let readme = try String(decoding: Data(contentsOf: file), as: UTF8.self)
    #expect(readme.contains(Screen.keyTable), "put this there:\n\(Screen.keyTable)")
  }
}
