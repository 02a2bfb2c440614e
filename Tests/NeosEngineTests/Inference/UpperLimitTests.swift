import Foundation
import NeosEngine
import Synchronization
import Testing

@Suite struct UpperLimitTests {
  @Test(arguments: HypotestFigures.cases)
  func limitsAreThoseOfPyhf(reference: HypotestFigures.Case) throws {
    let model = try reference.model()
    for figure in reference.limits {
      var finder = UpperLimitFinder()
      finder.level = figure.level
      finder.finder.relativeTolerance = 1e-9
      let limit = try finder.limit(model, data: reference.data)
      #expect(agree(limit.observed.value ?? .nan, figure.observed, within: 1e-7))
      #expect(agree(limit.expected.map { $0.value ?? .nan }, figure.expected, within: 1e-7))
    }
  }

  @Test(arguments: HypotestFigures.cases)
  func scannedLimitsAreThoseOfPyhf(reference: HypotestFigures.Case) throws {
    let model = try reference.model()
    let figure = reference.scannedLimits
    let scan = try #require(figure.scan)
    var finder = UpperLimitFinder()
    finder.level = figure.level
    let limit = try finder.limit(model, data: reference.data, scan: scan)
    #expect(limit.points.map(\.tested) == scan)
    for (found, expected) in zip([limit.observed] + limit.expected, [figure.observed] + figure.expected) {
      // Where the scan does not reach the level, pyhf gives its end.
      #expect(agree(found.value ?? (expected == scan[0] ? scan[0] : 5), expected, within: 1e-7))
    }
  }

  /// The figures of pyhf's documentation, at its tolerance.
  @Test func theCheckModel() throws {
    let progress = Mutex<[Int]>([])
    let limit = try UpperLimitFinder().limit(
      CheckModel.model(), data: CheckModel.data(),
      control: InferenceControl(progress: { done, total in progress.withLock { $0.append(10 * done + total) }
      }))
    #expect(agree(limit.observed.value ?? .nan, 1.01157, within: 1e-4))
    let expected = [0.55988, 0.75702, 1.06234, 1.50117, 2.05079]
    #expect(agree(limit.expected.map { $0.value ?? .nan }, expected, within: 1e-4))
    #expect(progress.withLock { $0 } == [16, 26, 36, 46, 56, 66])
    #expect(limit.points.map(\.tested) == limit.points.map(\.tested).sorted())
    #expect(limit.points.count < 45)
    #expect(!limit.wasStopped)
  }

  @Test func aLimitBeyondTheBoundSaysSo() throws {
    let model = try countingExperiment(signal: 1, background: 50)
    let limit = try UpperLimitFinder().limit(model, data: [60, 1])
    #expect(limit.observed.value == nil)
    #expect("\(limit.observed)".contains("mu = 10"))
    // The smallest expected limit lies within.
    #expect(limit.expected[0].value != nil)
  }

  @Test func aStopLeavesWhatWasFound() throws {
    let finder = UpperLimitFinder()
    let curves = Mutex(0)
    let control = InferenceControl(
      threads: 1, isStopped: { curves.withLock { $0 >= 2 } },
      progress: { done, _ in curves.withLock { $0 = done } })
    let limit = try finder.limit(CheckModel.model(), data: CheckModel.data(), control: control)
    #expect(limit.wasStopped)
    #expect(limit.observed.value != nil)
    #expect(limit.expected[0].value != nil)
    #expect(limit.expected[4].value == nil)

    let scan = try finder.limit(
      CheckModel.model(), data: CheckModel.data(), scan: [0.5, 1, 1.5, 2], control: control)
    #expect(scan.wasStopped)
    #expect(scan.points.isEmpty)
  }

  @Test func aStrengthThatCannotBeTestedIsKeptOut() throws {
    let limit = try UpperLimitFinder().limit(
      CheckModel.model(), data: CheckModel.data(), scan: [0.5, 1, 1.5, 2, 12])
    #expect(limit.observed.value != nil)
    #expect(limit.points.last?.problems.first?.contains("outside its bounds") == true)
  }

  @Test(arguments: [1, 2, 7])
  func threadsChangeNothing(threads: Int) throws {
    let scan = Array(stride(from: 0.1, to: 4, by: 0.3))
    let (model, data) = (try CheckModel.model(), try CheckModel.data())
    let alone = try UpperLimitFinder().limit(
      model, data: data, scan: scan, control: InferenceControl(threads: 1))
    let shared = try UpperLimitFinder().limit(
      model, data: data, scan: scan, control: InferenceControl(threads: threads))
    #expect(alone.observed == shared.observed)
    #expect(alone.expected == shared.expected)
  }

  @Test func gradientsAreThoseOfCentralDifferences() throws {
    let (model, data) = (try CheckModel.model(), try CheckModel.data())
    var finder = UpperLimitFinder()
    finder.finder.relativeTolerance = 1e-14
    let limit = try finder.limit(model, data: data)
    for (outcome, curve) in [
      (TestOutcome.observed, -1), (.expected(sigmas: 0), 2), (.expected(sigmas: -2), 4),
    ] {
      let gradient = try #require(limit.templateGradient(model, data: data, of: outcome))
      for template in 0..<3 {
        let expected = try slope(step: 3e-3) { distance in
          let moved = try finder.limit(model.moved(template: template, bin: 0, by: distance), data: data)
          return (curve < 0 ? moved.observed : moved.expected[curve]).value ?? .nan
        }
        #expect(agree(gradient[template][0], expected, within: 1e-8))
      }
    }
  }
}
