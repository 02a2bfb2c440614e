/// 1, 2 or 5 times a power of ten.
struct Step: Hashable {
  let factor: Int
  let power: Int

  private init(factor: Int, power: Int) {
    self.factor = factor
    self.power = power
  }

  /// The smallest that is not below a positive number.
  init(atLeast value: Double) {
    let value = value > 0 && value.isFinite ? value : 1
    let power = Int(saturating: decimalLogarithm(value).rounded(.down)) - 1
    var step = Step(factor: 5, power: power)
    while step.value(1) < value { step = step.next }
    self = step
  }

  /// The largest that is not above a positive number.
  init(atMost value: Double) {
    let value = value > 0 && value.isFinite ? value : 1
    var step = Step(factor: 5, power: Int(saturating: decimalLogarithm(value).rounded(.down)) - 1)
    while step.next.value(1) <= value { step = step.next }
    self = step
  }

  var next: Step {
    switch factor {
    case 1: Step(factor: 2, power: power)
    case 2: Step(factor: 5, power: power)
    default: Step(factor: 1, power: power + 1)
    }
  }

  /// So many steps: the number nearest to the decimal.
  func value(_ count: Double) -> Double {
    guard count.magnitude < 1e15 else { return count * (DecimalDigits(factor, power: power).value) }
    return DecimalDigits(Int(count) * factor, power: power).value
  }

  /// The first and the last multiple within a range.
  func inward(_ low: Double, _ high: Double) -> (Double, Double) {
    let size = value(1)
    var first = (low / size).rounded()
    var last = (high / size).rounded()
    if value(first) < low { first += 1 }
    if value(last) > high { last -= 1 }
    return (first, last)
  }

  /// The last multiple at or below a range, and the first at or above it; what misses a multiple by less
  /// than a billionth of the step does not miss it.
  func outward(_ low: Double, _ high: Double) -> (Double, Double) {
    let size = value(1)
    var first = (low / size).rounded()
    var last = (high / size).rounded()
    if value(first) > low + 1e-9 * size { first -= 1 }
    if value(last) < high - 1e-9 * size { last += 1 }
    return (first, last)
  }
}
