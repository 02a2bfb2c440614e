/// A marked value of an axis.
public struct Tick: Sendable, Hashable {
  /// The value: the number nearest to the decimal that the label tells.
  public let value: Double
  /// The value as text, with as many digits as tell the ticks of the axis apart.
  public let label: String
}

extension Axis {
  /// Ticks at 1, 2 or 5 times a power of ten: as many as there are, at most `count`.
  ///
  /// A log axis has ticks at powers of ten, or at 1, 2, 5 between them where there is room; an axis that
  /// spans too little for two of them has ticks as a linear one.
  public func ticks(atMost count: Int) -> [Tick] {
    guard count > 0 else { return [] }
    let count = min(count, 1000)
    if scale == .log {
      let marks = logMarks(atMost: count)
      if marks.count >= 2 { return labeled(marks) }
    }
    return labeled(linearMarks(atMost: count))
  }

  /// The axis widened to the next ticks outward.
  func rounded(forTicks count: Int) -> Axis {
    let count = min(max(count, 2), 1000)
    switch scale {
    case .linear:
      var step = Step(atLeast: (high - low) / Double(count - 1))
      // Widening may add a step at each end, and the wider axis may have room for other ticks: take the next
      // step until the ends are ticks.
      var widest = self
      for _ in 0..<6 {
        let (first, last) = step.outward(low, high)
        if last - first < Double(count), let axis = Axis(from: step.value(first), to: step.value(last)) {
          let ticks = axis.ticks(atMost: count)
          if ticks.first?.value == axis.low, ticks.last?.value == axis.high { return axis }
          widest = axis
        }
        step = step.next
      }
      return widest
    case .log:
      let low = Step(atMost: self.low)
      let high = Step(atLeast: self.high)
      return Axis(from: low.value(1), to: high.value(1), scale: .log) ?? self
    }
  }

  /// A decimal: a whole number times a power of ten.
  private typealias Mark = (whole: Int, power: Int)

  private func linearMarks(atMost count: Int) -> [Mark] {
    var step = Step(atLeast: (high - low) / Double(count))
    for _ in 0..<8 {
      let (first, last) = step.inward(low, high)
      if first.magnitude > 1e15 || last.magnitude > 1e15 { return [] }
      if last - first < Double(count) {
        guard last >= first else { return [] }
        return (Int(first)...Int(last)).map { ($0 * step.factor, step.power) }
      }
      step = step.next
    }
    return []
  }

  private func logMarks(atMost count: Int) -> [Mark] {
    let first = Step(atMost: low).power
    let last = Step(atLeast: high).power
    guard first <= last else { return [] }
    for factors in [[1, 2, 5], [1]] {
      let marks = (first...last).flatMap { power in factors.map { (whole: $0, power: power) } }
        .filter { contains(DecimalDigits($0.whole, power: $0.power).value) }
      if marks.count <= count { return marks }
      if factors != [1] { continue }
      // Every second, fifth, tenth … decade, counted from 1.
      var stride = Step(atLeast: 2)
      while marks.count / max(Int(stride.value(1)), 1) >= count { stride = stride.next }
      let every = Int(stride.value(1))
      return marks.filter { $0.power % every == 0 }
    }
    return []
  }

  private func labeled(_ marks: [Mark]) -> [Tick] {
    let decimals = marks.map { DecimalDigits($0.whole, power: $0.power) }
    let values = decimals.map(\.value)
    let largest = values.map(\.magnitude).max() ?? 0
    let smallest = values.map(\.magnitude).filter { $0 > 0 }.min() ?? 0
    let finest = marks.map(\.power).min() ?? 0
    let isPlain =
      largest < 1e6 && (scale == .log ? smallest >= 1e-3 : (largest >= 1e-3 && finest >= -9) || largest == 0)
    return decimals.indices.map { index in
      let decimal = decimals[index]
      // Zero alone has no other tick to be told from.
      let places = largest == 0 ? 0 : scale == .log ? decimal.digits.count - decimal.exponent : -finest
      let label =
        isPlain ? decimal.fixed(places: max(places, 0)) : decimal.scientific
      return Tick(value: values[index], label: label)
    }
  }
}
