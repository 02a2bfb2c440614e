extension Fitter {
  /// The free parameters that a kink of the likelihood holds at a whole number near their values.
  ///
  /// HistFactory's interpolation codes 0, 1 and 2 have kinks at alpha = -1, 0 or 1. A maximum may lie in one:
  /// there the slope jumps from positive to negative and vanishes nowhere.
  func kinks(_ model: some StatisticalModel, _ state: Fit, data: [Double]) -> [Int] {
    state.free.filter { index in
      let value = state.parameters[index]
      guard abs(value - value.rounded()) < 1e-6, holds(model, state, index, data: data) else { return false }
      let (wide, narrow) = (
        slopes(model, state, index, data: data, width: 1e-6),
        slopes(model, state, index, data: data, width: 1e-7)
      )
      // Across a kink the slope jumps however close one looks; elsewhere the jump shrinks with the width.
      return narrow.below - narrow.above > 0.5 * (wide.below - wide.above)
    }
  }

  /// Whether the likelihood falls to both sides of the whole number near a parameter's value.
  func holds(_ model: some StatisticalModel, _ state: Fit, _ index: Int, data: [Double]) -> Bool {
    let (below, above) = slopes(model, state, index, data: data, width: 1e-7)
    return below >= 0 && above <= 0
  }

  private func slopes(
    _ model: some StatisticalModel, _ state: Fit, _ index: Int, data: [Double], width: Double
  ) -> (below: Double, above: Double) {
    var point = state.parameters
    let center = point[index].rounded()
    func slope(_ value: Double) -> Double {
      point[index] = value
      let gradient: [Double] = model.parameterGradient(point, data: data)
      return gradient[index]
    }
    return (slope(center - width), slope(center + width))
  }
}
