import NeosEngine
import NeosPlot
import NeosTerminal
import Testing

@Suite("Snapshots of screens")
struct ScreenSnapshotTests {
  /// The screen in both glyph sets.
  private func both(_ desk: Desk, _ width: Int, _ height: Int) -> String {
    [GlyphSet.unicode, .ascii].map { desk.text(width: width, height: height, glyphs: $0) }
      .joined(separator: "\n\n")
  }

  @Test("Before the first step", arguments: [(200, 60), (120, 40), (80, 24), (40, 12)])
  func first(width: Int, height: Int) throws {
    let desk = Desk(width: width, height: height)
    try expectSnapshot(both(desk, width, height), "first-\(width)x\(height)")
  }

  @Test("After twenty steps", arguments: [(200, 60), (120, 40), (80, 24), (40, 12)])
  func stepped(width: Int, height: Int) throws {
    let desk = Desk(width: width, height: height, lines: ["data blobs events=200", "step 20"])
    try expectSnapshot(both(desk, width, height), "stepped-\(width)x\(height)")
  }

  @Test("A window that is too small says so", arguments: [(39, 12), (40, 11), (12, 4), (1, 1)])
  func tooSmall(width: Int, height: Int) throws {
    let desk = Desk(width: width, height: height)
    try expectSnapshot(desk.text(width: width, height: height), "small-\(width)x\(height)")
  }

  @Test("While it runs")
  func running() throws {
    var desk = Desk(width: 100, height: 30, lines: ["data blobs events=100"])
    desk.tell(.tick(10))
    desk.tell(.worker(.began("step 500")))
    var progress: SessionEvent.Progress?
    try desk.session.perform("break when step >= 3")
    try desk.session.perform(
      "step 500", control: SessionControl { if case .step(_, let steps) = $0 { progress = steps } })
    var view = desk.session.view([.histogram])
    view.roomTimes = Desk.times
    desk.tell(.tick(11))
    desk.tell(
      .worker(
        .update(
          SessionUpdate(
            view: view, curves: .appended(desk.session.records),
            progress: progress, isSaved: false))))
    try expectSnapshot(both(desk, 100, 30), "running")
    desk.press(" ")
    try expectSnapshot(desk.text(width: 100, height: 30), "stopping")
  }

  @Test("After an error")
  func failed() throws {
    let desk = Desk(width: 100, height: 30, lines: ["data blobs events=100", "back 5"])
    try expectSnapshot(both(desk, 100, 30), "error")
  }

  @Test("Help")
  func help() throws {
    var desk = Desk(width: 100, height: 60)
    desk.press("?")
    try expectSnapshot(both(desk, 100, 60), "help")
    try expectSnapshot(desk.text(width: 60, height: 16), "help-small")
  }

  @Test("Questions")
  func questions() throws {
    var desk = Desk(width: 80, height: 24, lines: ["data blobs events=100", "step"])
    desk.press("q")
    try expectSnapshot(both(desk, 80, 24), "question-quit")
    desk.press(.escape)
    desk.tell(
      .worker(.restorable(.init(name: "study.neos", when: "2026-03-01 14:05", stepCount: 137, lineCount: 1))))
    try expectSnapshot(desk.text(width: 80, height: 24), "question-restore")
  }

  @Test("Everything that a zoomed fit pane says")
  func fit() throws {
    var desk = Desk(width: 110, height: 44, lines: ["data blobs events=200", "train edges bandwidth"])
    desk.press(.tab, .tab, .tab, "z")
    desk.perform("step 2")
    try expectSnapshot(both(desk, 110, 44), "fit")
  }

  @Test("The fit pane of a workspace ranks its systematics of all types")
  func systematics() throws {
    var desk = Desk(width: 120, height: 52)
    desk.session.folder = #filePath.replacing(
      "Tests/NeosTerminalTests/ScreenSnapshotTests.swift", with: "sessions")
    for line in [
      "data events=100", "histogram kde bins=0.5:1:3 bandwidth=0.1", "scale floor=1e-3",
      "model spec two-channel.json", "objective uncertainty",
    ] { desk.perform(line) }
    desk.press(.tab, .tab, .tab, "z")
    let text = desk.text(width: 120, height: 52)
    for name in ["signal_theory", "shape", "other_xsec", "lumi", "mc_stat_SR"] {
      #expect(text.contains("size of \(name)"), "\(name)")
    }
    #expect(text.contains("SR.background, bin 0") && text.contains("edge 0"))
    desk.tell(.input(.resized(width: 80, height: 24)))
    let top = desk.text(width: 80, height: 24)
    desk.press("G")
    let end = desk.text(width: 80, height: 24)
    #expect(top.contains(#/\n│[0-9]+ lines below +│/#), "in a row of its own")
    #expect(!end.contains("lines below") && end != top)
    desk.press("j", "j", "k")
    #expect(desk.text(width: 80, height: 24).contains("2 lines below"), "scrolling ends where the lines end")
  }

  @Test("All curves, with forks")
  func curves() throws {
    var desk = Desk(
      width: 110, height: 44, lines: ["data blobs events=200", "step 5", "fork other", "step 5"])
    desk.press(.tab, "z")
    try expectSnapshot(both(desk, 110, 44), "curves-forks")
    for _ in 0..<13 { desk.press("m") }
    try expectSnapshot(desk.text(width: 110, height: 44), "curves-all")
  }
}
