extension Fit {
  /// Pulls a gradient in the best-fit parameters back to templates and data, by the implicit function theorem.
  ///
  /// At the maximum the gradient g of the log-likelihood in the free parameters vanishes, so that
  /// d theta = -H^-1 dg with the Hessian H. With u = -H^-1 cotangent, the answer is the gradient in templates
  /// and data of the derivative of the log-likelihood along u, which a ``Jet`` along u carries. Parameters that
  /// are fixed or held by a bound do not move. Where the Hessian of the free parameters is singular, there is
  /// no derivative and the result is nil.
  ///
  /// - Parameters:
  ///   - model: the model.
  ///   - data: the main bins, then the auxiliary measurements.
  ///   - cotangent: one number for each parameter.
  public func pullback(
    _ model: some StatisticalModel, data: [Double], cotangent: [Double]
  ) -> (templates: [[Double]], data: [Double])? {
    let information = model.curvature(parameters, data: data).block(free, times: -1)
    // What is left of a diagonal element where the matrix is singular is rounding.
    guard let factor = CholeskyFactor(information), factor.smallestPivot(of: information) > 1e-14 else {
      return nil
    }
    let direction = factor.solve(free.map { cotangent[$0] })
    var jets = parameters.map { Jet($0) }
    for (index, component) in zip(free, direction) { jets[index].c1 = component }
    let gradient = model.templateGradient(jets, data: data)
    return (gradient.templates.map { $0.map(\.c1) }, gradient.data.map(\.c1))
  }
}
