import Foundation
import NeosEngine
import Synchronization
import Testing

@Suite struct ToyTests {
  /// pyhf's toys and ours are two samples of the same distributions: four standard deviations of a difference of
  /// shares, and of quantiles.
  @Test(arguments: ToyFigures.cases)
  func pValuesAreThoseOfPyhf(reference: ToyFigures.Case) throws {
    let (model, data) = try reference.problem()
    var calculator = ToyCalculator(seed: 1)
    calculator.toyCount = 4000
    calculator.statistic = reference.statistic
    let test = try calculator.test(reference.tested, model, data: data)
    #expect(test.failureCount == 0)
    let ratio = Double(calculator.toyCount) / Double(reference.toys)
    func agrees(_ found: Double, _ expected: Double, _ error: Double) -> Bool {
      abs(found - expected) <= 4 * error * (1 + ratio).squareRoot()
    }
    #expect(agrees(test.observed.clsb, reference.clsb, test.errors.clsb))
    #expect(agrees(test.observed.clb, reference.clb, test.errors.clb))
    #expect(agrees(test.observed.cls, reference.cls, test.errors.cls))
    for (index, expected) in reference.band.enumerated() {
      #expect(agrees(test.expected[index].cls, expected, test.expectedErrors[index]), "\(index)")
    }
    for (index, expected) in reference.clsbBand.enumerated() {
      #expect(agrees(test.expected[index].clsb, expected, test.expectedTailErrors[index]), "\(index)")
    }
    #expect(test.expected.map(\.cls) == test.expected.map(\.cls).sorted())
  }

  @Test func theFiguresAreThere() {
    #expect(ToyFigures.cases.count >= 4)
    #expect(!ToyFigures.limits.isEmpty)
  }

  /// With a hundred thousand counts in each bin the formulas hold to a third of a percent, the inverse root of the
  /// counts; toys are four standard deviations off at most.
  @Test(arguments: [
    (TestStatistic.qMuTilde, 1.0), (.qMuTilde, 1.4), (.q0, 0), (.tMuTilde, 0.3), (.tMuTilde, 1),
    (.tMuTilde, 1.4),
  ])
  func manyCountsFollowTheFormulas(statistic: TestStatistic, tested: Double) throws {
    let (model, data) = try ManyCounts.problem()
    var calculator = ToyCalculator(seed: 11)
    calculator.toyCount = 5000
    calculator.statistic = statistic
    let toys = try calculator.test(tested, model, data: data)
    let formulas = try HypothesisTest(model, data: data, tested: tested, statistic: statistic)
    #expect(toys.failureCount == 0)
    #expect(abs(toys.observed.clsb - formulas.observed.clsb) < 4 * toys.errors.clsb + 0.003)
    #expect(abs(toys.observed.clb - formulas.observed.clb) < 4 * toys.errors.clb + 0.003)
    guard statistic != .q0 else { return }
    for (index, expected) in formulas.expected.enumerated() {
      let tailError = 4 * toys.expectedTailErrors[index] + 0.003
      #expect(abs(toys.expected[index].clsb - expected.clsb) < tailError, "\(index)")
      guard !statistic.isTwoSided else { continue }
      let error = 4 * toys.expectedErrors[index] + 0.003
      #expect(abs(toys.expected[index].cls - expected.cls) < error, "\(index)")
    }
  }

  /// Toys of other seeds scatter as the errors say: of 24 the spread is known to a seventh, here to three of these.
  @Test func theErrorsAreTheSpreadOfSeeds() throws {
    let (model, data) = try ManyCounts.problem()
    let tests: [ToyTest] = try (0..<24).map { seed in
      var calculator = ToyCalculator(seed: UInt64(seed))
      calculator.toyCount = 300
      return try calculator.test(1.1, model, data: data)
    }
    func check(_ values: [Double], _ errors: [Double], _ name: String) {
      let mean = values.reduce(0, +) / 24
      let spread = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 23).squareRoot()
      let error = errors.reduce(0, +) / 24
      #expect((0.57...1.43).contains(spread / error), "\(name): \(spread) \(error)")
    }
    check(tests.map { $0.observed.clsb }, tests.map { $0.errors.clsb }, "CLs+b")
    check(tests.map { $0.observed.clb }, tests.map { $0.errors.clb }, "CLb")
    check(tests.map { $0.observed.cls }, tests.map { $0.errors.cls }, "CLs")
    // In the rare half of the band some toys of 300 are no sample to tell an error from.
    for index in 2...3 {
      check(tests.map { $0.expected[index].cls }, tests.map { $0.expectedErrors[index] }, "expected \(index)")
    }
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
    #expect(test.drawnCount == test.tested.samples.count + test.alternative.samples.count)
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
    // The fits of a toy and of the same observed counts differ by rounding.
    #expect(distribution.pValue(2 + 1e-12) == 0.75)
    #expect(distribution.pValue(.infinity) == 0)
    #expect(distribution.pValue(2.5) == 0.25)
    #expect(distribution.pValue(0) == 1)
    #expect(distribution.pValue(4) == 0)
    // numpy.percentile([1, 2, 2, 3], 90) = 2.7
    #expect(abs(distribution.quantile(0.9) - 2.7) < 1e-15)
    #expect(distribution.quantile(0) == 1)
    #expect(distribution.quantile(1) == 3)
    #expect(EmpiricalDistribution([]).pValue(1).isNaN)
    #expect(distribution.quantile(.nan).isNaN)
    // The error of a quarter of four.
    #expect(distribution.pValueError(2.5) == (0.25 * 0.75 / 4).squareRoot())
    #expect(distribution.pValueError(4) == distribution.pValueError(2.5))
    #expect(distribution.pValueError(0) == distribution.pValueError(2.5))
    #expect(EmpiricalDistribution([1]).pValueError(2) == 0.5)
    // Of 0, 1, … 10000 a share p lies 100 sqrt(p (1 - p)) of them around its quantile.
    let long = EmpiricalDistribution((0...10_000).map(Double.init))
    #expect(abs(long.quantileError(0.5) - 50) < 0.1)
    #expect(abs(long.quantileError(0.1) - 30) < 0.1)
  }
}
