import Foundation
import NeosEngine
import Testing

@Suite struct RootFinderTests {
  /// Functions with a known zero, some of them of the paper's table 1.
  static let problems:
    [(name: String, range: (Double, Double), zero: Double, function: @Sendable (Double) -> Double)] = [
      ("line", (-3, 5), 1, { $0 - 1 }),
      ("cubic", (0, 5), 2, { $0 * $0 * $0 - 8 }),
      ("flat", (-1, 4), 1, { pow($0 - 1, 9) }),
      ("exponential", (-9, 31), 0, { -90 * $0 * exp(-$0) }),
      ("step", (-1, 1), 0.3, { $0 < 0.3 ? -1 : 1 }),
      ("backwards", (5, 0), 2, { 8 - $0 * $0 * $0 }),
      ("cosine", (0, 2), Double.pi / 2, { cos($0) }),
    ]

  @Test(arguments: problems.indices)
  func zerosAreFound(index: Int) throws {
    let problem = Self.problems[index]
    var finder = RootFinder()
    finder.relativeTolerance = 1e-12
    finder.maximumEvaluations = 200
    var evaluations = 0
    let outcome = finder.root(from: problem.range.0, to: problem.range.1) { x in
      evaluations += 1
      return problem.function(x)
    }
    guard case .root(let x) = outcome else {
      Issue.record("\(problem.name): \(outcome)")
      return
    }
    // The ninth power is 0 in double precision where x is 1e-36 off; its sign still brackets.
    #expect(abs(x - problem.zero) < 4e-12, "\(problem.name)")
    // Bisection is a quarter of the evaluations at worst: at a zero of the ninth order.
    #expect(evaluations < (problem.name == "flat" ? 190 : 75), "\(problem.name)")
  }

  @Test func whatHasNoZeroSaysSo() {
    let finder = RootFinder()
    #expect(finder.root(from: 0, to: 1) { $0 + 1 } == .noSignChange(lower: 1, upper: 2))
    #expect(finder.root(from: 1, to: 2) { $0 - 1 } == .root(1))
    guard case .undefined = finder.root(from: -1, to: 2, { $0 > -0.9 && $0 < 1.9 ? .nan : $0 }) else {
      Issue.record("a function without values")
      return
    }
    var short = finder
    short.maximumEvaluations = 4
    short.relativeTolerance = 1e-12
    guard case .evaluationLimit(let bracket) = short.root(from: 0, to: 9, { $0 * $0 * $0 - 8 }) else {
      Issue.record("a search cut short")
      return
    }
    #expect(bracket.contains(2))
  }
}
