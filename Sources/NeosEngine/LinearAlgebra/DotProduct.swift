internal import NeosKernels

/// The sum of the products of two runs of numbers.
func dotProduct(_ one: UnsafePointer<Double>, _ other: UnsafePointer<Double>, count: Int) -> Double {
  neos_dot(one, other, count)
}
