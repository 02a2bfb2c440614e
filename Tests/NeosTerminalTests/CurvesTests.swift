import NeosEngine
import NeosPlot
import NeosTerminal
import Testing

@Suite("Curves of several copies")
struct CurvesTests {
  private static let desk = Desk(
    width: 100, height: 36,
    lines: [
      "data blobs events=100", "split test=0.2", "step 2", "fork copy", "step 1", "fork copy-2", "step 1",
    ])

  /// What is read above the curves of the first metric: a name and a number each.
  private func readings(_ keys: [Key]) -> [(name: String, number: String)] {
    var desk = Self.desk
    for key: Key in [.tab, "m"] + keys { desk.press(key) }
    let rows = desk.text(width: 100, height: 36).split(separator: "\n").prefix(10).map { $0.dropFirst(50) }
    return rows.joined(separator: " ").matches(of: #/([a-z][^ ]*[.][^ ]*) ([0-9.]+|nan|none)/#).map {
      (String($0.output.1), String($0.output.2))
    }
  }

  @Test("At a step that all have, train and test of each copy are read under names of their own")
  func names() {
    let readings = readings([.home])
    #expect(readings.count == 6 && Set(readings.map(\.name)).count == 6, "\(readings)")
    #expect(Set(readings.map(\.number)).count == 2, "they began as one")
  }

  @Test("A copy that has no such step is not read")
  func missing() {
    let readings = readings([.end])
    #expect(readings.map(\.name) == ["train.cls", "test.cls"], "\(readings)")
    #expect(!readings.contains { $0.number == "nan" })
  }
}
