/// How far two numbers are apart, in units of the last place of the larger one.
func ulps<Scalar: BinaryFloatingPoint>(_ found: Scalar, _ expected: Scalar) -> Double {
  found == expected ? 0 : Double(abs(found - expected) / max(found.magnitude, expected.magnitude).ulp)
}

/// The largest distance of two runs of numbers in units of the last place; infinite when one is longer.
func ulps<Scalar: BinaryFloatingPoint>(_ found: [Scalar], _ expected: [Scalar]) -> Double {
  guard found.count == expected.count else { return .infinity }
  return zip(found, expected).map { ulps($0, $1) }.max() ?? 0
}

/// Whether two numbers agree, relative where they are large and absolute where they are small.
func agree(_ found: Double, _ expected: Double, within tolerance: Double) -> Bool {
  found == expected || abs(found - expected) <= tolerance * max(1, abs(expected))
}

/// Whether two runs of numbers have one length and agree number by number.
func agree(_ found: [Double], _ expected: [Double], within tolerance: Double) -> Bool {
  found.count == expected.count && zip(found, expected).allSatisfy { agree($0, $1, within: tolerance) }
}

/// Whether two tables of numbers have one shape and agree number by number.
func agree(_ found: [[Double]], _ expected: [[Double]], within tolerance: Double) -> Bool {
  found.count == expected.count && zip(found, expected).allSatisfy { agree($0, $1, within: tolerance) }
}

/// The derivative of a function at 0 by central differences of fourth order.
func slope(step h: Double = 1e-3, _ function: (Double) throws -> Double) rethrows -> Double {
  try (8 * (function(h) - function(-h)) - (function(2 * h) - function(-2 * h))) / (12 * h)
}

/// The sum of the products of two rows.
func dot(_ left: [Double], _ right: [Double]) -> Double {
  zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
}

extension [Double] {
  /// The same numbers with one of them moved.
  func moved(_ position: Int, by distance: Double) -> [Double] {
    var row = self
    row[position] += distance
    return row
  }
}
