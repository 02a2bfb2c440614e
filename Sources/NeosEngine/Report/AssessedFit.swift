/// A fit with what is said of its parameters: uncertainties, pulls, and what is wrong with it.
struct AssessedFit {
  let space: ParameterSpace
  /// The values of the parameters that were held.
  let fixed: [Int: Double]
  let best: Fit
  /// What the fit came to, in words.
  let words: FitReport
  /// The covariance of the parameters; nil where there is none.
  let covariance: FitCovariance?
  private let pulls: [Pull]
  /// Why the numbers cannot be relied on; empty where they can.
  let problems: [String]

  /// Fits a model to data.
  ///
  /// - Throws: ``InferenceError`` when the data or the fixed values do not fit the model.
  init(
    _ model: some StatisticalModel, _ data: [Double],
    fixed: (ParameterSpace) throws(InferenceError) -> [Int: Double] = { _ in [:] }
  ) throws(InferenceError) {
    space = model.parameterSpace
    try model.check(data: data, space)
    self.fixed = try fixed(space)
    best = Fitter().fit(model, in: space, data: data, fixed: self.fixed)
    words = FitReport(best, model, space)
    var problems = best.isConverged ? [] : [words.description]
    do throws(InferenceError) {
      covariance = try FitCovariance(best, model, space, data: data)
    } catch {
      covariance = nil
      if best.isConverged { problems.append("there are no uncertainties: \(error)") }
    }
    self.problems = problems
    pulls = Pull.all(best, model, covariance: covariance)
  }

  /// The pull of a parameter; nil where nothing constrains it.
  func pull(of parameter: Int) -> Pull? { pulls.first { $0.parameter == parameter } }
}
