extension Fitter {
  /// The part of the parameters' ranges in which the likelihood is smooth around a point, and its derivatives there.
  ///
  /// Interpolation codes 0 and 1 have a kink at alpha = 0. A fit goes up to it and no further in one step; from there it
  /// goes on to the side on which the likelihood rises the more, or stays where it rises on neither.
  struct SmoothPiece {
    var bounds: [ClosedRange<Double>] = []
    var derivatives = LikelihoodDerivatives()
    /// The expected counts at the point from which a step starts.
    var counts = ExpectedCounts<Double>()
    /// The parameters that their kinks hold.
    var atKink: [Int] = []
  }

  /// Finds the smooth piece of a point, whose expected counts are there; a parameter that leaves its kink upward is then
  /// a hair above it.
  func findPiece(
    _ model: some StatisticalModel, around point: inout [Double], data: [Double], in space: ParameterSpace,
    isHeld: [Bool], _ piece: inout SmoothPiece
  ) {
    piece.bounds = space.bounds
    piece.atKink.removeAll(keepingCapacity: true)
    let kinked = space.kinked.filter {
      !isHeld[$0] && space.bounds[$0].lowerBound < 0 && space.bounds[$0].upperBound > 0
    }
    for index in kinked where point[index] != 0 {
      let bounds = piece.bounds[index]
      piece.bounds[index] = point[index] > 0 ? 0...bounds.upperBound : bounds.lowerBound...0
    }
    let undecided = kinked.filter { point[$0] == 0 }
    if !undecided.isEmpty {
      leaveKinks(undecided, model, &point, data: data, &piece)
      if undecided.contains(where: { point[$0] != 0 }) { piece.counts = model.expectedCounts(point) }
    }
    model.derivatives(point, counts: piece.counts, data: data, into: &piece.derivatives)
  }

  /// Decides for parameters at their kinks to which side they go, if to any.
  private func leaveKinks(
    _ undecided: [Int], _ model: some StatisticalModel, _ point: inout [Double], data: [Double],
    _ piece: inout SmoothPiece
  ) {
    let below: [Double] = model.parameterGradient(point, counts: piece.counts, data: data)
    for index in undecided { point[index] = .leastNormalMagnitude }
    let above: [Double] = model.parameterGradient(point, data: data)
    for index in undecided {
      let bounds = piece.bounds[index]
      if above[index] <= 0 && below[index] >= 0 {
        point[index] = 0
        piece.bounds[index] = 0...0
        piece.atKink.append(index)
      } else if above[index] > -below[index] {
        piece.bounds[index] = 0...bounds.upperBound
      } else {
        point[index] = 0
        piece.bounds[index] = bounds.lowerBound...0
      }
    }
  }
}
