import Foundation
import NeosEngine
import Synchronization
import Testing

/// Upper limits by toys.
@Suite struct ToyLimitTests {
  private func finder(_ count: Int, seed: UInt64 = 1) -> UpperLimitFinder {
    var finder = UpperLimitFinder()
    finder.method = .toys(count: count, seed: seed)
    return finder
  }

  private func all(_ limit: UpperLimit) -> [(value: UpperLimit.Value, error: Double?)] {
    zip([limit.observed] + limit.expected, [limit.observedError] + limit.expectedErrors).map { ($0, $1) }
  }

  /// Four of the stated errors, and a percent: the search stops within a quarter of the error, and the formulas
  /// hold to a third of a percent of CLs.
  @Test(arguments: [[], Array(stride(from: 0.1, through: 2.6, by: 0.25))])
  func manyCountsFollowTheFormulas(scan: [Double]) throws {
    let (model, data) = try ManyCounts.problem()
    let limit =
      try scan.isEmpty
      ? finder(1000).limit(model, data: data) : finder(1000).limit(model, data: data, scan: scan)
    let formulas = try UpperLimitFinder().limit(model, data: data)
    for (toys, expected) in zip(all(limit), [formulas.observed] + formulas.expected) {
      let (value, error) = (try #require(toys.value.value), try #require(toys.error))
      let asymptotic = try #require(expected.value)
      #expect(abs(value - asymptotic) < 4 * error + 0.01 * asymptotic)
      // Of 1000 toys, where CLs is 0.05, 50 CLb are beyond: 25 in the middle of the band, one at its end.
      #expect((0.003...1).contains(error / value))
    }
    if scan.isEmpty { #expect(limit.points.count < 40) }
    #expect(!limit.wasStopped)
    #expect(limit.failedToys.isEmpty)
  }

  /// To a factor of two, as the slope is that of toys: the error of CLs at the limit over the slope of the formulas.
  @Test func theErrorIsThatOfCLsOverItsSlope() throws {
    let (model, data) = try ManyCounts.problem()
    let limit = try finder(500).limit(
      model, data: data, scan: Array(stride(from: 0.3, through: 2.4, by: 0.3)))
    for curve in [0, 2, 3, 4] {
      let value = try #require(all(limit)[curve].value.value)
      var calculator = ToyCalculator(seed: 1)
      calculator.toyCount = 500
      let toys = try calculator.test(value, model, data: data)
      let slope = try slope(step: 0.01) { distance in
        let test = try HypothesisTest(model, data: data, tested: value + distance)
        return curve == 0 ? test.observed.cls : test.expected[curve - 1].cls
      }
      let expected = (curve == 0 ? toys.errors.cls : toys.expectedErrors[curve - 1]) / -slope
      let error = try #require(all(limit)[curve].error)
      #expect((0.5...2).contains(error / expected), "\(curve): \(error) \(expected)")
    }
  }

  /// Both by linear interpolation of toys over the same scan: four standard deviations of a difference.
  @Test(arguments: ToyFigures.limits)
  func limitsAreThoseOfPyhf(reference: ToyFigures.Limit) throws {
    let (model, data) = try reference.workspace.problem()
    let limit = try finder(4000).limit(model, data: data, scan: [0.5, 1.2, 2, 3, 4.5])
    let ratio = 4000 / Double(reference.toys)
    for (toys, expected) in zip(all(limit), [reference.observed] + reference.expected) {
      let (value, error) = (try #require(toys.value.value), try #require(toys.error))
      #expect(abs(value - expected) < 4 * error * (1 + ratio).squareRoot(), "\(value) \(expected) \(error)")
    }
  }

  @Test(arguments: [2, 5])
  func threadsChangeNothing(threads: Int) throws {
    let (model, data) = (try CheckModel.model(), try CheckModel.data())
    let alone = try finder(100).limit(model, data: data, control: InferenceControl(threads: 1))
    let shared = try finder(100).limit(model, data: data, control: InferenceControl(threads: threads))
    #expect(alone.observed == shared.observed)
    #expect(alone.expected == shared.expected)
    #expect(alone.expectedErrors == shared.expectedErrors)
    #expect(try finder(100, seed: 2).limit(model, data: data).observed != alone.observed)
  }

  @Test func progressAndStop() throws {
    let (model, data) = (try CheckModel.model(), try CheckModel.data())
    let calls = Mutex<[(done: Int, total: Int)]>([])
    let whole = try finder(50).limit(
      model, data: data,
      control: InferenceControl(
        threads: 2, progress: { done, total in calls.withLock { $0.append((done, total)) } })
    )
    let seen = calls.withLock { $0 }
    #expect(zip(seen, seen.dropFirst()).allSatisfy { $0.done <= $1.done })
    #expect(seen.dropLast().allSatisfy { $0.done < $0.total })
    #expect(seen.last?.done == 100 * whole.points.count && seen.last?.total == seen.last?.done)

    // Stopped in the third test: what was tested before is there, and the strength that was not is none.
    let drawn = Mutex(0)
    let control = InferenceControl(
      threads: 1, isStopped: { drawn.withLock { $0 >= 250 } },
      progress: { done, _ in drawn.withLock { $0 = done } })
    for scan in [[], [0.5, 1, 1.5, 2]] {
      drawn.withLock { $0 = 0 }
      let limit =
        try scan.isEmpty
        ? finder(50).limit(model, data: data, control: control)
        : finder(50).limit(model, data: data, scan: scan, control: control)
      #expect(limit.wasStopped)
      #expect(limit.points.count == 2)
      #expect(limit.points.allSatisfy { $0.problems.isEmpty })
    }
  }

  @Test func badToysAreCountedAndLeftOut() throws {
    let model = FreeNormalizations(signal: [20, 5], background: [50, 60], largestCount: 80)
    let limit = try finder(100).limit(model, data: [60, 65], scan: [0.4, 0.8, 1.2])
    #expect(limit.failedToys.first?.reason.contains("not defined") == true)
    #expect(limit.failedToys.reduce(0) { $0 + $1.count } > 5)
    #expect(limit.points.allSatisfy { $0.problems.isEmpty })
  }

  @Test func beyondTheBoundThereIsNone() throws {
    let limit = try finder(100).limit(countingExperiment(signal: 1, background: 50), data: [60, 1])
    #expect(limit.observed.value == nil)
    #expect("\(limit.observed)".contains("mu = 10"))
    #expect(limit.observedError == nil)
    let largest = ToyCalculator.largestToyCount
    for count in [0, .max] {
      #expect(throws: InferenceError.setting("the number of toys is from 1 to \(largest)")) {
        try finder(count).limit(CheckModel.model(), data: CheckModel.data())
      }
    }
  }
}
