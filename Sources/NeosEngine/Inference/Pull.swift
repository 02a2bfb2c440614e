/// How far a fit moved a constrained parameter, in units of its pre-fit uncertainty.
public struct Pull: Sendable, Hashable {
  /// The position of the parameter.
  public let parameter: Int
  /// Its name.
  public let name: String
  /// (best fit - center of the constraint) / pre-fit uncertainty.
  public let value: Double
  /// The post-fit uncertainty over the pre-fit one: 1 where the data say nothing new; nil where the fit has
  /// none.
  public let constraint: Double?
}

extension StatisticalModel {
  /// The pre-fit uncertainty of every parameter: that of its auxiliary measurements together; nil without one.
  ///
  /// Of several measurements of one parameter the squares of the inverse widths add up.
  public func prefitUncertainties() -> [Double?] {
    var weights = [Double](repeating: 0, count: parameters.count)
    for measurement in auxiliaryMeasurements {
      weights[measurement.parameter] += 1 / (measurement.width * measurement.width)
    }
    return weights.map { $0 > 0 ? 1 / $0.squareRoot() : nil }
  }
}

extension StatisticalModel {
  /// What the auxiliary measurements say of every parameter: the measured value of a normal one, the count over
  /// the factor of a Poisson one; nil without one. Several count by the squares of their inverse widths.
  func constraintCenters() -> [Double?] {
    var (weights, sums) = (parameters.map { _ in 0.0 }, parameters.map { _ in 0.0 })
    for (measurement, datum) in zip(auxiliaryMeasurements, auxiliaryData) {
      let weight = 1 / (measurement.width * measurement.width)
      weights[measurement.parameter] += weight
      sums[measurement.parameter] += weight * measurement.value(of: datum)
    }
    return zip(sums, weights).map { $1 > 0 ? $0 / $1 : nil }
  }
}

extension Pull {
  /// The pulls of all constrained parameters that a model does not fix.
  ///
  /// - Parameters:
  ///   - fit: the fit.
  ///   - model: the model.
  ///   - covariance: that of the fit; without it the constraints are not known.
  public static func all(
    _ fit: Fit, _ model: some StatisticalModel, covariance: FitCovariance?
  ) -> [Pull] {
    let (parameters, centers) = (model.parameters, model.constraintCenters())
    return model.prefitUncertainties().enumerated().compactMap { index, width in
      guard let width, let center = centers[index], !parameters[index].isFixed else { return nil }
      return Pull(
        parameter: index, name: parameters[index].name,
        value: (fit.parameters[index] - center) / width,
        constraint: covariance?.uncertainty(of: index).map { $0 / width })
    }
  }
}
