import Foundation
import NeosEngine
import Testing

/// `export` of charts and `report`, with a renderer that a front end gives.
@Suite struct SessionFiguresTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "neos-figures-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func drawing() -> SessionControl {
    var control = SessionControl()
    control.renderer = FigureRenderer(
      figure: { "a \($0.topic.rawValue)" }, page: { $0.sections.map(\.title).joined(separator: ", ") })
    return control
  }

  @Test func withoutARendererNothingIsWritten() throws {
    var session = Session()
    let path = folder.appending(path: "a.svg").path
    for line in ["export curves \(path)", "report \(path)"] {
      let error = try #require(throws: SessionError.self) { try session.perform(line) }
      #expect("\(error)".contains("renderer"))
    }
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func whatTheRendererMakesIsWrittenAndNotJournaled() throws {
    var session = Session()
    try session.perform("data events=50")
    try session.perform("network 4 relu 1 sigmoid")
    let before = session.journal
    let path = folder.appending(path: "a.svg").path
    for topic in ["histogram", "curves", "plane", "pulls"] {
      try session.perform("export \(topic) \(path)", control: drawing())
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "a \(topic)")
    }
    try session.perform("report \(path)", control: drawing())
    #expect(
      try String(contentsOfFile: path, encoding: .utf8)
        == "Where it stands, Settings, Model, Fit and tests, Yields, Metrics, Network, Session")
    #expect(session.journal == before)
  }

  @Test func whatCannotBeDrawnLeavesTheOldFile() throws {
    var session = Session()
    let path = folder.appending(path: "a.svg").path
    try Data("old".utf8).write(to: URL(filePath: path))
    try session.perform("data samples=3")
    #expect(throws: SessionError.self) { try session.perform("export plane \(path)", control: drawing()) }
    #expect(throws: SessionError.self) { try session.perform("report \(path)", control: drawing()) }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
  }
}
