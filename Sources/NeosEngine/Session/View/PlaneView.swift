/// The network's output over two features, and events of each sample there.
public struct PlaneView: Sendable, Hashable {
  /// Events of one sample: as many as can be told apart, evenly picked.
  public struct Events: Sendable, Hashable {
    /// The name of the sample.
    public var name: String
    /// Where it stands among the session's samples.
    public var place: SamplePlace
    /// The first feature of each event.
    public var x: [Double]
    /// The second feature of each event.
    public var y: [Double]
  }

  /// The positions of the two features.
  public var features: (x: Int, y: Int)
  /// What the two features are called.
  public var names: (x: String, y: String)
  /// How many features there are.
  public var featureCount: Int
  /// The range of the first feature, which holds most events.
  public var xRange: ClosedRange<Double>
  /// The range of the second feature.
  public var yRange: ClosedRange<Double>
  /// Nodes of the grid along each feature, both ends of the range included.
  public var nodeCount: Int
  /// The output at the nodes, the row with the lowest y first; other features are at their mean. Of a network with
  /// several outputs it is the mean bin: the sum of each output times its position.
  public var values: [Double]
  /// Whether the values are mean bins.
  public var isMeanBin: Bool
  /// Where one bin ends and the next begins.
  public var contours: [Double]
  /// The events, in the order of the samples.
  public var events: [Events]

  /// Whether two views show the same.
  public static func == (left: Self, right: Self) -> Bool {
    left.features == right.features && left.xRange == right.xRange && left.yRange == right.yRange
      && left.values == right.values && left.contours == right.contours && left.events == right.events
  }

  /// Hashes what tells views apart.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(values)
    hasher.combine(contours)
  }
}

extension Session {
  /// Nodes along each feature.
  private static let nodeCount = 33
  /// The most events of a sample.
  private static let mostEvents = 200

  /// The output of the present network over two features of the training events; nil where there are no such
  /// features.
  func planeView(_ state: TrainingState, _ yields: Yields, x: Int, y: Int) -> PlaneView? {
    let samples = store.train
    guard let network = try? pipeline().network, let featureCount = samples.first?.featureCount,
      x != y, (0..<featureCount).contains(x), (0..<featureCount).contains(y),
      configuration.featureNames.count == featureCount
    else { return nil }
    let places = samplePlaces(yields).events
    let picked = samples.map { sample in
      let count = min(sample.eventCount, Self.mostEvents)
      let rows = (0..<count).map { $0 * sample.eventCount / count }
      func feature(_ index: Int) -> [Double] { rows.map { sample.features[$0 * featureCount + index] } }
      return (
        events: PlaneView.Events(
          name: sample.name, place: places[sample.name] ?? .background(0), x: feature(x), y: feature(y)),
        feature: feature
      )
    }
    let xRange = range(of: picked.flatMap(\.events.x))
    let yRange = range(of: picked.flatMap(\.events.y))
    let means = (0..<featureCount).map { index in
      let values = picked.flatMap { $0.feature(index) }
      return values.reduce(0, +) / Double(max(values.count, 1))
    }
    func node(_ range: ClosedRange<Double>, _ index: Int) -> Double {
      range.lowerBound
        + (range.upperBound - range.lowerBound) * Double(index) / Double(Self.nodeCount - 1)
    }
    var inputs: [Double] = []
    for row in 0..<Self.nodeCount {
      for column in 0..<Self.nodeCount {
        var event = means
        event[x] = node(xRange, column)
        event[y] = node(yRange, row)
        inputs += event
      }
    }
    let standardized = state.standardization?.applied(to: inputs) ?? inputs
    let outputs: [Double] =
      switch state.point.weights {
      case .single(let weights):
        network.outputs(weights: weights, inputs: standardized.map { Float($0) }, threads: workingThreads).map
        {
          Double($0)
        }
      case .double(let weights):
        network.outputs(weights: weights, inputs: standardized, threads: workingThreads)
      }
    let count = network.outputCount
    /// The mean bin of a node whose outputs begin at a place.
    func meanBin(_ start: Int) -> Double {
      (0..<count).reduce(0) { $0 + Double($1) * outputs[start + $1] }
    }
    let values = count == 1 ? outputs : stride(from: 0, to: outputs.count, by: count).map(meanBin)
    let contours =
      count == 1
      ? Array(state.point.binning.edges.dropFirst().dropLast()) : (1..<count).map { Double($0) - 0.5 }
    return PlaneView(
      features: (x, y), names: (configuration.featureNames[x], configuration.featureNames[y]),
      featureCount: featureCount, xRange: xRange, yRange: yRange, nodeCount: Self.nodeCount,
      values: values, isMeanBin: count > 1, contours: contours, events: picked.map(\.events))
  }

  /// A range that holds all but the outermost hundredth of the values on each side, with some room.
  private func range(of values: [Double]) -> ClosedRange<Double> {
    let sorted = values.sorted()
    guard let first = sorted.first, let last = sorted.last else { return 0...1 }
    let low = sorted[sorted.count / 100]
    let high = sorted[sorted.count - 1 - sorted.count / 100]
    guard low < high else { return first < last ? first...last : first - 1...first + 1 }
    let room = 0.1 * (high - low)
    return low - room...high + room
  }
}
