/// Which result of a hypothesis test is meant.
public enum TestOutcome: Sendable, Hashable {
  /// The observed one.
  case observed
  /// The expected one at so many standard deviations of the background.
  case expected(sigmas: Double)
}

extension HypothesisTest {
  /// The gradient of a p-value in the templates and in the observed data.
  ///
  /// The observed statistic's gradient is that of the likelihoods at its two fits (the envelope theorem). The
  /// Asimov statistic depends on the templates directly, through the Asimov data, and through the nuisance
  /// parameters that the Asimov data are made with: those are a fit to the observed data, so that the implicit
  /// function theorem carries this part back (``Fit/pullback(_:data:cotangent:)``), also to the observed data.
  ///
  /// Templates move here on fixed data. For data whose auxiliary part is the model's own and moves with the
  /// templates, add ``StatisticalModel/auxiliaryDataPullback(_:)`` of the data's gradient, or call
  /// ``templateGradient(_:of:outcome:movesAuxiliaryData:)``.
  ///
  /// - Returns: nil where the fit behind the Asimov data has no derivative.
  public func gradient(
    _ model: some StatisticalModel, of kind: PValueKind = .cls, outcome: TestOutcome = .observed
  ) -> (templates: [[Double]], data: [Double])? {
    let slopes = slopes(of: kind, outcome: outcome)
    guard var asimov = asimovGradient(model) else { return nil }
    asimov.templates = asimov.templates.scaled(by: slopes.asimov)
    asimov.data = asimov.data.map { $0 * slopes.asimov }
    guard slopes.q != 0 else { return asimov }
    let observed = observedStatistic.gradient(model)
    asimov.templates.add(observed.templates, scaledBy: slopes.q)
    return (asimov.templates, zip(asimov.data, observed.data).map { $0 + slopes.q * $1 })
  }

  /// The gradient of a p-value in the templates.
  ///
  /// - Parameters:
  ///   - model: the model.
  ///   - kind: which of the p-values.
  ///   - outcome: the observed value, or an expected one.
  ///   - movesAuxiliaryData: whether the auxiliary data are the model's own and move with it; else all
  ///     data stay.
  public func templateGradient(
    _ model: some StatisticalModel, of kind: PValueKind = .cls, outcome: TestOutcome = .observed,
    movesAuxiliaryData: Bool = false
  ) -> [[Double]]? {
    guard let gradient = gradient(model, of: kind, outcome: outcome) else { return nil }
    guard movesAuxiliaryData else { return gradient.templates }
    var templates = gradient.templates
    templates.add(model.auxiliaryDataPullback(gradient.data.dropFirst(model.binCount)), scaledBy: 1)
    return templates
  }

  /// The derivative of a p-value in the tested strength, on fixed data and templates.
  public func strengthDerivative(
    _ model: some StatisticalModel, of kind: PValueKind = .cls, outcome: TestOutcome = .observed
  ) -> Double {
    let slopes = slopes(of: kind, outcome: outcome)
    return slopes.q * observedStatistic.strengthDerivative(model)
      + slopes.asimov * asimovStatistic.strengthDerivative(model)
  }

  /// The derivatives of a p-value in the observed and in the Asimov statistic.
  private func slopes(of kind: PValueKind, outcome: TestOutcome) -> (q: Double, asimov: Double) {
    if observedStatistic.statistic.isTwoSided { return twoSidedSlopes(of: kind, outcome: outcome) }
    let displacement = Displacement(
      observedStatistic.statistic, q: observedStatistic.value, asimov: asimovStatistic.value)
    let (t, inQ, inAsimov): (Double, Double, Double) =
      switch outcome {
      case .observed: (displacement.value, displacement.slopeInQ, displacement.slopeInAsimov)
      case .expected(let sigmas): (sigmas, 0, 0)
      }
    let a = displacement.distance
    let values = PValues(displacement: t, distance: a)
    // CLs+b = 1 - Phi(t + a), CLb = 1 - Phi(t).
    let clsb = (
      q: -normalPDF(t + a) * inQ, asimov: -normalPDF(t + a) * (inAsimov + displacement.distanceSlope)
    )
    let clb = (q: -normalPDF(t) * inQ, asimov: -normalPDF(t) * inAsimov)
    return values.slopes(of: kind, clsb: clsb, clb: clb)
  }

  private func twoSidedSlopes(of kind: PValueKind, outcome: TestOutcome) -> (q: Double, asimov: Double) {
    let (statistic, asimov) = (observedStatistic.statistic, asimovStatistic.value)
    switch outcome {
    case .observed:
      let tails = TwoSidedTails(statistic, t: observedStatistic.value, asimov: asimov)
      return tails.values.slopes(
        of: kind, clsb: TwoSidedTails.slopes(tails.clsb), clb: TwoSidedTails.slopes(tails.clb))
    case .expected(let sigmas):
      let tails = TwoSidedTails.expected(statistic, sigmas: sigmas, asimov: asimov)
      let (clsb, clb) = (TwoSidedTails.slopes(tails.clsb), TwoSidedTails.slopes(tails.clb))
      // CLb stays, and t moves as it demands.
      let inAsimov = clb.q == 0 ? clsb.asimov : clsb.asimov - clsb.q * clb.asimov / clb.q
      return tails.values.slopes(of: kind, clsb: (0, inAsimov), clb: (0, 0))
    }
  }

  /// The gradient of the Asimov statistic in the templates and in the observed data.
  private func asimovGradient(
    _ model: some StatisticalModel
  ) -> (templates: [[Double]], data: [Double])? {
    let observed = observedStatistic.data
    guard asimovStatistic.value > 0 else { return (model.zeroGradient, observed.map { _ in 0 }) }
    let (made, tested) = (asimovFit.parameters, asimovStatistic.conditional.parameters)
    var templates = model.asimovRatioGradient(made, to: tested).scaled(by: 2)
    // The likelihood of the Asimov data is stationary in the parameters that made them; what is left of their
    // influence goes through the data.
    let inData = asimovStatistic.gradient(model).data
    let inParameters = model.expectedDataParameterPullback(made, cotangent: inData)
    guard let moved = asimovFit.pullback(model, data: observed, cotangent: inParameters) else { return nil }
    templates.add(moved.templates, scaledBy: 1)
    return (templates, moved.data)
  }
}

extension PValues {
  /// The derivatives of one of the p-values in the two statistics, from those of CLs+b and CLb.
  fileprivate func slopes(
    of kind: PValueKind, clsb: (q: Double, asimov: Double), clb: (q: Double, asimov: Double)
  ) -> (q: Double, asimov: Double) {
    switch kind {
    case .clsb: clsb
    case .clb: clb
    case .cls: ((clsb.q - cls * clb.q) / self.clb, (clsb.asimov - cls * clb.asimov) / self.clb)
    }
  }
}
