import RealModule

/// log Poisson(n | rate) for continuous n: n log rate - rate - log Gamma(n + 1).
///
/// For n = 0 it is -rate for every rate, also for a negative one, as `pyhf.probability.Poisson` has it (by
/// `xlogy`). For a negative n, and for a negative rate with counts, it is NaN.
func logPoisson<S: LikelihoodScalar>(_ n: Double, rate: S) -> S {
  if n == 0 { return -1 * rate }
  if rate.value < 0 || n < 0 { return S(.nan) }
  return n * S.log(rate) - rate - Double.logGamma(n + 1)
}

/// log Poisson(n | rate) - log Poisson(n | reference).
func logPoissonRatio(_ n: Double, rate: Double, to reference: Double) -> Double {
  if n == 0 { return reference - rate }
  if rate < 0 || reference < 0 || n < 0 { return .nan }
  let x = (rate - reference) / reference
  return n * logOnePlusMinus(x) + (n - reference) * x
}

/// n log(n / r) - (n - r) of two numbers of 0 or more: half of what a bin adds to the deviance; r where n is 0.
func halfDeviance(_ n: Double, from r: Double) -> Double { n == 0 ? r : -n * logOnePlusMinus((r - n) / n) }

/// log(1 + x) - x, to all digits also where x is small.
///
/// With z = x / (2 + x), log(1 + x) is 2 artanh z and x - 2 z is x z; the rest is artanh's series.
func logOnePlusMinus(_ x: Double) -> Double {
  guard abs(x) < 0.2 else { return .log(onePlus: x) - x }
  let z = x / (2 + x)
  let square = z * z
  // z^2 is at most 1/81: eight terms reach 1e-16.
  var sum = 1.0 / 17
  sum = sum * square + 1.0 / 15
  sum = sum * square + 1.0 / 13
  sum = sum * square + 1.0 / 11
  sum = sum * square + 1.0 / 9
  sum = sum * square + 1.0 / 7
  sum = sum * square + 1.0 / 5
  sum = sum * square + 1.0 / 3
  return 2 * z * square * sum - x * z
}

/// The derivative of ``logPoisson(_:rate:)`` in the rate: n / rate - 1, which is -1 for n = 0 at every rate.
func logPoissonSlope<S: LikelihoodScalar>(_ n: Double, rate: S) -> S {
  (n == 0 ? S(0) : n / rate) - 1
}

/// The second derivative of ``logPoisson(_:rate:)`` in the rate: -n / rate^2, which is 0 for n = 0 at every rate.
func logPoissonCurvature(_ n: Double, rate: Double) -> Double { n == 0 ? 0 : -n / (rate * rate) }

/// log Normal(x | mean, 1) (`pyhf.probability.Normal`).
func logUnitNormal<S: LikelihoodScalar>(_ x: Double, mean: S) -> S {
  let residual = mean - x
  return -0.5 * (residual * residual) - 0.5 * Double.log(2 * .pi)
}
