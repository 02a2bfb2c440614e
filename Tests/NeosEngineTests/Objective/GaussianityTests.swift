import Foundation
import NeosEngine
import Testing

@Suite struct GaussianityTests {
  private let draws = 1000

  private func counting(_ s: Double, _ b: Double) throws -> HepdataLikeModel {
    try HepdataLikeModel(
      Yields(names: ["signal", "background", "uncertainty"], templates: [[s], [b], [0]]),
      scaleFactors: .perBin)
  }

  /// With n = s + b expected counts, a displacement z of mu makes them n + sqrt(n) z: the difference to the
  /// normal approximation is sqrt(n) z - n log(1 + z / sqrt(n)) - z^2 / 2, whatever the signal.
  @Test(arguments: [(5.0, 10.0), (20, 5), (1, 0.5), (3, 10000)])
  func aCountingExperimentHasTheClosedForm(s: Double, b: Double) throws {
    let n = s + b
    let z: [Double] = RandomKey(seed: 0).normal(draws)
    let differences = z.map { n.squareRoot() * $0 - n * log1p($0 / n.squareRoot()) - 0.5 * $0 * $0 }
    // Points with a negative rate have no likelihood.
    let defined = differences.filter(\.isFinite)
    let expected = dot(defined, defined) / Double(defined.count)
    let value = try Objective.gaussianity.value(counting(s, b))
    // Terms of size sqrt(n) z cancel to z^3 / (3 sqrt(n)): four digits at n = 10000.
    #expect(abs(value / expected - 1) < 1e-9)
  }

  /// The mean over the draws of [Delta NLL - Delta NLL of the normal approximation]^2, written with the two
  /// likelihoods and the covariance.
  @Test func itIsTheMeanSquareDifferenceFromTheNormalApproximation() throws {
    for (index, model) in try randomModels(30, seed: 2700).enumerated() {
      let optional = FisherInformation(model, poi: 1)
      let information = try #require(optional)
      let factor = try #require(CholeskyFactor(information.covariance)).lower
      let size = information.free.count
      let z: [Double] = RandomKey(seed: 0).normal(draws * size)
      let best: Double = model.logpdf(information.parameters, data: information.data)
      var differences: [Double] = []
      for draw in 0..<draws {
        var point = information.parameters
        for row in 0..<size {
          for column in 0...row {
            point[information.free[row]] += factor[row][column] * z[draw * size + column]
          }
        }
        let logpdf: Double = model.logpdf(point, data: information.data)
        let move = information.free.map { point[$0] - information.parameters[$0] }
        let normal = 0.5 * dot(move, information.matrix.map { dot($0, move) })
        let difference = best - logpdf - normal
        if difference.isFinite { differences.append(difference) }
      }
      let expected = dot(differences, differences) / Double(differences.count)
      // Likelihoods of size 20, rounded at 1e-14, and differences of size 0.1.
      let value = try Objective.gaussianity.value(model)
      #expect(agree(value, expected, within: 1e-11), "model \(index)")
    }
  }

  @Test func manyCountsMakeALikelihoodNormal() throws {
    let values = try [1e2, 1e4, 1e6].map { try Objective.gaussianity.value(counting($0, $0)) }
    // The leading term is the mean of z^6 over 9 n; the next one is smaller by 1 / sqrt(n) for a finite number of
    // draws: by 0.07 at n = 200, by 0.007 at n = 20000.
    #expect(abs(values[0] / values[1] / 100 - 1) < 0.2)
    #expect(abs(values[1] / values[2] / 100 - 1) < 0.02)
  }
}
