/// How the network's output is distributed in each sample.
public struct ScoreView: Sendable, Hashable {
  /// The distribution in one sample.
  public struct Density: Sendable, Hashable {
    /// The name of the sample.
    public var name: String
    /// Where it stands among the session's samples.
    public var place: SamplePlace
    /// The density in bins of one width over the range; its integral is the share of the events that lie within.
    public var values: [Double]
  }

  /// From the lowest to the highest bin edge.
  public var range: ClosedRange<Double>
  /// The bin edges.
  public var edges: [Double]
  /// The distributions, in the order of the samples.
  public var densities: [Density]
}

extension Session {
  /// The distribution of the output on the training events; nil where the network has several outputs.
  func scoreView(_ state: TrainingState, _ evaluation: Evaluation) -> ScoreView? {
    let edges = state.point.binning.edges
    guard (try? pipeline().network.outputCount) == 1, let low = edges.first, let high = edges.last,
      let binning = try? Binning(from: low, to: high, count: 64)
    else { return nil }
    let histogram = HardHistogram(binning: binning)
    let names = configuration.eventNames
    let places = samplePlaces(evaluation.assessment.yields).events
    return ScoreView(
      range: low...high, edges: edges,
      densities: zip(names, evaluation.scores).map { name, scores in
        let total = scores.weights?.reduce(0, +) ?? Double(scores.outputs.count)
        let counts = histogram.counts(scores.outputs, weights: scores.weights)
        return .init(
          name: name, place: places[name] ?? .background(0),
          values: counts.map { $0 * 64 / ((high - low) * total) })
      })
  }
}
