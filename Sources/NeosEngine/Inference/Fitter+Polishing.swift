extension Fitter {
  /// Goes on to the maximum with the factor of the last Newton step, where that is as good as new ones; false where it
  /// is not, and then the point is at least not worse.
  ///
  /// In a large model a gradient takes a fraction of the time of a Hessian and its factor. Each step leaves a small
  /// share of the distance (the chord method: Ortega and Rheinboldt, Iterative Solution of Nonlinear Equations (1970),
  /// section 7.1), and they end where what is left is far below rounding.
  func polish(
    _ model: some StatisticalModel, _ result: inout Fit, data: [Double], bounds: [ClosedRange<Double>],
    _ room: inout FitRoom
  ) -> Bool {
    guard result.free.count >= MatrixProfile.large, room.newton.isExact, result.atBound.isEmpty else {
      return false
    }
    while result.iterations < maximumIterations {
      let gradient: [Double] = model.parameterGradient(
        result.parameters, counts: room.piece.counts, data: data)
      let slope = result.free.map { gradient[$0] }
      let step = room.newton.factor.solve(slope)
      let distance = 0.5 * zip(slope, step).reduce(0) { $0 + $1.0 * $1.1 }
      guard distance < 1e-3 * result.estimatedDistance else { return false }
      setGoal(&room.goal, from: result, step: step, length: 1, bounds: bounds)
      guard
        result.free.allSatisfy({
          bounds[$0].lowerBound < room.goal[$0] && room.goal[$0] < bounds[$0].upperBound
        })
      else { return false }
      swap(&result.parameters, &room.goal)
      result.iterations += 1
      let left = distance * (distance / result.estimatedDistance)
      result.estimatedDistance = distance
      if left < 1e-24 {
        result.estimatedDistance = left
        result.status = .converged
        return true
      }
      room.piece.counts = model.expectedCounts(result.parameters)
    }
    return false
  }
}
