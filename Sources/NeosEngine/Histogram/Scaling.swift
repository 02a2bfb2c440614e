/// How counted events become expected events (neos 0.1.5 `hists_from_nn`: `sig_scale`, `bkg_scale`, `LUMI`).
///
/// A sample's yields are counts x scale x luminosity / (sum of the sample's weights) + floor. The published
/// examples divide by the number of events, which is the same for events without weights.
public struct Scaling: Sendable, Hashable, Codable {
  /// Expected signal events at unit luminosity.
  public var signal = 2.0
  /// Expected background events at unit luminosity, for each of the background's samples.
  public var background = 10.0
  /// The overall factor.
  public var luminosity = 10.0
  /// Added to every bin after scaling, so that none is empty; 0 by default (neos 0.1.5 adds 1e-8 and
  /// neos 0.3 adds 1e-3).
  public var floor = 0.0

  /// The published scaling.
  public init() {}

  /// The number that multiplies the counts of a sample whose weights sum to `sumOfWeights`.
  public func factor(for role: SampleRole, sumOfWeights: Double) -> Double {
    factor(for: role == .signal ? signal : background, sumOfWeights: sumOfWeights)
  }

  /// The number that multiplies the counts of a sample of so many expected events at unit luminosity.
  public func factor(for expected: Double, sumOfWeights: Double) -> Double {
    expected * luminosity / sumOfWeights
  }
}
