/// Finds a zero of a continuous function between two points at which it has different signs: algorithm 4.2 of
/// Alefeld, Potra and Shi, "Algorithm 748: enclosing zeros of continuous functions", ACM Trans. Math. Softw. 21
/// (1995) 327, with k = 2 (`scipy.optimize.toms748`, which pyhf uses).
///
/// Cubic and quadratic interpolation shrink the bracket; where they do not halve it, bisection does.
public struct RootFinder: Sendable, Hashable {
  /// The bracket's absolute width at which to stop.
  public var absoluteTolerance = 2e-12
  /// The bracket's width relative to the zero at which to stop; pyhf stops at 1e-4.
  public var relativeTolerance = 1e-8
  /// The largest number of evaluations.
  public var maximumEvaluations = 100

  /// A finder with the usual settings.
  public init() {}

  /// How a search ended.
  public enum Outcome: Sendable, Equatable {
    /// The end of the final bracket at which the function is closest to 0.
    case root(Double)
    /// The function has one sign at both ends, or no value at one of them.
    case noSignChange(lower: Double, upper: Double)
    /// The function has no value at a point.
    case undefined(at: Double)
    /// The evaluations ran out with this bracket.
    case evaluationLimit(ClosedRange<Double>)
  }

  /// Searches between two points.
  public func root<Failure: Error>(
    from lower: Double, to upper: Double, _ function: (Double) throws(Failure) -> Double
  ) throws(Failure) -> Outcome {
    let (start, end) = (try function(lower), try function(upper))
    if start == 0 { return .root(lower) }
    if end == 0 { return .root(upper) }
    guard start.isFinite, end.isFinite, (start < 0) != (end < 0) else {
      return .noSignChange(lower: start, upper: end)
    }
    var bracket = Bracket(a: Point(lower, start), b: Point(upper, end))
    var evaluations = 2

    /// Evaluates at a point within and shrinks the bracket; says whether the search is over.
    func shrink(_ x: Double) throws(Failure) -> Outcome? {
      let inside = bracket.inside(x, tolerance: tolerance(bracket))
      let value = try function(inside)
      evaluations += 1
      guard value.isFinite else { return .undefined(at: inside) }
      if value == 0 { return .root(inside) }
      bracket.shrink(Point(inside, value))
      if bracket.width <= tolerance(bracket) { return .root(bracket.best.x) }
      return evaluations >= maximumEvaluations
        ? .evaluationLimit(min(bracket.a.x, bracket.b.x)...max(bracket.a.x, bracket.b.x)) : nil
    }

    if bracket.width <= tolerance(bracket) { return .root(bracket.best.x) }
    if let outcome = try shrink(bracket.secant) { return outcome }
    while true {
      let width = bracket.width
      for steps in 2...3 {
        if let outcome = try shrink(bracket.interpolated(newtonSteps: steps)) { return outcome }
      }
      if let outcome = try shrink(bracket.doubleSecant) { return outcome }
      if bracket.width > 0.5 * width, let outcome = try shrink(bracket.middle) { return outcome }
    }
  }

  private func tolerance(_ bracket: Bracket) -> Double {
    absoluteTolerance + relativeTolerance * abs(bracket.best.x)
  }
}

private struct Point {
  var x: Double
  var f: Double
  init(_ x: Double, _ f: Double) { (self.x, self.f) = (x, f) }
}

/// The two ends of a bracket, and the two points that were ends before.
private struct Bracket {
  var a: Point
  var b: Point
  var d: Point?
  var e: Point?

  init(a: Point, b: Point) { (self.a, self.b) = (a, b) }

  var width: Double { abs(b.x - a.x) }
  var middle: Double { a.x + 0.5 * (b.x - a.x) }
  var best: Point { abs(a.f) < abs(b.f) ? a : b }
  /// The divided difference of the ends.
  var slope: Double { (b.f - a.f) / (b.x - a.x) }
  var secant: Double { a.x - a.f / slope }

  /// Twice the secant step from the better end, or the middle where that goes too far.
  var doubleSecant: Double {
    let c = best.x - 2 * best.f / slope
    return abs(c - best.x) > 0.5 * width ? middle : c
  }

  /// A point moved off the ends, so that the next bracket is shorter by a part of the tolerance at least.
  func inside(_ x: Double, tolerance: Double) -> Double {
    let margin = min(0.25 * tolerance, 0.25 * width)
    let (low, high) = (min(a.x, b.x), max(a.x, b.x))
    guard x.isFinite else { return middle }
    return min(max(x, low + margin), high - margin)
  }

  mutating func shrink(_ c: Point) {
    e = d
    if (c.f < 0) == (a.f < 0) {
      d = a
      a = c
    } else {
      d = b
      b = c
    }
  }

  /// The zero of the inverse cubic through four points where their values differ and it lies within, else that
  /// of the parabola through three by Newton's steps.
  func interpolated(newtonSteps: Int) -> Double {
    guard let d else { return secant }
    if let e {
      let values = [a.f, b.f, d.f, e.f]
      let areDistinct = values.indices.allSatisfy { i in
        values[(i + 1)...].allSatisfy { abs($0 - values[i]) > .leastNormalMagnitude }
      }
      let x = areDistinct ? inverseCubic(d, e) : .nan
      if (x - a.x) * (x - b.x) < 0 { return x }
    }
    return parabola(d, steps: newtonSteps)
  }

  private func inverseCubic(_ d: Point, _ e: Point) -> Double {
    let q11 = (d.x - e.x) * d.f / (e.f - d.f)
    let q21 = (b.x - d.x) * b.f / (d.f - b.f)
    let q31 = (a.x - b.x) * a.f / (b.f - a.f)
    let d21 = (b.x - d.x) * d.f / (d.f - b.f)
    let d31 = (a.x - b.x) * b.f / (b.f - a.f)
    let q22 = (d21 - q11) * b.f / (e.f - b.f)
    let q32 = (d31 - q21) * a.f / (d.f - a.f)
    let d32 = (d31 - q21) * d.f / (d.f - a.f)
    let q33 = (d32 - q22) * a.f / (e.f - a.f)
    return a.x + (q31 + q32 + q33)
  }

  private func parabola(_ d: Point, steps: Int) -> Double {
    let curvature = ((d.f - b.f) / (d.x - b.x) - slope) / (d.x - a.x)
    guard curvature != 0, curvature.isFinite else { return secant }
    var x = curvature * a.f > 0 ? a.x : b.x
    for _ in 0..<steps {
      let value = a.f + (slope + curvature * (x - b.x)) * (x - a.x)
      x -= value / (slope + curvature * (2 * x - a.x - b.x))
    }
    return x
  }
}
