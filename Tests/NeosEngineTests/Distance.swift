/// How far two numbers are apart, in units of the last place of the larger one.
func ulps<Scalar: BinaryFloatingPoint>(_ found: Scalar, _ expected: Scalar) -> Double {
  found == expected ? 0 : Double(abs(found - expected) / max(found.magnitude, expected.magnitude).ulp)
}

/// The largest distance of two runs of numbers in units of the last place; infinite when one is longer.
func ulps<Scalar: BinaryFloatingPoint>(_ found: [Scalar], _ expected: [Scalar]) -> Double {
  guard found.count == expected.count else { return .infinity }
  return zip(found, expected).map { ulps($0, $1) }.max() ?? 0
}
