/// The significance of a discovery: how unlikely the observed data are without a signal (arXiv:1007.1727,
/// equations 52 and 53), with what is expected for a signal of strength 1.
public struct Discovery: Sendable {
  /// p0 and Z.
  public struct Significance: Sendable, Hashable {
    /// The p-value of the background-only hypothesis.
    public let p0: Double
    /// The same in standard deviations: the square root of q0.
    public let z: Double

    init(p0: Double, z: Double) { (self.p0, self.z) = (p0, z) }

    /// The significance of a p-value; infinite for 0.
    init(p0: Double) { self.init(p0: p0, z: NormalTail.deviations(p0)) }
  }

  /// The observed significance.
  public let observed: Significance
  /// The expected ones for fluctuations of +2, +1, 0, -1 and -2 standard deviations, in pyhf's order: the
  /// smallest p0 first. The median is the third.
  public let expected: [Significance]
  /// The test behind it, with its fits.
  public let test: HypothesisTest

  /// The discovery significance of a model and observed data: the main bins, then the auxiliary measurements.
  ///
  /// - Throws: ``InferenceError`` when the model has no free parameter of interest, or the data do not fit it.
  public init(
    _ model: some StatisticalModel, data: [Double], fitter: Fitter = Fitter()
  ) throws(InferenceError) {
    let test = try HypothesisTest(model, data: data, tested: 0, statistic: .q0, fitter: fitter)
    self.test = test
    observed = Significance(p0: test.observed.clsb, z: test.observedStatistic.value.squareRoot())
    let distance = test.asimovStatistic.value.squareRoot()
    expected = [2, 1, 0, -1, -2].map { sigmas in
      Significance(p0: NormalTail.probability(distance + sigmas), z: distance + sigmas)
    }
  }

  /// What did not converge, in words.
  public var problems: [String] { test.problems }
}
