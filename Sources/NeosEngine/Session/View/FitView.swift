/// Fits and tests of a session's present model.
///
/// The tests are those of the observed counts where the workspace has no learned template, else of Asimov data.
public struct FitView: Sendable, Hashable {
  /// The data of the exclusion test, in words.
  public var data: String
  /// The tested signal strength.
  public var tested: Double
  /// The parameters of the fit at the tested strength, in the model's order.
  public var parameters: [PullView.Parameter]
  /// CLs, CLs+b and CLb of the tested strength.
  public var observed: PValues
  /// The expected ones, in the order and by the labels of `bandNames`.
  public var expected: [PValues]
  /// p0 and Z of a discovery: of the observed data, or expected for a signal of strength 1.
  public var discovery: Discovery.Significance?
  /// The expected uncertainty on the signal strength at 1; nil where it has none.
  public var uncertainty: Double?
  /// Newton steps of the fit at the tested strength.
  public var iterations: Int
  /// The ratio of the largest to the smallest eigenvalue of the fit's Hessian, in units in which its diagonal is 1:
  /// 1 where no parameters are correlated; nil where it is singular.
  public var condition: Double?
  /// What did not converge, in words.
  public var problems: [String]
}

extension Session {
  /// The fits and tests of the present model; nil where it has no parameter of interest that can be tested.
  func fitView(_ evaluation: Evaluation) -> FitView? {
    guard let model = try? model(evaluation) else { return nil }
    return fitView(of: model)
  }

  /// The same of a model.
  func fitView(of model: some StatisticalModel) -> FitView? {
    let observed = observedCounts(model)
    let data = observed ?? model.expectedData(model.initialParameters(poi: 0))
    guard let test = try? HypothesisTest(model, data: data, tested: 1) else { return nil }
    let fit = test.observedStatistic.conditional
    let covariance = try? FitCovariance(fit, model, data: data)
    let pulls = Pull.all(fit, model, covariance: covariance)
    let parameters = model.parameters.enumerated().map { index, parameter in
      let pull = pulls.first { $0.parameter == index }
      return PullView.Parameter(
        name: parameter.name, bestFit: fit.parameters[index],
        uncertainty: covariance?.uncertainty(of: index), pull: pull?.value, constraint: pull?.constraint,
        isAtBound: fit.atBound.contains(index), isFixed: parameter.isFixed || index == model.poiIndex)
    }
    let discoveryData = observed ?? model.expectedData(model.initialParameters(poi: 1))
    return FitView(
      data: observed == nil ? "background-only Asimov data" : "observed counts", tested: 1,
      parameters: parameters, observed: test.observed, expected: test.expected,
      discovery: (try? Discovery(model, data: discoveryData))?.observed,
      uncertainty: try? Objective.uncertainty.value(model), iterations: fit.iterations,
      condition: covariance?.condition, problems: test.problems)
  }

  private func observedCounts(_ model: some StatisticalModel) -> [Double]? {
    guard let workspace = configuration.workspace, !workspace.isLearned,
      let model = model as? HistFactoryModel
    else { return nil }
    return try? model.data(workspace.observations)
  }
}
