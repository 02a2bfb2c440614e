extension Fitter {
  /// A point near the given one at which every bin has a positive expected count, or the last one tried.
  ///
  /// Each bin in turn that has too little is brought up by the shortest step in units of the parameters'
  /// ranges, to first order (Kaczmarz's method for inequalities: Agmon, Canad. J. Math. 6 (1954) 382).
  func movedIntoDomain(
    _ model: some StatisticalModel, _ start: [Double], data: [Double], bounds: [ClosedRange<Double>],
    isHeld: [Bool]
  ) -> [Double] {
    var point = start
    let free = point.indices.filter { !isHeld[$0] }
    for _ in 0..<20 {
      let bad = model.undefinedBins(point, data: data)
      guard !bad.isEmpty else { return point }
      var rates: [Double] = model.expectedRates(point)
      guard rates.allSatisfy(\.isFinite) else { return point }
      let slopes = free.map { parameter in
        let jets = point.enumerated().map { Jet($1, $0 == parameter ? 1 : 0) }
        return model.expectedRates(jets).map(\.c1)
      }
      for bin in bad {
        let wanted = max(0.01 * data[bin], 1e-3)
        let weighted = free.indices.map { position -> Double in
          let range = bounds[free[position]]
          let width = range.upperBound - range.lowerBound
          return slopes[position][bin] * width * width
        }
        let square = zip(slopes, weighted).reduce(0) { $0 + $1.0[bin] * $1.1 }
        guard rates[bin] < wanted, square > 0 else { continue }
        let length = (wanted - rates[bin]) / square
        for (position, index) in free.enumerated() {
          let moved = bounds[index].clamping(point[index] + length * weighted[position])
          for other in rates.indices { rates[other] += slopes[position][other] * (moved - point[index]) }
          point[index] = moved
        }
      }
    }
    return point
  }
}
