import NeosEngine
import Testing

@Suite struct ScalingTests {
  /// neos 0.1.5: `sig_scale=2`, `bkg_scale=10`, `LUMI=10`, divided by the number of events.
  @Test func thePublishedScalingIsTheDefault() {
    let scaling = Scaling()
    let (luminosity, events): (Double, Double) = (10, 5000)
    #expect(scaling.factor(for: .signal, sumOfWeights: events) == 2 * luminosity / events)
    for role in [SampleRole.nominal, .up, .down] {
      #expect(scaling.factor(for: role, sumOfWeights: events) == 10 * luminosity / events)
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
