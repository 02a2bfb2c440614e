import NeosEngine
import Testing

@Suite struct PictureTests {
  @Test(arguments: Picture.Topic.allCases)
  func showGivesTheNumbersOfTheChart(topic: Picture.Topic) throws {
    var session = Session()
    try session.run(smallSettings + ["step 3"])
    let journal = session.journal
    guard case .picture(let picture) = try session.run("show \(topic.rawValue)").last else {
      Issue.record("no picture of \(topic)")
      return
    }
    #expect(picture.topic == topic)
    #expect(session.journal == journal)
    switch picture {
    case .histogram(let view): #expect(view.channels.map { $0.edges.count } == [4])
    case .curves(let records): #expect(records.map(\.step) == [0, 1, 2, 3])
    case .plane(let view): #expect(view.values.count == view.nodeCount * view.nodeCount)
    case .scores(let view): #expect(view.densities.map(\.name) == ["signal", "nominal", "up", "down"])
    case .pulls(let fit): #expect(fit.parameters.contains { $0.name == "mu" })
    }
  }

  @Test func aPictureIsOfThePresentSettings() throws {
    var session = Session()
    try session.run(smallSettings)
    guard case .histogram(let view) = try session.picture(.histogram) else { return }
    try session.run("histogram bins=0:1:5")
    guard case .histogram(let other) = try session.picture(.histogram) else { return }
    #expect(view.channels[0].edges.count == 4 && other.channels[0].edges.count == 6)
  }
}
