import NeosEngine
import Testing

@Suite struct RandomMultivariateNormalTests {
  @Test(arguments: try RandomFigures.load().cases)
  func agreesWithJAX(figures: RandomFigures.Case) throws {
    let all = try RandomFigures.load()
    let numbers = try figures.key.multivariateNormal(7, mean: all.mean, covariance: all.covariance)
    #expect(numbers.count == 21)
    // Sums of numbers of size 1, each good to about 1e-15.
    for (found, expected) in zip(numbers, figures.multivariateNormal) {
      #expect(abs(found - expected) < 3e-14)
    }
  }

  @Test(
    arguments: [
      ([], [], .emptyMean),
      ([0, .infinity], [[1, 0], [0, 1]], .meanNotFinite(index: 1, value: .infinity)),
      ([0, 0], [[1, 0]], .covarianceRows(found: 1, needed: 2)),
      ([0, 0], [[1, 0], [0]], .covarianceColumns(row: 1, found: 1, needed: 2)),
      ([0, 0], [[1, 0], [.infinity, 1]], .covarianceNotFinite(row: 1, column: 0, value: .infinity)),
      ([0, 0], [[1, 0.5], [0.4, 1]], .covarianceNotSymmetric(row: 1, column: 0, value: 0.4, across: 0.5)),
      ([0, 0], [[1, 2], [2, 1]], .covarianceNotPositiveDefinite),
      ([0], [[0]], .covarianceNotPositiveDefinite),
    ] as [([Double], [[Double]], RandomError)])
  func rejects(mean: [Double], covariance: [[Double]], error: RandomError) {
    #expect(throws: error) {
      try RandomKey(seed: 1).multivariateNormal(1, mean: mean, covariance: covariance)
    }
  }

  @Test func saysWhatIsWrong() {
    #expect(
      "\(RandomError.covarianceNotSymmetric(row: 1, column: 0, value: 0.4, across: 0.5))"
        == "the covariance must be symmetric: entry (1, 0) is 0.4, (0, 1) is 0.5")
  }
}
