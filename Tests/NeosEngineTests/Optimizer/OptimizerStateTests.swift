import NeosEngine
import Testing

@Suite struct OptimizerStateTests {
  @Test(arguments: try OptimizerFigures.load().paths)
  func pathsAreJAXs(reference: OptimizerFigures.Path) throws {
    let figures = try OptimizerFigures.load()
    switch reference.precision {
    // A few roundings a step, here of 1e-7 and there of 2e-16; optax takes the power in Adam's correction in
    // double precision and so has 1 - 0.999^t by 1e-5 better than JAX and we do in single.
    case .single:
      let tolerance = reference.kind == .adamw ? 3e-6 : 1e-6
      compare(path(reference, figures, as: Float.self), reference, tolerance: tolerance)
    case .double: compare(path(reference, figures, as: Double.self), reference, tolerance: 2e-15)
    }
  }

  @Test func aParameterWithoutGradientStaysWhereItIs() {
    for kind in OptimizerKind.allCases where kind != .adamw {
      var parameters: [Float] = [3]
      var state = OptimizerState<Float>(count: 1)
      let settings = OptimizerSettings(kind: kind, momentum: 0.9)
      state.update(&parameters, gradient: [0], settings: settings, rate: 1, step: 0)
      #expect(parameters == [3])
    }
  }

  @Test func theGradientIsMultipliedByItsFactor() {
    for kind in OptimizerKind.allCases {
      var (left, right): ([Double], [Double]) = ([1, 2], [1, 2])
      var leftState = OptimizerState<Double>(count: 2)
      var rightState = leftState
      let settings = OptimizerSettings(kind: kind, momentum: 0.5)
      leftState.update(
        &left, gradient: [4, -8], settings: settings, rate: 0.1, step: 0, gradientFactor: 0.25)
      rightState.update(&right, gradient: [1, -2], settings: settings, rate: 0.1, step: 0)
      #expect(left == right)
      #expect(leftState == rightState)
    }
  }

  #if arch(x86_64)
    /// As in JAX: a mean that goes to 0 would else stay below the smallest normal number for ever, which takes many
    /// processors long.
    @Test(arguments: OptimizerKind.allCases)
    func whatIsBelowTheSmallestNormalNumberIsZero(kind: OptimizerKind) {
      var parameters: [Float] = [3]
      var state = OptimizerState<Float>(count: 1)
      let settings = OptimizerSettings(kind: kind, momentum: 0.9)
      for step in 0..<300 {
        state.update(
          &parameters, gradient: [step == 0 ? 1e-30 : 0], settings: settings, rate: 1e-3, step: step)
        if step < 100 { #expect(state.first[0] > 0) }
      }
      #expect(state.first == [0])
    }
  #endif

  @Test func aCopyIsASnapshot() {
    var parameters: [Double] = [1]
    var state = OptimizerState<Double>(count: 1)
    let before = state
    state.update(&parameters, gradient: [1], settings: OptimizerSettings(), rate: 0.1, step: 0)
    #expect(before == OptimizerState<Double>(count: 1))
    #expect(state != before)
  }

  private func path<S: NetworkScalar>(
    _ reference: OptimizerFigures.Path, _ figures: OptimizerFigures, as type: S.Type
  ) -> [[S]] {
    var settings = OptimizerSettings(kind: reference.kind)
    settings.momentum = reference.settings.momentum ?? settings.momentum
    settings.beta1 = reference.settings.beta1 ?? settings.beta1
    settings.beta2 = reference.settings.beta2 ?? settings.beta2
    settings.epsilon = reference.settings.epsilon ?? settings.epsilon
    settings.weightDecay = reference.settings.weightDecay ?? settings.weightDecay
    var parameters = figures.start.map { S($0) }
    var state = OptimizerState<S>(count: parameters.count)
    return figures.gradients.enumerated().map { step, gradient in
      state.update(
        &parameters, gradient: gradient.map { S($0) }, settings: settings, rate: figures.rate, step: step)
      return parameters
    }
  }

  private func compare<S: NetworkScalar>(
    _ path: [[S]], _ reference: OptimizerFigures.Path, tolerance: Double
  ) {
    for (step, expected) in zip(reference.steps, reference.parameters) {
      for (found, expected) in zip(path[step], expected) {
        #expect(abs(Double(found) - expected) <= tolerance * max(1, abs(expected)), "step \(step)")
      }
    }
  }
}
