import Foundation
import NeosEngine
import Synchronization
import Testing

@Suite struct ToyTests {
  /// pyhf's toys and ours are two samples of the same distributions.
  @Test func pValuesAreThoseOfPyhf() throws {
    let figure = try #require(HypotestFigures.file?.toys)
    let calculator = ToyCalculator(seed: 1)
    let test = try calculator.test(1, CheckModel.model(), data: CheckModel.data())
    #expect(test.failureCount == 0)
    #expect(test.tested.samples.count == 2000)
    // Four standard errors of the difference.
    func spread(_ p: Double) -> Double {
      4 * (p * (1 - p) * (1 / 2000.0 + 1 / Double(figure.toys))).squareRoot()
    }
    #expect(abs(test.observed.clsb - figure.tails[0]) < spread(figure.tails[0]))
    #expect(abs(test.observed.clb - figure.tails[1]) < spread(figure.tails[1]))
    #expect(abs(test.expected[2].cls - figure.band[2]) < 0.03)
    #expect(test.expected.map(\.cls) == test.expected.map(\.cls).sorted())
  }

  /// Counts on a background known for certain: CLs+b and CLb are sums of Poisson probabilities.
  @Test func aCountingExperimentHasItsClosedForm() throws {
    let model = try countingExperiment(signal: 5, background: 10)
    var calculator = ToyCalculator(seed: 7)
    calculator.toyCount = 20_000
    let test = try calculator.test(1, model, data: [9, 1])
    /// The probability of at most n counts.
    func cumulative(_ n: Int, _ mean: Double) -> Double {
      (0...n).reduce(0) { $0 + exp(Double($1) * log(mean) - mean - lgamma(Double($1) + 1)) }
    }
    // q-mu falls with the counts up to the best strength 1; beyond, it is 0 as for 15 counts.
    #expect(abs(test.observed.clsb - cumulative(9, 15)) < 4 * test.errors.clsb)
    #expect(abs(test.observed.clb - cumulative(9, 10)) < 4 * test.errors.clb)
    var discovery = calculator
    discovery.statistic = .q0
    let p0 = try discovery.test(0, model, data: [18, 1])
    #expect(abs(p0.observed.clsb - (1 - cumulative(17, 10))) < 4 * p0.errors.clsb)
  }

  @Test(arguments: [1, 2, 5])
  func threadsChangeNothing(threads: Int) throws {
    var calculator = ToyCalculator(seed: 3)
    calculator.toyCount = 100
    let (model, data) = (try CheckModel.model(), try CheckModel.data())
    let alone = try calculator.test(1, model, data: data, control: InferenceControl(threads: 1))
    let shared = try calculator.test(1, model, data: data, control: InferenceControl(threads: threads))
    #expect(alone.tested == shared.tested)
    #expect(alone.alternative == shared.alternative)
    calculator.key = RandomKey(seed: 4)
    #expect(try calculator.test(1, model, data: data).tested != alone.tested)
  }

  @Test func progressAndStop() throws {
    var calculator = ToyCalculator(seed: 3)
    calculator.toyCount = 500
    let done = Mutex(0)
    let control = InferenceControl(
      threads: 2, isStopped: { done.withLock { $0 >= 100 } },
      progress: { count, total in
        #expect(total == 1000)
        done.withLock { $0 = count }
      })
    let test = try calculator.test(1, CheckModel.model(), data: CheckModel.data(), control: control)
    #expect(test.wasStopped)
    #expect((100...103).contains(test.tested.samples.count + test.alternative.samples.count))
    #expect(!test.observed.clsb.isNaN)
  }

  @Test func badToysAreCountedAndLeftOut() throws {
    var calculator = ToyCalculator(seed: 3)
    calculator.toyCount = 200
    let model = FreeNormalizations(signal: [20, 5], background: [50, 60], largestCount: 80)
    let test = try calculator.test(1, model, data: [70, 65])
    // 70 expected counts are above 80 in a tenth of the cases, and fewer in the other hypothesis.
    #expect((5...60).contains(test.failureCount))
    #expect(test.failures.first?.reason.contains("not defined") == true)
    #expect(test.failures.reduce(0) { $0 + $1.count } == test.failureCount)
    #expect(test.tested.samples.count + test.alternative.samples.count + test.failureCount == 400)
  }

  @Test func empiricalDistributions() {
    let distribution = EmpiricalDistribution([3, 1, 2, 2])
    #expect(distribution.pValue(2) == 0.75)
    #expect(distribution.pValue(2.5) == 0.25)
    #expect(distribution.pValue(0) == 1)
    #expect(distribution.pValue(4) == 0)
    // numpy.percentile([1, 2, 2, 3], 90) = 2.7
    #expect(abs(distribution.quantile(0.9) - 2.7) < 1e-15)
    #expect(distribution.quantile(0) == 1)
    #expect(distribution.quantile(1) == 3)
    #expect(EmpiricalDistribution([]).pValue(1).isNaN)
  }
}
