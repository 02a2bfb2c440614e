/// A Newton step within bounds: the largest value of slope·p - p·A p / 2 over a box around p = 0.
///
/// Without a bound in the way it is A^-1 slope. Otherwise a primal active-set method, each of whose steps
/// improves the value (Nocedal and Wright, Numerical Optimization (2006), algorithm 16.3). Where A has a negative
/// curvature, it gives way to another matrix as far as is needed; where that is singular to ten digits, a multiple of
/// its diagonal is added, so that flat directions are left alone.
struct BoundedStep {
  /// The step.
  let step: [Double]

  /// The step of the given curvature and slope.
  ///
  /// - Parameters:
  ///   - information: A, the negative Hessian.
  ///   - fallback: a matrix like A that has no negative curvature, where A is not positive definite.
  ///   - slope: the gradient.
  ///   - lowest: the largest step downward, 0 or less.
  ///   - highest: the largest step upward, 0 or more.
  init(
    information: SymmetricMatrix, fallback: () -> SymmetricMatrix, slope: [Double], lowest: [Double],
    highest: [Double]
  ) {
    guard !slope.isEmpty else {
      step = []
      return
    }
    var matrix = information
    guard let factor = Self.positiveFactor(&matrix, fallback) else {
      step = Self.scaledSlope(information, slope, lowest, highest)
      return
    }
    let unbounded = factor.solve(slope)
    if unbounded.indices.allSatisfy({ unbounded[$0] >= lowest[$0] && unbounded[$0] <= highest[$0] }) {
      step = unbounded
    } else {
      let bounded = Self.activeSet(matrix, slope, lowest, highest)
      step = bounded ?? Self.scaledSlope(information, slope, lowest, highest)
    }
  }

  /// The factor of the matrix, or of its mixture with the fallback, to whose diagonal a multiple of itself is
  /// added where that is needed; nil where a number is not finite.
  private static func positiveFactor(
    _ matrix: inout SymmetricMatrix, _ fallback: () -> SymmetricMatrix
  ) -> CholeskyFactor? {
    if let factor = CholeskyFactor(matrix), factor.smallestPivot(of: matrix) > 1e-12 { return factor }
    var shifted = matrix
    // Directions that are flat are left alone.
    if shifted.addDiagonal(1e-10, scales(of: matrix)), let factor = CholeskyFactor(shifted) {
      matrix = shifted
      return factor
    }
    let definite = fallback()
    for share in [0.9, 0.7, 0.4] {
      let mixture = matrix.mixed(with: definite, share: share)
      if let factor = CholeskyFactor(mixture), factor.smallestPivot(of: mixture) > 1e-12 {
        matrix = mixture
        return factor
      }
    }
    matrix = definite
    let scales = scales(of: matrix)
    var shift = 0.0
    while shift < 1e12 {
      if let factor = CholeskyFactor(matrix), shift > 0 || factor.smallestPivot(of: matrix) > 1e-12 {
        return factor
      }
      let added = shift > 0 ? shift * 9 : 1e-10
      shift += added
      guard matrix.addDiagonal(added, scales) else { return nil }
    }
    return nil
  }

  /// The sizes of the diagonal elements, in the order of the matrix's profile, none of them 0.
  private static func scales(of matrix: SymmetricMatrix) -> [Double] {
    let sizes = matrix.diagonal.map(abs)
    let largest = sizes.max() ?? 0
    return sizes.map { max($0, largest * 1e-12, .leastNormalMagnitude) }
  }

  /// The slope over the diagonal of the matrix, cut to the bounds.
  private static func scaledSlope(
    _ matrix: SymmetricMatrix, _ slope: [Double], _ lowest: [Double], _ highest: [Double]
  ) -> [Double] {
    slope.indices.map { index in
      let scale = abs(matrix[index, index])
      let step = scale > 0 && scale.isFinite ? slope[index] / scale : slope[index]
      return min(max(step, lowest[index]), highest[index])
    }
  }

  /// The step by the active-set method, or nil when it does not leave 0.
  private static func activeSet(
    _ matrix: SymmetricMatrix, _ slope: [Double], _ lowest: [Double], _ highest: [Double]
  ) -> [Double]? {
    var step = slope.map { _ in 0.0 }
    var isActive = slope.map { _ in false }
    /// The slope that is left.
    func rest() -> [Double] { zip(slope, matrix.multiply(step)).map { $0 - $1 } }
    for _ in 0..<(4 * slope.count + 8) {
      let free = slope.indices.filter { !isActive[$0] }
      guard let factor = CholeskyFactor(matrix.block(free)) else { break }
      let slopes = rest()
      let direction = factor.solve(free.map { slopes[$0] })
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
