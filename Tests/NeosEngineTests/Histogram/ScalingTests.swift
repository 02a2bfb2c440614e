import NeosEngine
import Testing

@Suite struct ScalingTests {
  /// neos 0.1.5: `sig_scale=2`, `bkg_scale=10`, `LUMI=10`, divided by the number of events.
  @Test func thePublishedScalingIsTheDefault() {
    let scaling = Scaling()
    #expect(scaling.factor(for: .signal, sumOfWeights: 5000) == 0.004)
    for role in [SampleRole.nominal, .up, .down] {
      #expect(scaling.factor(for: role, sumOfWeights: 5000) == 0.02)
    }
    #expect(scaling.floor == 0)
  }

  @Test func everyKnobMultiplies() {
    var scaling = Scaling()
    scaling.signal = 3
    scaling.background = 7
    scaling.luminosity = 0.5
    #expect(scaling.factor(for: .signal, sumOfWeights: 2) == 0.75)
    #expect(scaling.factor(for: .up, sumOfWeights: 2) == 1.75)
  }
}
