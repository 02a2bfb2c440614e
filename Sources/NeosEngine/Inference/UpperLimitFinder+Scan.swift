extension UpperLimitFinder {
  /// The limits by a scan of signal strengths, with linear interpolation of CLs between them
  /// (`pyhf.infer.intervals.upper_limits.linear_grid_scan`).
  ///
  /// Strengths whose tests failed keep their reasons in the result and take no part. Where CLs is above the level
  /// over the whole scan, or below it, there is no limit (pyhf gives the end of the scan).
  ///
  /// - Parameters:
  ///   - model: the model.
  ///   - data: the observed data: the main bins, then the auxiliary measurements.
  ///   - scan: the strengths.
  ///   - control: threads, progress over the strengths or their toys, and stop, which leaves the limits of those
  ///     tested before.
  /// - Throws: ``InferenceError`` when no strength can be tested.
  public func limit(
    _ model: some StatisticalModel, data: [Double], scan: [Double],
    control: InferenceControl = InferenceControl()
  ) throws(InferenceError) -> UpperLimit {
    let calculator = try calculator(model, data: data)
    let strengths = Set(scan).sorted()
    let points =
      if let toys = toyCalculator {
        scanned(toys, calculator, strengths, control)
      } else {
        control.map(strengths.count) { UpperLimit.Point(calculator, strengths[$0]) }.compactMap { $0 }
      }
    let values = (0..<6).map { curve in
      crossing(points.compactMap { point in point.cls(curve).map { (point.tested, $0) } })
    }
    return UpperLimit(
      level: level, values: values, points: points, wasStopped: points.count < strengths.count)
  }

  /// The strengths one after the other, each with its toys on all threads.
  private func scanned(
    _ toys: ToyCalculator, _ calculator: AsymptoticCalculator, _ strengths: [Double],
    _ control: InferenceControl
  ) -> [UpperLimit.Point] {
    var points: [UpperLimit.Point] = []
    let count = 2 * toys.toyCount
    for (index, strength) in strengths.enumerated() {
      let point = UpperLimit.Point(
        toys, calculator, strength,
        InferenceControl(
          threads: control.threads, isStopped: control.isStopped,
          progress: { done, _ in control.progress(index * count + done, strengths.count * count) }))
      if control.isStopped() { break }
      points.append(point)
    }
    return points
  }

  /// Where a curve crosses the level for the last time.
  private func crossing(_ curve: [(tested: Double, cls: Double)]) -> UpperLimit.Value {
    guard let last = curve.last else { return .none("no strength of the scan could be tested") }
    guard let above = curve.lastIndex(where: { $0.cls >= level }) else {
      return .none("every strength of the scan is excluded; scan below \(curve[0].tested)")
    }
    guard above + 1 < curve.count else {
      return last.cls == level
        ? .at(last.tested) : .none("no strength of the scan is excluded; scan above \(last.tested)")
    }
    let (low, high) = (curve[above], curve[above + 1])
    let share = (level - low.cls) / (high.cls - low.cls)
    return .at(low.tested + share * (high.tested - low.tested))
  }
}
