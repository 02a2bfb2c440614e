import NeosEngine
import Testing

@Suite("Views of a session")
struct SessionViewTests {
  private func session(_ lines: String...) throws -> Session {
    var session = Session()
    try session.perform("data events=200")
    for line in lines { try session.perform(line) }
    return session
  }

  @Test("The histogram has the yields of the model, its variations and Asimov data")
  func histogram() throws {
    var session = try session("step 2")
    let channel = try #require(session.view([.histogram]).histogram?.channels.first)
    #expect(
      channel.layers.map(\.name) == ["nominal", "signal"] && channel.layers.map(\.isSignal) == [false, true])
    let signal = try #require(Quantity.named("yields.signal"))
    let up = try #require(Quantity.named("yields.up"))
    #expect(try channel.layers[1].yields == session.values(of: signal))
    // At alpha = 1 the interpolation is at the up template.
    let expected = try zip(session.values(of: up), session.values(of: signal)).map { $0 + $1 }
    for (found, wanted) in zip(channel.variations[0].up, expected) { #expect(abs(found - wanted) < 1e-9) }
    let total = zip(channel.layers[0].yields, channel.layers[1].yields).map { $0 + $1 }
    for (found, wanted) in zip(channel.data[1].values, total) { #expect(abs(found - wanted) < 1e-9) }
    #expect(channel.data[0].values == channel.layers[0].yields)
  }

  @Test("Without smoothing, statistical uncertainties are the root of the count times the weight of an event")
  func errors() throws {
    var session = try session("histogram hard")
    let channel = try #require(session.view([.histogram]).histogram?.channels.first)
    for (error, yield) in zip(channel.layers[1].errors, channel.layers[1].yields) where yield > 1 {
      let scale = session.configuration.scaling.signal * session.configuration.scaling.luminosity / 200
      #expect(abs(error - scale * (yield / scale).squareRoot()) < 1e-2 * error)
    }
  }

  @Test("The densities integrate to the share of the events between the outer edges")
  func scores() throws {
    var session = try session("step")
    let view = try #require(session.view([.scores]).scores)
    #expect(view.densities.map(\.name) == ["signal", "nominal", "up", "down"])
    for density in view.densities {
      let sum: Double = density.values.reduce(0, +)
      #expect(abs(sum / 64 - 1) < 1e-9, "a sigmoid lies between 0 and 1")
    }
  }

  @Test("The plane has the network's output: near events of the signal it is another than elsewhere")
  func plane() throws {
    var session = try session("set rate 0.01", "step 30")
    let plane = try #require(session.view([.plane(x: 0, y: 1)]).plane)
    #expect(plane.values.count == plane.nodeCount * plane.nodeCount && plane.contours == [0.5])
    func output(_ events: PlaneView.Events) -> Double {
      let nodes = Double(plane.nodeCount - 1)
      let values = zip(events.x, events.y).map { x, y in
        func place(_ value: Double, _ range: ClosedRange<Double>) -> Int {
          let fraction = (value - range.lowerBound) / (range.upperBound - range.lowerBound)
          return Int((min(max(fraction, 0), 1) * nodes).rounded())
        }
        return plane.values[place(y, plane.yRange) * plane.nodeCount + place(x, plane.xRange)]
      }
      return values.reduce(0, +) / Double(values.count)
    }
    #expect(abs(output(plane.events[0]) - output(plane.events[1])) > 0.2)
    #expect(session.view([.plane(x: 0, y: 2)]).plane == nil)
  }

  @Test("The fit view has the numbers of the metrics")
  func fit() throws {
    var session = try session("step 3")
    let view = session.view([.fit])
    let (fit, record) = (try #require(view.fit), try #require(view.record))
    func close(_ found: Double?, _ name: String) throws {
      let wanted = try #require(record.train[name])
      #expect(abs((found ?? .nan) / wanted - 1) < 1e-6, "\(name)")
    }
    try close(fit.expected[2].cls, "cls")
    try close(fit.observed.clsb, "clsb")
    try close(fit.discovery?.p0, "discovery")
    try close(fit.uncertainty, "uncertainty")
    #expect(fit.parameters.map(\.name) == ["nn_histosys", "mu"])
    #expect(fit.parameters[0].pull == fit.parameters[0].bestFit && fit.parameters[1].isFixed)
    // One free parameter is correlated with none.
    #expect(abs(try #require(fit.condition) - 1) < 1e-15 * 8)
  }

  @Test("An attribution is what a difference of losses shows")
  func attribution() throws {
    var session = try session("step 2")
    let view = session.view([.attribution])
    let bandwidth = try #require(view.attribution?.items.first { $0.kind == .bandwidth })
    func loss(_ bandwidth: Double) throws -> Double {
      var copy = session
      try copy.perform("set bandwidth \(bandwidth)")
      return try #require(copy.view().record?.loss)
    }
    let difference = try (loss(0.5 + 1e-5) - loss(0.5 - 1e-5)) / 2e-5
    #expect(abs(bandwidth.derivative / difference - 1) < 1e-5)
    let effects = try #require(view.attribution?.items.map(\.effect.magnitude))
    #expect(effects == effects.sorted(by: >) && effects.count > 8)
  }

  @Test("An attribution knows the outer edges, which are not trained")
  func outerEdges() throws {
    let edges = [0.1, 0.4, 0.9]
    func view(_ edges: [Double]) throws -> SessionView {
      let words = edges.map { "\($0)" }.joined(separator: ",")
      var session = try session("histogram kde bins=\(words) bandwidth=0.15")
      return session.view([.attribution])
    }
    let items = try #require(view(edges).attribution?.items)
    for index in edges.indices {
      let found = try #require(items.first { $0.kind == .edge(index) }?.derivative)
      let expected = try slope { try #require(try view(edges.moved(index, by: $0)).record?.loss) }
      #expect(abs(found / expected - 1) < 1e-5, "edge \(index)")
    }
  }

  @Test("The gap compares with ordinary counts, of the test sample where there is one")
  func gap() throws {
    var plain = try session("step")
    let gap = try #require(plain.view([.gap]).gap)
    #expect(!gap.isTest && gap.smooth == plain.loss)
    var penalized = try session("step 3", "penalty events=50")
    let without = try #require(penalized.view([.gap]).gap)
    #expect(without.smooth < penalized.loss ?? 0)
    var hard = plain
    try hard.perform("histogram hard")
    #expect(gap.hard.number == hard.view().record?.loss)
    var split = try session("split test=0.5", "step")
    let other = try #require(split.view([.gap]).gap)
    #expect(other.isTest && other.hard.number == split.view().record?.test["cls"])
  }

  @Test("Settings that give no loss say why")
  func problem() throws {
    var session = try session("data samples=3")
    let view = session.view([.histogram, .fit])
    #expect(view.problem?.contains("needs 4 samples") == true && view.histogram == nil && view.record == nil)
  }

  @Test("The rooms' times are those of the last step")
  func times() throws {
    var session = try session("step")
    let times = session.view().roomTimes
    for room in RoomTimes.Room.allCases { #expect(times[room] >= 0) }
    #expect(times[.network] > 0 && times[.backward] > 0 && times.total > times[.network])
  }

  @Test("A workspace has its channels, and what its parameter of interest scales is signal")
  func workspace() throws {
    let path = #filePath.replacing("Tests/NeosEngineTests/Session/SessionViewTests.swift", with: "sessions")
    var session = Session()
    session.folder = path
    for line in [
      "data events=100", "histogram kde bins=0.5:1:3 bandwidth=0.1", "scale floor=1e-3",
      "model spec two-channel.json",
    ] { try session.perform(line) }
    let view = session.view([.histogram, .fit, .attribution])
    let channels = try #require(view.histogram?.channels)
    #expect(channels.count == 2)
    for channel in channels {
      #expect(channel.edges.count == channel.layers[0].yields.count + 1)
      #expect(channel.variations.first?.name == "all")
    }
    #expect(channels.contains { $0.layers.last?.isSignal == true })
    #expect(view.fit?.parameters.contains { $0.constraint != nil } == true)
  }

  @Test("A step begins with the loss that a view computed: no bit differs")
  func bits() throws {
    var plain = try session("step 3", "back", "set rate 0.01", "step 2")
    var viewed = try session()
    for line in ["step 3", "back", "set rate 0.01", "step 2"] {
      try viewed.perform(line)
      _ = viewed.view([.histogram, .scores, .plane(x: 0, y: 1), .fit, .attribution, .gap])
    }
    #expect(plain.records == viewed.records && plain.view().edges == viewed.view().edges)
  }
}

extension Quantity {
  /// The quantity of a name.
  fileprivate static func named(_ name: String) -> Quantity? {
    guard case .show(.quantity(let quantity))? = try? Command(line: "show \(name)") else { return nil }
    return quantity
  }
}
