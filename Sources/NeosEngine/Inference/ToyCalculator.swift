/// Tests signal strengths with distributions of the test statistic that are made of toys: pseudo-experiments
/// drawn from the model (`pyhf.infer.calculators.ToyCalculator`).
///
/// Toys of a hypothesis are drawn with the nuisance parameters at their best values for the observed data under
/// that hypothesis: main bins are Poisson counts, auxiliary measurements follow their own distributions. Each toy
/// has a random key of its own, folded from the seed, the hypothesis and its number, so that the outcome is a
/// function of the seed alone, on one thread or many.
public struct ToyCalculator: Sendable {
  /// How many toys of each hypothesis are drawn; pyhf's default.
  public var toyCount = 2000
  /// More toys than this are taken for a slip of the pen.
  public static let largestToyCount = 10_000_000
  /// The test statistic.
  public var statistic = TestStatistic.qMuTilde
  /// The key of all random numbers.
  public var key: RandomKey
  /// How fits are made.
  public var fitter = Fitter.brief

  /// A calculator with the usual settings.
  public init(seed: UInt64) { key = RandomKey(seed: seed) }

  /// Checks the number of toys.
  func check() throws(InferenceError) {
    guard (1...Self.largestToyCount).contains(toyCount) else {
      throw .setting("the number of toys is from 1 to \(Self.largestToyCount)")
    }
  }

  /// Tests a signal strength; for q0 it is 0, whatever is given.
  ///
  /// Toys whose fits fail are left out and counted. A stop leaves what was drawn before it.
  ///
  /// - Parameters:
  ///   - tested: the tested signal strength.
  ///   - model: the model.
  ///   - data: the observed data: the main bins, then the auxiliary measurements.
  ///   - control: threads, progress over the toys of both hypotheses, and stop.
  /// - Throws: ``InferenceError`` when the test makes no sense for the model, the data or the strength, or when
  ///   a fit that the toys are drawn from did not converge.
  public func test(
    _ tested: Double, _ model: some StatisticalModel, data: [Double],
    control: InferenceControl = InferenceControl()
  ) throws(InferenceError) -> ToyTest {
    try check()
    let space = model.parameterSpace
    let tested = statistic == .q0 ? 0 : tested
    let poi = try space.poi(testedAt: tested)
    let alternative = statistic.asimovStrength
    _ = try space.poi(testedAt: alternative)
    let observed = try TestStatisticValue(statistic, of: tested, model, data: data, fitter: fitter)
    let truths = [
      observed.conditional, fitter.fit(model, in: space, data: data, fixed: [poi: alternative]),
    ]
    for (fit, strength) in zip(truths, [tested, alternative]) where !fit.isConverged {
      throw .fit(
        what: "the fit at \(strength), from which toys are drawn", report: "\(FitReport(fit, model, space))")
    }
    let expected = truths.map { model.expectedData($0.parameters) }
    let sampler = DataSampler(model)
    // The two hypotheses take turns, so that a stop leaves as much of the one as of the other.
    let toys = control.map(2 * toyCount) { index -> Toy in
      let hypothesis = index % 2
      let toyKey = key.folded(in: UInt32(hypothesis)).folded(in: UInt32(truncatingIfNeeded: index / 2))
      guard let toyData = sampler.draw(expected: expected[hypothesis], key: toyKey) else {
        return .failure("the expected count is not defined")
      }
      // What a toy was drawn from is close to its best fit.
      let truth = truths[hypothesis].parameters
      let best = fitter.fit(model, in: space, data: toyData, near: truth)
      let value = TestStatisticValue(
        statistic, of: tested, poi: poi, model, in: space, data: toyData, best: best, fitter: fitter,
        start: truth)
      let problems = value.problems(model, space)
      return problems.isEmpty && value.value.isFinite
        ? .value(value.value) : .failure(problems.first ?? "the statistic is \(value.value)")
    }
    return ToyTest(observed: observed, toys: toys)
  }
}

/// What became of a toy.
enum Toy: Sendable {
  case value(Double)
  case failure(String)
}

/// Draws data of a model.
struct DataSampler: Sendable {
  private let binCount: Int
  private let measurements: [AuxiliaryMeasurement]

  init(_ model: some StatisticalModel) {
    binCount = model.binCount
    measurements = model.auxiliaryMeasurements
  }

  /// Data around the expected data, or nil where a mean is negative or not a number.
  func draw(expected: [Double], key: RandomKey) -> [Double]? {
    var stream = RandomStream(key)
    var data: [Double] = []
    data.reserveCapacity(expected.count)
    for (index, mean) in expected.enumerated() {
      guard mean.isFinite else { return nil }
      if index >= binCount, case .normal(let width) = measurements[index - binCount].distribution {
        data.append(mean + width * stream.normal())
      } else {
        guard mean >= 0 else { return nil }
        data.append(stream.poisson(mean: mean))
      }
    }
    return data
  }
}

extension StatisticalModel {
  /// Data drawn at the given parameters: Poisson counts in the main bins, auxiliary measurements by their own
  /// distributions (pyhf `Model.make_pdf(parameters).sample()`); nil where a mean is negative or not a number.
  public func sample(_ parameters: [Double], key: RandomKey) -> [Double]? {
    DataSampler(self).draw(expected: expectedData(parameters), key: key)
  }
}
