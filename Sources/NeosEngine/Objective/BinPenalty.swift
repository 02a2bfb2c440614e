internal import RealModule

/// A penalty for bins that an analysis could not use: with too few expected background events, or with too large a
/// statistical uncertainty of them.
///
/// With b_i the expected background events of bin i and d_i their uncertainty, the root of the sum of squared
/// weights, it is weight x sum_i [max(0, 1 - b_i / events)^2 + max(0, log(d_i / (b_i uncertainty)))^2]. The relative
/// uncertainty of a bin that a kernel hardly reaches has no limit: its logarithm lets the others count as well.
public struct BinPenalty: Sendable {
  /// What is penalized; nothing unless set.
  public struct Settings: Sendable, Hashable {
    /// The expected background events that a bin should have.
    public var events: Double?
    /// The relative statistical uncertainty of the background that a bin should not exceed.
    public var uncertainty: Double?
    /// What the sum over bins is multiplied by.
    public var weight = 1.0

    /// No penalty.
    public init() {}

    /// Whether anything is penalized.
    public var isOn: Bool { events != nil || uncertainty != nil }
  }

  /// The penalty.
  public let value: Double
  /// Its gradient, for each sample of the background by its position.
  public let gradient: [(sample: Int, SampleHistogram.Gradient)]

  /// The penalty of some samples in the bins of a histogram.
  ///
  /// Background are the nominal samples; where there are none, the mean of those that are not signal.
  ///
  /// Threads are as of ``SampleHistogram/yields(_:threads:)``.
  public init(
    _ settings: Settings, _ histogram: SampleHistogram, _ samples: [SampleScores], threads: Int = 1
  ) {
    var background = samples.indices.filter { samples[$0].role == .nominal }
    var share = 1.0
    if background.isEmpty {
      background = samples.indices.filter { samples[$0].role != .signal }
      share = 1 / Double(max(background.count, 1))
    }
    let yields = background.map { histogram.yields(samples[$0], threads: threads) }
    let uncertainties =
      settings.uncertainty == nil
      ? [] : background.map { histogram.uncertainties(samples[$0], threads: threads) }
    let bins = yields.first?.yields.count ?? 0
    func sum(_ term: (Int) -> Double) -> Double { background.indices.reduce(0) { $0 + term($1) } }
    var value = 0.0
    var (inYield, inUncertainty) = ([Double](repeating: 0, count: bins), [Double](repeating: 0, count: bins))
    for bin in 0..<bins {
      let expected = share * sum { yields[$0].yields[bin] }
      if let events = settings.events, expected < events {
        let missing = 1 - expected / events
        value += missing * missing
        inYield[bin] -= 2 * missing / events
      }
      guard let largest = settings.uncertainty, expected > 0 else { continue }
      let width = share * sum { uncertainties[$0].values[bin] * uncertainties[$0].values[bin] }.squareRoot()
      guard width > expected * largest else { continue }
      let excess = Double.log(width / (expected * largest))
      value += excess * excess
      inYield[bin] -= 2 * excess / expected
      // In the sum of squares under the root.
      inUncertainty[bin] += 2 * excess * share * share / (width * width)
    }
    self.value = settings.weight * value
    gradient = background.indices.map { index in
      let sample = samples[background[index]]
      var pulled = histogram.pullback(
        sample, yields[index], cotangent: inYield.map { settings.weight * share * $0 }, threads: threads)
      if !uncertainties.isEmpty {
        pulled.add(
          histogram.pullback(
            sample, uncertainties[index],
            cotangent: zip(inUncertainty, uncertainties[index].values).map { settings.weight * $0 * $1 },
            threads: threads))
      }
      return (background[index], pulled)
    }
  }
}
