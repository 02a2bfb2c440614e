import NeosEngine
import Testing

@Suite struct FisherInformationTests {
  private func counting(_ s: Double, _ b: Double, _ sigma: Double) throws -> HepdataLikeModel {
    try HepdataLikeModel(
      Yields(names: ["signal", "background", "uncertainty"], templates: [[s], [b], [sigma]]),
      scaleFactors: .perBin)
  }

  private func fisher(_ model: any StatisticalModel, poi: Double) throws -> FisherInformation {
    let information = FisherInformation(model, poi: poi)
    return try #require(information)
  }

  /// With n = mu s + b expected counts, var(mu) = (n + sigma^2) / s^2 and det V = n sigma^2 / (s^2 b^2).
  @Test(arguments: [(5.0, 10.0, 2.0, 1.0), (2, 50, 10, 0), (20, 5, 1, 3)])
  func oneBinHasTheClosedForm(s: Double, b: Double, sigma: Double, mu: Double) throws {
    let information = try #require(FisherInformation(counting(s, b, sigma), poi: mu))
    let n = mu * s + b
    let tau = (b / sigma) * (b / sigma)
    // A few operations; the inverse cancels at most two digits.
    #expect(
      agree(information.matrix, [[s * s / n, s * b / n], [s * b / n, b * b / n + tau]], within: 1e-14))
    let column = try #require(information.covarianceColumn(0))
    #expect(abs(column[0] / ((n + sigma * sigma) / (s * s)) - 1) < 1e-13)
    #expect(abs(information.covarianceDeterminant / (n / (s * s * tau)) - 1) < 1e-13)
  }

  @Test func aFixedParameterTakesNoPart() throws {
    let information = try #require(FisherInformation(counting(4, 9, 0), poi: 1))
    #expect(information.free == [0])
    #expect(information.parameters == [1, 1])
    #expect(agree(information.matrix, [[16 / 13]], within: 1e-15))
    #expect(information.covarianceColumn(1) == nil)
    #expect(abs(information.covarianceDeterminant - 13 / 16) < 1e-15)
  }

  @Test func aParameterWithoutEffectHasNoInformation() throws {
    #expect(FisherInformation(try counting(0, 10, 1), poi: 1) == nil)
  }

  /// I_jk is the sum over the data of d nu/d theta_j d nu/d theta_k / variance, with the Poisson variance nu.
  @Test func theMatrixIsThatOfTheExpectedData() throws {
    for (index, model) in try randomModels(100, seed: 1900).enumerated() {
      let information = try fisher(model, poi: Double(index % 3))
      let slopes = information.free.map { parameter in
        information.data.indices.map { datum in
          slope { model.expectedData(information.parameters.moved(parameter, by: $0))[datum] }
        }
      }
      let variances = information.data.indices.map {
        $0 < model.binCount || model is HepdataLikeModel ? information.data[$0] : 1
      }
      let weighted = slopes.map { zip($0, variances).map { $0 / $1 } }
      let expected = slopes.map { left in weighted.map { dot(left, $0) } }
      // Rounding of 1e-16 over a step of 1e-3; the rates are polynomials of the sixth degree.
      #expect(agree(information.matrix, expected, within: 1e-10), "model \(index)")
    }
  }

  @Test func theCovarianceIsTheInverse() throws {
    for (index, model) in try randomModels(60, seed: 2100).enumerated() {
      let information = try fisher(model, poi: 1)
      let size = information.free.indices
      let unit = size.map { row in size.map { $0 == row ? 1.0 : 0 } }
      let covariance = information.covariance
      // Entries of up to 1000 in a product of two matrices.
      #expect(agree(covariance.multiplied(by: information.matrix), unit, within: 1e-11))
      var sum = unit.scaled(by: 0)
      for vector in information.covarianceVectors {
        sum.add(vector.map { component in vector.map { component * $0 } }, scaledBy: 1)
      }
      #expect(agree(sum, covariance, within: 1e-12))
      let poi = try #require(model.poiIndex)
      let column = try #require(information.covarianceColumn(poi))
      let position = try #require(information.free.firstIndex(of: poi))
      #expect(column == covariance[position])

      // A displacement by z is as far in the metric of the information as z is long.
      let factor = try #require(CholeskyFactor(covariance))
      let z: [Double] = RandomKey(seed: UInt64(index)).normal(size.count)
      let point = information.displaced(by: z, covarianceFactor: factor)
      let move = information.free.map { point[$0] - information.parameters[$0] }
      let length = dot(move, information.matrix.map { dot($0, move) })
      #expect(agree(length, dot(z, z), within: 1e-11))
    }
  }

  @Test func theGradientOfAQuadraticFormAgreesWithCentralDifferences() throws {
    for (index, model) in try randomModels(120, seed: 2300).enumerated() {
      let poi = Double(index % 3)
      let information = try fisher(model, poi: poi)
      let vector: [Double] = RandomKey(seed: UInt64(index)).normal(information.free.count)
      func form(_ model: any StatisticalModel) throws -> Double {
        let matrix = try fisher(model, poi: poi).matrix
        return dot(vector, matrix.map { dot($0, vector) })
      }
      let gradient = information.quadraticFormGradient(model, vector)
      for template in gradient.indices {
        let bin = (index + template) % model.binCount
        let expected = try slope(step: 3e-4) {
          try form(model.moved(template: template, bin: bin, by: $0))
        }
        // tau is up to 1000, rounded at 1e-13, over the step; its fifth derivative at an uncertainty of 0.1.
        #expect(agree(gradient[template][bin], expected, within: 1e-7), "model \(index), \(template)")
      }
    }
  }
}
