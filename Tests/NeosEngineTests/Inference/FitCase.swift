import NeosEngine

/// A fit of the reference figures (`inference_reference.py`): SciPy and JAX found it, pyhf confirmed it.
struct FitCase: LikelihoodCase {
  var name: String
  var likelihood: String
  var templateNames: [String]
  var templates: [[Double]]
  var data: [Double]
  var fixedPOI: Double?
  var bestParameters: [Double]
  var logpdf: Double
  var free: [Int]
  /// Parameters x templates x bins.
  var templateJacobian: [[[Double]]]
  /// Parameters x data.
  var dataJacobian: [[Double]]

  static let all = (try? Figures.load("inference", as: CaseFile<FitCase>.self).cases) ?? []
}

extension StatisticalModel {
  /// Data that fluctuate around what the model expects, drawn from a seed; some main bins are empty.
  func randomData(poi: Double, seed: UInt64) -> [Double] {
    let expected = expectedData(initialParameters(poi: poi))
    let draws: [Double] = RandomKey(seed: seed).normal(expected.count)
    return expected.indices.map { index in
      let isCount = index < binCount || self is HepdataLikeModel
      let moved = expected[index] + draws[index] * (isCount ? expected[index].squareRoot() : 1)
      return isCount ? max(moved, index < binCount ? 0 : 0.2 * expected[index]) : moved
    }
  }
}
