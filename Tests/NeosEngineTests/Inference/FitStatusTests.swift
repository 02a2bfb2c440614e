import NeosEngine
import Testing

/// How fits end that have a reason not to.
@Suite struct FitStatusTests {
  private func histosys(_ templates: [[Double]]) throws -> HistosysModel {
    try HistosysModel(Yields(names: ["signal", "nominal", "up", "down"], templates: templates))
  }

  private func counting(_ templates: [[Double]]) throws -> HepdataLikeModel {
    try HepdataLikeModel(
      Yields(names: ["signal", "background", "uncertainty"], templates: templates), scaleFactors: .perBin)
  }

  @Test func anUndefinedStartNamesItsBins() throws {
    // Bin 0 is fine, bin 1 has counts where none can be expected, bin 2 is empty as expected, bin 3 is negative
    // but a larger signal would help.
    let row = [5.0, 0, 0, -1]
    let fit = try Fitter().fit(histosys([[1, 0, 0, 0.5], row, row, row]), data: [4, 2, 0, 3, 0])
    #expect(fit.status == .undefinedStart(bins: [1]))
    #expect(
      fit.status.description
        == "not defined at its start: the expected count is not positive in bin 1")
    #expect(fit.parameters == [0, 1])
    #expect(fit.iterations == 0)
  }

  /// The auxiliary count of a scale factor of 0 is impossible, though every main bin expects something.
  @Test func anUndefinedConstraintNamesNoBin() throws {
    let model = try HepdataLikeModel(
      Yields(names: ["signal", "background", "uncertainty"], templates: [[5], [10], [2]]),
      scaleFactors: .shared)
    let fit = Fitter().fit(model, data: [12, 25], initial: [1, 0])
    #expect(fit.status == .undefinedStart(bins: []))
    #expect(fit.status.description.hasPrefix("not defined at its start: a datum is negative"))
  }

  @Test func aParameterWithoutEffectStaysWhereItStarts() throws {
    let fit = try Fitter().fit(counting([[0, 0], [10, 20], [1, 3]]), data: [12, 18, 100, 44.4])
    #expect(fit.status == .converged)
    #expect(fit.parameters[0] == 1)
    // gamma = (n + m) / (b + tau), the maximum of n log(b gamma) + m log(tau gamma) - (b + tau) gamma.
    #expect(agree(fit.parameters[1], 112.0 / 110, within: 1e-14))
  }

  @Test func countsOfAnySizeAreFitted() throws {
    for size in [1e-6, 1e-3, 1e6, 1e12] {
      let model = try counting([[3 * size, size], [10 * size, 20 * size], [size, 2 * size]])
      let fit = Fitter().fit(model, data: model.expectedData([2, 1.1, 0.9]))
      #expect(fit.status == .converged)
      // The data's own last digit, in rates that are ten times the signal.
      #expect(agree(fit.parameters, [2, 1.1, 0.9], within: 1e-13), "counts of \(size)")
    }
  }

  @Test func aBoundHoldsAParameterThatWouldLeave() throws {
    // Many more counts than mu = 10 explains, and the background is certain.
    let above = try Fitter().fit(counting([[1], [5], [0]]), data: [100, 1])
    #expect(above.status == .converged)
    #expect(above.parameters == [10, 1])
    #expect(above.atBound == [0])
    #expect(above.free == [])
    let below = try Fitter().fit(counting([[1], [5], [0]]), data: [2, 1])
    #expect(below.parameters == [0, 1])
    #expect(below.atBound == [0])
  }

  @Test func aFitWhoseIterationsRunOutSaysSo() throws {
    var fitter = Fitter()
    fitter.maximumIterations = 2
    let fit = try fitter.fit(counting([[3], [10], [1]]), data: [40, 100], initial: [0.1, 5])
    #expect(fit.status == .iterationLimit)
    #expect(fit.status.description == "did not converge: the iterations ran out")
    #expect(fit.iterations == 2)
    #expect(fit.estimatedDistance > 1e-9)
  }
}
