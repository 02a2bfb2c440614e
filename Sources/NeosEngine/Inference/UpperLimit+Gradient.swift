extension UpperLimit {
  /// The gradient of a limit in the templates, on fixed data.
  ///
  /// At the limit CLs(mu, templates) is the level, so that d mu = -(dCLs / d templates) / (dCLs / d mu) (the
  /// implicit function theorem).
  ///
  /// - Parameters:
  ///   - model: the model.
  ///   - data: the main bins, then the auxiliary measurements.
  ///   - curve: the observed limit, or an expected one at so many standard deviations.
  ///   - statistic: the test statistic.
  ///   - fitter: how fits are made.
  ///   - movesAuxiliaryData: whether the auxiliary data are the model's own and move with it.
  /// - Returns: nil where there is no limit or no derivative.
  public func templateGradient(
    _ model: some StatisticalModel, data: [Double], of curve: TestOutcome = .observed,
    statistic: TestStatistic = .qMuTilde, fitter: Fitter = Fitter(), movesAuxiliaryData: Bool = false
  ) -> [[Double]]? {
    let limit: Value? =
      switch curve {
      case .observed: observed
      case .expected(let sigmas):
        [2: expected[0], 1: expected[1], 0: expected[2], -1: expected[3], -2: expected[4]][sigmas]
      }
    guard let tested = limit?.value,
      let test = try? HypothesisTest(model, data: data, tested: tested, statistic: statistic, fitter: fitter),
      let gradient = test.templateGradient(
        model, of: .cls, outcome: curve, movesAuxiliaryData: movesAuxiliaryData)
    else { return nil }
    let slope = test.strengthDerivative(model, of: .cls, outcome: curve)
    return slope == 0 ? nil : gradient.scaled(by: -1 / slope)
  }
}
