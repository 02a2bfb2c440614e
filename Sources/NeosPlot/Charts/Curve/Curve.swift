/// A number that is known at every step, or at every so many steps.
public struct Curve: Sendable, Hashable {
  /// What it is called.
  public var name: String
  /// The role that colors it.
  public var role: Role
  /// The step of the first value.
  public let firstStep: Int
  /// Steps from one value to the next, at least 1.
  public let stride: Int
  /// The values; a number that is not finite is a gap.
  public var values: [Double]

  /// A curve. The first step is held within ±10^12, the stride within 1 and 10^6.
  public init(_ name: String, _ role: Role, firstStep: Int = 0, stride: Int = 1, values: [Double]) {
    self.name = name
    self.role = role
    self.firstStep = min(max(firstStep, -1_000_000_000_000), 1_000_000_000_000)
    self.stride = min(max(stride, 1), 1_000_000)
    self.values = values
  }

  /// The step of the last value; nil when there is none.
  public var lastStep: Int? { values.isEmpty ? nil : firstStep + (values.count - 1) * stride }

  /// Whether a step lies between the first and the last one.
  func has(_ step: Int) -> Bool { lastStep.map { firstStep <= step && step <= $0 } ?? false }

  /// The value at a step, or at the nearest step that ``values`` has; nil before the first and after the last
  /// step, and in a gap.
  public func value(at step: Int) -> Double? {
    guard has(step) else { return nil }
    let value = values[(step - firstStep + stride / 2) / stride]
    return value.isFinite ? value : nil
  }
}

/// What a curve does within one column of dots: enough to draw it so that no extreme is lost.
struct CurveColumn: Hashable {
  /// The column, from 0.
  let column: Int
  /// The first defined value.
  let first: Double
  /// The last defined value.
  var last: Double
  /// The lowest value.
  var low: Double
  /// The highest value.
  var high: Double
  /// Whether the value before the first was defined, so that a line leads here from the column before.
  let isConnected: Bool
}

extension Curve {
  /// The curve in `count` columns over a range of steps, both ends included: one entry for each column, or
  /// for each piece between gaps, that has a value. Takes one pass over the values.
  func columns(from low: Double, to high: Double, count: Int, scale: AxisScale) -> [CurveColumn] {
    guard count > 0, low < high, !values.isEmpty else { return [] }
    let start = Double(firstStep)
    let pace = Double(stride)
    let first = max(Int(saturating: ((low - start) / pace).rounded(.up)), 0)
    let last = min(Int(saturating: ((high - start) / pace).rounded(.down)), values.count - 1)
    guard first <= last else { return [] }
    let perStep = Double(count - 1) / (high - low)
    var result: [CurveColumn] = []
    var open: CurveColumn?
    for index in first...last {
      let value = values[index]
      guard value.isFinite, scale == .linear || value > 0 else {
        if let open { result.append(open) }
        open = nil
        continue
      }
      let column = min(max(Int(((start + Double(index) * pace - low) * perStep).rounded()), 0), count - 1)
      if open?.column == column {
        open?.last = value
        if value < open?.low ?? value { open?.low = value }
        if value > open?.high ?? value { open?.high = value }
      } else {
        if let open { result.append(open) }
        open = CurveColumn(
          column: column, first: value, last: value, low: value, high: value, isConnected: open != nil)
      }
    }
    if let open { result.append(open) }
    return result
  }
}
