extension Fitter {
  /// The part of the parameters' ranges in which the likelihood is smooth around a point, and its derivatives there.
  ///
  /// Interpolation codes 0 and 1 have a kink at alpha = 0. A fit goes up to it and no further in one step; from there it
  /// goes on to the side on which the likelihood rises the more, or stays where it rises on neither.
  struct SmoothPiece {
    /// The point; a parameter that leaves its kink upward is a hair above it.
    var point: [Double]
    var bounds: [ClosedRange<Double>]
    var gradient: [Double]
    var hessian: SymmetricMatrix
    /// The parameters that their kinks hold.
    var atKink: [Int] = []
  }

  /// The smooth piece of a point.
  func smoothPiece(
    _ model: some StatisticalModel, _ point: [Double], data: [Double], in space: ParameterSpace,
    isHeld: [Bool]
  ) -> SmoothPiece {
    var (point, bounds) = (point, space.bounds)
    let kinked = space.kinked.filter { !isHeld[$0] && bounds[$0].lowerBound < 0 && bounds[$0].upperBound > 0 }
    for index in kinked where point[index] != 0 {
      bounds[index] = point[index] > 0 ? 0...bounds[index].upperBound : bounds[index].lowerBound...0
    }
    let undecided = kinked.filter { point[$0] == 0 }
    guard !undecided.isEmpty else {
      let derivatives = model.derivatives(point, data: data)
      return SmoothPiece(
        point: point, bounds: bounds, gradient: derivatives.gradient, hessian: derivatives.curvature)
    }
    let below: [Double] = model.parameterGradient(point, data: data)
    for index in undecided { point[index] = .leastNormalMagnitude }
    let above: [Double] = model.parameterGradient(point, data: data)
    var atKink: [Int] = []
    for index in undecided {
      if above[index] <= 0 && below[index] >= 0 {
        point[index] = 0
        bounds[index] = 0...0
        atKink.append(index)
      } else if above[index] > -below[index] {
        bounds[index] = 0...bounds[index].upperBound
      } else {
        point[index] = 0
        bounds[index] = bounds[index].lowerBound...0
      }
    }
    let derivatives = model.derivatives(point, data: data)
    return SmoothPiece(
      point: point, bounds: bounds, gradient: derivatives.gradient, hessian: derivatives.curvature,
      atKink: atKink)
  }
}
