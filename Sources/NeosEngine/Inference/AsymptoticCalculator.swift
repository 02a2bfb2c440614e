/// Tests signal strengths on given data with the asymptotic distributions of the test statistics.
///
/// What does not depend on the tested strength, the free fit and the Asimov data, is made once. The Asimov data
/// are what the model expects at the strength 0 (1 for q0) with the nuisance parameters at their best values
/// there for the *observed* data (`pyhf.infer.calculators.AsymptoticCalculator`, `generate_asimov_data`).
public struct AsymptoticCalculator: Sendable {
  /// The model.
  public let model: any StatisticalModel
  /// The observed data: the main bins, then the auxiliary measurements.
  public let data: [Double]
  /// The test statistic.
  public let statistic: TestStatistic
  /// How fits are made.
  public let fitter: Fitter
  /// The fit to the observed data with the signal strength free.
  public let best: Fit
  /// The fit to the observed data at the strength of the Asimov data. They are what it expects, and it is their
  /// best fit: the Poisson and constraint terms all have their maximum there.
  public let asimovFit: Fit
  /// The Asimov data.
  public let asimovData: [Double]
  let space: ParameterSpace

  /// A calculator for a model and observed data.
  ///
  /// - Throws: ``InferenceError`` when the model has no free parameter of interest, or the data do not fit the
  ///   model.
  public init(
    _ model: some StatisticalModel, data: [Double], statistic: TestStatistic = .qMuTilde,
    fitter: Fitter = Fitter()
  ) throws(InferenceError) {
    let space = model.parameterSpace
    let poi = try space.poi(testedAt: statistic.asimovStrength)
    try model.check(data: data, space)
    self.model = model
    self.data = data
    self.statistic = statistic
    self.fitter = fitter
    self.space = space
    best = fitter.fit(model, in: space, data: data)
    asimovFit = fitter.fit(
      model, in: space, data: data, near: best.isConverged ? best.parameters : nil,
      fixed: [poi: statistic.asimovStrength])
    asimovData = model.expectedData(asimovFit.parameters)
  }

  /// Tests a signal strength. For q0 it is 0, whatever is given.
  ///
  /// - Throws: ``InferenceError`` when the strength is outside its bounds. Fits that did not converge are no
  ///   error; see ``HypothesisTest/problems``.
  public func test(_ tested: Double) throws(InferenceError) -> HypothesisTest {
    let tested = statistic == .q0 ? 0 : tested
    return HypothesisTest(self, tested: tested, poi: try space.poi(testedAt: tested))
  }
}
