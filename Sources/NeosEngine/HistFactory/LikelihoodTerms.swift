import RealModule

/// log Poisson(n | rate) for continuous n: n log rate - rate - log Gamma(n + 1), with 0 log 0 = 0
/// (`pyhf.probability.Poisson`); NaN for a negative rate, also where n is 0.
func logPoisson<S: LikelihoodScalar>(_ n: Double, rate: S) -> S {
  if rate.value < 0 { return S(.nan) }
  let logarithm = n == 0 ? S(0) : n * S.log(rate)
  return logarithm - rate - Double.logGamma(n + 1)
}

/// The derivative of ``logPoisson(_:rate:)`` in the rate: n / rate - 1.
func logPoissonSlope<S: LikelihoodScalar>(_ n: Double, rate: S) -> S {
  (n == 0 ? S(0) : n / rate) - 1
}

/// log Normal(x | mean, 1) (`pyhf.probability.Normal`).
func logUnitNormal<S: LikelihoodScalar>(_ x: Double, mean: S) -> S {
  let residual = mean - x
  return -0.5 * (residual * residual) - 0.5 * Double.log(2 * .pi)
}
