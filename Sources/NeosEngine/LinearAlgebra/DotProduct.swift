/// The sum of the products of two runs of numbers.
///
/// Eight sums are kept side by side: in a single one each addition would wait for the one before.
@inline(__always)
func dotProduct(_ one: UnsafePointer<Double>, _ other: UnsafePointer<Double>, count: Int) -> Double {
  var sum = 0.0
  var index = 0
  if count >= 8 {
    var sums = SIMD8<Double>()
    while index + 8 <= count {
      sums += (one + index).eight * (other + index).eight
      index += 8
    }
    sum = sums.sum()
  }
  while index < count {
    sum += one[index] * other[index]
    index += 1
  }
  return sum
}

extension UnsafePointer<Double> {
  /// The eight numbers from here on.
  fileprivate var eight: SIMD8<Double> {
    UnsafeRawPointer(self).loadUnaligned(as: SIMD8<Double>.self)
  }
}
