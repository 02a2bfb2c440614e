import Foundation
import Glibc
import NeosEngine
import Testing

/// What a writer that was killed left behind goes with the next file that is written beside it.
@Suite struct FileWritingTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  private func make(_ name: String) throws { try Data("x".utf8).write(to: URL(filePath: folder.file(name))) }

  @Test func whatIsLeftOverGoes() throws {
    try make(".neos-aB3dE6")
    try make(".neos-000000")
    _ = try Session("save \(folder.file("s.json"))")
    #expect(try names() == ["s.json"])
  }

  @Test func whatAWriterHoldsStays() throws {
    try make(".neos-aB3dE6")
    let descriptor = open(folder.file(".neos-aB3dE6"), O_WRONLY)
    #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
    _ = try Session("save \(folder.file("s.json"))")
    #expect(try names() == [".neos-aB3dE6", "s.json"])
    // The system takes the lock away with the program.
    close(descriptor)
    _ = try Session("save \(folder.file("s.json"))")
    #expect(try names() == ["s.json"])
  }

  @Test func whatBelongsToOthersStays() throws {
    let others = [
      ".neos-aB3dE", ".neos-aB3dE67", ".neos-aB3d.6", ".neos-aB3dé", "neos-aB3dE6", ".neos-", "a.neos-aB3dE6",
    ]
    for name in others { try make(name) }
    try FileManager.default.createDirectory(
      atPath: folder.file(".neos-folder"), withIntermediateDirectories: false)
    try FileManager.default.createSymbolicLink(
      atPath: folder.file(".neos-linked"), withDestinationPath: folder.file("neos-aB3dE6"))
    // A name more leads to this one.
    try make("kept")
    try FileManager.default.linkItem(atPath: folder.file("kept"), toPath: folder.file(".neos-second"))
    let before = try names()
    _ = try Session("save \(folder.file("s.json"))")
    #expect(try names() == (before + ["s.json"]).sorted())
  }

  /// Writers at once do not take each other's files away.
  @Test func writersDoNotDisturbEachOther() async throws {
    let path = folder.path
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<4 {
        group.addTask {
          var session = Session()
          for _ in 0..<25 { try session.perform("export session \(path)/\(writer).neos") }
        }
      }
      try await group.waitForAll()
    }
    #expect(try names() == (0..<4).map { "\($0).neos" })
  }
}
