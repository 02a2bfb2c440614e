/// How one auxiliary datum is distributed, and which parameter it measures.
///
/// In HistFactory every constraint is of one parameter: a normal distribution around it, or a Poisson
/// distribution around a multiple of it (pyhf's `constraints.gaussian_constraint_combined` and
/// `poisson_constraint_combined`).
public struct AuxiliaryMeasurement: Sendable, Hashable {
  /// A distribution of an auxiliary datum, given its parameter.
  public enum Distribution: Sendable, Hashable {
    /// Normal around the parameter.
    case normal(width: Double)
    /// Poisson around the parameter times a factor tau.
    case poisson(factor: Double)
  }

  /// The position of the parameter.
  public var parameter: Int
  /// The distribution.
  public var distribution: Distribution

  /// A measurement of a parameter.
  public init(parameter: Int, distribution: Distribution) {
    self.parameter = parameter
    self.distribution = distribution
  }

  /// Whether the datum is a count.
  public var isPoisson: Bool {
    if case .poisson = distribution { true } else { false }
  }

  /// The pre-fit uncertainty of the parameter by this measurement alone: the width of the normal distribution,
  /// or 1 / sqrt(tau) (pyhf's `width()` of a parameter set).
  public var width: Double {
    switch distribution {
    case .normal(let width): width
    case .poisson(let factor): 1 / factor.squareRoot()
    }
  }

  /// The value of the parameter of which a datum is expected.
  func value(of datum: Double) -> Double {
    switch distribution {
    case .normal: datum
    case .poisson(let factor): datum / factor
    }
  }

  /// What is expected of the datum.
  func mean(_ value: Double) -> Double {
    switch distribution {
    case .normal: value
    case .poisson(let factor): factor * value
    }
  }
}

extension StatisticalModel {
  /// Pulls a gradient in the expected data back to the parameters, at fixed templates.
  ///
  /// The gradient of the log-likelihood in the parameters is linear in the data, and is the sought one on data
  /// chosen for it: n = rate (1 + c) turns a Poisson slope n / rate - 1 into c, and x = mean + c width^2 a
  /// normal one.
  func expectedDataParameterPullback(_ parameters: [Double], cotangent: [Double]) -> [Double] {
    let expected = expectedData(parameters)
    let measurements = auxiliaryMeasurements
    let data = expected.indices.map { index -> Double in
      if index >= binCount, case .normal(let width) = measurements[index - binCount].distribution {
        return expected[index] + cotangent[index] * width * width
      }
      return expected[index] * (1 + cotangent[index])
    }
    return parameterGradient(data, at: parameters)
  }

  private func parameterGradient(_ data: [Double], at parameters: [Double]) -> [Double] {
    parameterGradient(parameters, data: data)
  }

  /// Pulls a gradient in the auxiliary data back to the templates, for data whose auxiliary part is the model's
  /// own (``auxiliaryData``) and moves with it: what is expected of it at the initial parameters.
  public func auxiliaryDataPullback(_ cotangent: some Collection<Double>) -> [[Double]] {
    expectedDataPullback(
      initialParameters(), cotangent: [Double](repeating: 0, count: binCount) + Array(cotangent))
  }
}
