/// A Newton step within bounds: the largest value of slope·p - p·A p / 2 over a box around p = 0.
///
/// Without a bound in the way it is A^-1 slope. Otherwise a primal active-set method, each of whose steps
/// improves the value (Nocedal and Wright, Numerical Optimization (2006), algorithm 16.3). Where A has a negative
/// curvature, it gives way to another matrix as far as is needed; where that is singular to ten digits, a multiple of
/// its diagonal is added, so that flat directions are left alone.
///
/// The steps of a fit are taken one after the other in the same memory: how far the matrix had to give way is where the
/// next step begins.
struct BoundedStep {
  /// A, the negative Hessian, and after a step what it gave way to.
  var information = SymmetricMatrix(size: 0)
  /// The gradient.
  var slope: [Double] = []
  /// The largest steps downward, 0 or less.
  var lowest: [Double] = []
  /// The largest steps upward, 0 or more.
  var highest: [Double] = []
  /// The step.
  private(set) var step: [Double] = []
  /// Whether the step is A^-1 slope.
  private(set) var isExact = false

  private(set) var factor = CholeskyFactor()
  /// The position in ``shares`` that is tried next.
  private var rung = Self.whole
  /// Whether the next step is the first one of a fit.
  private var isFirst = true
  /// Whether A of a step of this fit had to give way.
  private var hasGivenWay = false

  /// The shares that may be left of what makes curvatures negative.
  private static let shares = [0, 1.0 / 3, 2.0 / 3, 1]
  private static let whole = shares.count - 1

  /// Forgets the steps of another fit.
  mutating func restart() {
    rung = Self.whole
    isFirst = true
    hasGivenWay = false
  }

  /// Whether A of the next step is likely to have a negative curvature: that of a large fit has one where it starts, more
  /// often than not, and may have one again.
  func mayGiveWay(rows: Int) -> Bool { isFirst ? rows >= MatrixProfile.large : hasGivenWay }

  /// Takes the step.
  ///
  /// - Parameter softening: what A gives way to.
  mutating func take(_ softening: inout some Softening) {
    step.removeAll(keepingCapacity: true)
    isExact = false
    guard !slope.isEmpty else { return }
    defer { isFirst = false }
    guard findFactor(&softening) else {
      step = scaledSlope
      return
    }
    step.append(contentsOf: slope)
    factor.solve(&step)
    // Within a unit of the maximum A itself is hardly ever without a factor.
    let distance = 0.5 * zip(slope, step).reduce(0) { $0 + $1.0 * $1.1 }
    if distance < 1 { rung = Self.whole }
    if step.indices.contains(where: { !(step[$0] >= lowest[$0] && step[$0] <= highest[$0]) }) {
      isExact = false
      step = Self.activeSet(information, slope, lowest, highest, unbounded: step) ?? scaledSlope
    }
  }

  /// Factors A, or what is left of it, or the matrix without negative curvature, to whose diagonal a multiple of itself
  /// is added where that is needed; false where a number is not finite.
  private mutating func findFactor(_ softening: inout some Softening) -> Bool {
    if rung == Self.whole {
      isExact = isFactored(information)
      if isExact { return true }
      if isNearlyDefinite(information) {
        var shifted = information
        // Directions that are flat are left alone.
        if shifted.addDiagonal(1e-10, Self.scales(of: shifted)), factor.replace(with: shifted) {
          information = shifted
          return true
        }
      }
      // Where a fit starts, what lies between has a negative curvature as well, more often than not.
      rung = isFirst ? 0 : rung - 1
    }
    hasGivenWay = true
    var kept = 1.0
    for tried in (0...rung).reversed() {
      softening.soften(&information, share: kept - Self.shares[tried])
      kept = Self.shares[tried]
      rung = tried + 1
      if isFactored(information) { return true }
    }
    information = softening.expected
    if isFactored(information) { return true }
    let scales = Self.scales(of: information)
    var shifted = information
    var shift = 0.0
    while shift < 1e12 {
      let added = shift > 0 ? shift * 9 : 1e-10
      shift += added
      guard shifted.addDiagonal(added, scales) else { return false }
      if factor.replace(with: shifted) {
        information = shifted
        return true
      }
    }
    return false
  }

  /// Whether a matrix whose factorization was no good has no negative curvature but for rounding.
  private func isNearlyDefinite(_ matrix: SymmetricMatrix) -> Bool {
    guard let (row, pivot) = factor.failure else { return true }
    return !(pivot < -1e-6 * abs(matrix.diagonal(row)))
  }

  /// Factors a matrix; false where it is not positive definite to twelve digits.
  private mutating func isFactored(_ matrix: SymmetricMatrix) -> Bool {
    factor.replace(with: matrix) && factor.smallestPivot(of: matrix) > 1e-12
  }

  /// The sizes of the diagonal elements, in the order of the matrix's profile, none of them 0.
  private static func scales(of matrix: SymmetricMatrix) -> [Double] {
    let sizes = matrix.diagonal.map(abs)
    let largest = sizes.max() ?? 0
    return sizes.map { max($0, largest * 1e-12, .leastNormalMagnitude) }
  }

  /// The slope over the diagonal of A, cut to the bounds.
  private var scaledSlope: [Double] {
    slope.indices.map { index in
      let scale = abs(information[index, index])
      let step = scale > 0 && scale.isFinite ? slope[index] / scale : slope[index]
      return min(max(step, lowest[index]), highest[index])
    }
  }

  /// The step by the active-set method, given the one that no bound is in the way of, or nil when it does not leave 0.
  private static func activeSet(
    _ matrix: SymmetricMatrix, _ slope: [Double], _ lowest: [Double], _ highest: [Double],
    unbounded: [Double]
  ) -> [Double]? {
    var step = slope.map { _ in 0.0 }
    var isActive = slope.map { _ in false }
    /// The slope that is left.
    func rest() -> [Double] { zip(slope, matrix.multiply(step)).map { $0 - $1 } }
    for turn in 0..<(4 * slope.count + 8) {
      let free = slope.indices.filter { !isActive[$0] }
      var direction = unbounded
      if turn > 0 {
        guard let factor = CholeskyFactor(matrix.block(free)) else { break }
        let slopes = rest()
        direction = factor.solve(free.map { slopes[$0] })
      }
      var length = 1.0
      var blocking: Int?
      for (index, delta) in zip(free, direction) where delta != 0 {
        let room = (delta < 0 ? lowest[index] : highest[index]) - step[index]
        if room / delta < length {
          length = max(room / delta, 0)
          blocking = index
        }
      }
      for (index, delta) in zip(free, direction) { step[index] += length * delta }
      if let blocking {
        let position = free.firstIndex(of: blocking) ?? 0
        step[blocking] = direction[position] < 0 ? lowest[blocking] : highest[blocking]
        isActive[blocking] = true
        continue
      }
      // A bound is left where the slope points inward.
      let slopesThere = rest()
      let inward = slope.indices.filter { isActive[$0] }.map { index -> (index: Int, slope: Double) in
        let slope = slopesThere[index]
        return (
          index,
          step[index] == highest[index] && slope < 0 || step[index] == lowest[index] && slope > 0
            ? abs(slope) : 0
        )
      }
      guard let worst = inward.max(by: { $0.slope < $1.slope }), worst.slope > 0 else { break }
      isActive[worst.index] = false
    }
    return step.allSatisfy { $0 == 0 } ? nil : step
  }
}
