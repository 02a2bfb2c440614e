import Foundation
import NeosPlot
import NeosTerminal
import Testing

@Suite("Recordings of the screen")
struct CastRecorderTests {
  private struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
  }

  private static let characters: [Character] = ["a", "\"", "\\", "█", "⣿", "漢", "é", "e\u{301}", " "]
  private static let roles: [Role] = [.plain, .signal, .error, .selection, .ramp(3), .ramp(12), .series(2)]

  private func change(_ canvas: inout Canvas, _ generator: inout Generator) {
    for _ in 0..<Int.random(in: 1...30, using: &generator) {
      guard let character = Self.characters.randomElement(using: &generator),
        let role = Self.roles.randomElement(using: &generator),
        let ground = Self.roles.randomElement(using: &generator)
      else { continue }
      let style = Style(role, on: ground, Bool.random(using: &generator) ? .underline : [])
      canvas[
        Int.random(in: 0..<canvas.width, using: &generator), .random(in: 0..<canvas.height, using: &generator)
      ] =
        Cell(character, style)
    }
  }

  private func lines(_ file: URL) throws -> [Any] {
    try String(decoding: Data(contentsOf: file), as: UTF8.self).split(separator: "\n").map {
      try JSONSerialization.jsonObject(with: Data($0.utf8))
    }
  }

  /// What a style selects, by the numbers of ECMA-48.
  private func codes(_ style: Style, _ palette: Palette) -> [String] {
    let look = palette.look(style)
    var codes: [String] = []
    for (attribute, code) in [(.bold, "1"), (.faint, "2"), (.underline, "4"), (.reverse, "7")]
      as [(Style.Attributes, String)] where look.attributes.contains(attribute)
    {
      codes.append(code)
    }
    if let color = look.foreground { codes += color < 8 ? ["\(30 + color)"] : ["38", "5", "\(color)"] }
    if let color = look.background { codes += color < 8 ? ["\(40 + color)"] : ["48", "5", "\(color)"] }
    return codes
  }

  private func expectSame(_ terminal: ReplayedTerminal, _ canvas: Canvas, _ palette: Palette) {
    #expect(terminal.unknown == [])
    for y in 0..<canvas.height {
      for x in 0..<canvas.width where !canvas[x, y].isContinuation {
        let cell = canvas[x, y]
        let place = terminal.rows[y][x]
        #expect(place.text == String(cell.character) && place.codes == codes(cell.style, palette))
      }
    }
  }

  @Test("Played back, a recording shows every canvas, at every moment of its making", arguments: 0..<12)
  func playsBack(_ seed: UInt64) throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "neos-\(UUID().uuidString).cast")
    defer { try? FileManager.default.removeItem(at: file) }
    let palette = Palette([.full, .eight, .none][Int(seed) % 3])
    var recorder = try CastRecorder(
      path: file.path, palette: palette, terminal: "xterm", timestamp: 1_700_000_000)
    var generator = Generator(state: seed)
    var canvas = Canvas(width: 30, height: 8)
    var terminal: ReplayedTerminal?
    var read = 0
    for frame in 0..<20 {
      if frame == 9 { canvas = Canvas(width: 21, height: 11) }
      change(&canvas, &generator)
      #expect(recorder.record(canvas, at: Double(frame) / 4) == nil)
      // The file is read while it is still being written.
      let all = try lines(file)
      if terminal == nil {
        let header = try #require(all.first as? [String: Any])
        #expect(header["version"] as? Int == 2)
        #expect(header["timestamp"] as? Int == 1_700_000_000)
        #expect((header["env"] as? [String: String]) == ["TERM": "xterm"])
        terminal = ReplayedTerminal(
          width: try #require(header["width"] as? Int), height: try #require(header["height"] as? Int))
        read = 1
      }
      for event in all[read...] {
        let parts = try #require(event as? [Any])
        #expect(parts[0] as? Double == Double(frame) / 4)
        let text = try #require(parts[2] as? String)
        switch parts[1] as? String {
        case "o": terminal?.feed(text)
        case "r":
          let size = text.split(separator: "x").compactMap { Int($0) }
          terminal = ReplayedTerminal(width: size[0], height: size[1])
        default: Issue.record("unknown event \(parts[1])")
        }
      }
      read = all.count
      let played = try #require(terminal)
      #expect(played.width == canvas.width && played.rows.count == canvas.height)
      expectSame(played, canvas, palette)
    }
  }

  @Test("A canvas that has not changed adds nothing")
  func unchanged() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "neos-\(UUID().uuidString).cast")
    defer { try? FileManager.default.removeItem(at: file) }
    var recorder = try CastRecorder(path: file.path, palette: Palette(.full), terminal: "xterm", timestamp: 0)
    for time in 0..<5 { _ = recorder.record(Canvas(width: 9, height: 2), at: Double(time)) }
    #expect(try lines(file).count == 2)
  }

  @Test("Only a recording, or a file with nothing in it, is replaced")
  func targets() throws {
    let folder = try Folder()
    func check(_ name: String, _ text: String, opened: String? = nil) throws {
      try Data(text.utf8).write(to: URL(filePath: folder.path(name)))
      try CastRecorder.checkTarget(folder.path(name), opened: opened.map(folder.path))
    }
    var recorder = try CastRecorder(
      path: folder.path("a.cast"), palette: Palette(.full), terminal: "xterm", timestamp: 0)
    _ = recorder.record(Canvas(width: 9, height: 2), at: 0)
    try CastRecorder.checkTarget(folder.path("a.cast"), opened: nil)
    try CastRecorder.checkTarget(folder.path("new.cast"), opened: nil)
    try CastRecorder.checkTarget("/dev/null", opened: nil)
    try check("empty", "", opened: "a.cast")
    // A workspace in one line has a version, too.
    for text in ["step 1\n", "{\n \"version\": 2\n}\n", "{\"channels\": [], \"version\": \"1.0.0\"}\n", "\n"]
    {
      #expect(throws: CastError.self) { try check("other", text) }
    }
    #expect {
      try CastRecorder.checkTarget(folder.path("a.cast"), opened: folder.path("a.cast"))
    } throws: {
      "\($0)".contains("it is the file that is opened; choose another name")
    }
  }

  @Test("A file that cannot be written is told before anything begins")
  func cannotBegin() {
    #expect {
      try CastRecorder(path: "/nowhere/a.cast", palette: Palette(.full), terminal: "xterm", timestamp: 0)
    } throws: {
      "\($0)" == "/nowhere/a.cast: No such file or directory"
    }
  }
}
