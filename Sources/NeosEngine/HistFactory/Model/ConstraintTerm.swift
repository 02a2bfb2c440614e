import RealModule

/// One auxiliary measurement: a normal distribution around a parameter with a width, or a Poisson distribution of
/// a factor times the parameter.
struct ConstraintTerm: Sendable {
  /// The position of the parameter.
  let parameter: Int
  let distribution: ParameterSet.Constraint
  /// The width or the factor.
  var scale: Double

  /// The log-density of a measurement.
  func logpdf<S: LikelihoodScalar>(_ measured: Double, _ parameter: S) -> S {
    switch distribution {
    case .normal:
      let residual = (1 / scale) * (parameter - measured)
      return -0.5 * (residual * residual) - (Double.log(scale) + 0.5 * Double.log(2 * .pi))
    case .poisson: return logPoisson(measured, rate: scale * parameter)
    }
  }

  /// ``logpdf(_:_:)`` at `parameter` minus that at `other`, without cancellation.
  func logRatio(_ measured: Double, _ parameter: Double, to other: Double) -> Double {
    switch distribution {
    case .normal:
      (parameter - other) / scale * ((measured - 0.5 * (parameter + other)) / scale)
    case .poisson: logPoissonRatio(measured, rate: scale * parameter, to: scale * other)
    }
  }

  /// The derivative of ``logpdf(_:_:)`` in the parameter.
  func slope<S: LikelihoodScalar>(_ measured: Double, _ parameter: S) -> S {
    switch distribution {
    case .normal: (-1 / (scale * scale)) * (parameter - measured)
    case .poisson: scale * logPoissonSlope(measured, rate: scale * parameter)
    }
  }

  /// The second derivative of ``logpdf(_:_:)`` in the parameter.
  func curvature(_ measured: Double, _ parameter: Double) -> Double {
    switch distribution {
    case .normal: -1 / (scale * scale)
    case .poisson: measured == 0 ? 0 : -measured / (parameter * parameter)
    }
  }

  /// The derivative of ``logpdf(_:_:)`` in the width or factor.
  func scaleSlope<S: LikelihoodScalar>(_ measured: Double, _ parameter: S) -> S {
    switch distribution {
    case .normal:
      let residual = (1 / scale) * (parameter - measured)
      return (1 / scale) * (residual * residual - 1)
    case .poisson: return parameter * logPoissonSlope(measured, rate: scale * parameter)
    }
  }

  /// The derivative of ``logpdf(_:_:)`` in the measurement, without the terms of the measurement alone.
  func measurementSlope<S: LikelihoodScalar>(_ measured: Double, _ parameter: S) -> S {
    switch distribution {
    case .normal: (1 / (scale * scale)) * (parameter - measured)
    case .poisson: S.log(scale * parameter)
    }
  }

  /// The expected measurement.
  func expected(_ parameter: Double) -> Double { distribution == .poisson ? scale * parameter : parameter }

  /// The derivative of ``expected(_:)`` in the width or factor.
  func expectedScaleSlope(_ parameter: Double) -> Double { distribution == .poisson ? parameter : 0 }

  /// The derivative in the width or factor of ``logRatio(_:_:to:)`` on the measurement that `parameter` predicts.
  ///
  /// The ratio is (g - h)^2 / (2 width^2) or factor (g log(g / h) - (g - h)) with the parameters g and h.
  func asimovScaleSlope(_ g: Double, to h: Double) -> Double {
    switch distribution {
    case .normal: -((g - h) / scale) * ((g - h) / scale) / scale
    case .poisson: halfDeviance(g, from: h)
    }
  }
}
