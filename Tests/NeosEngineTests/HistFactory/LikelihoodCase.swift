import NeosEngine
import Testing

/// The templates of a case of the reference figures, and the model that they make.
protocol LikelihoodCase: Decodable, Sendable, CustomTestStringConvertible {
  var name: String { get }
  var likelihood: String { get }
  var templateNames: [String] { get }
  var templates: [[Double]] { get }
}

extension LikelihoodCase {
  var testDescription: String { name }

  func model() throws -> any StatisticalModel {
    let yields = Yields(names: templateNames, templates: templates)
    return switch likelihood {
    case "histosys": try HistosysModel(yields)
    case "sharedGamma": try HepdataLikeModel(yields, scaleFactors: .shared)
    default: try HepdataLikeModel(yields, scaleFactors: .perBin)
    }
  }
}

/// The file of a figure's cases.
struct CaseFile<Case: Decodable>: Decodable { var cases: [Case] }

/// A random model of each kind, with templates at which nothing is empty.
func randomModels(_ count: Int, seed: UInt64) throws -> [any StatisticalModel] {
  try (0..<count).map { index in
    let bins = 1 + index % 4
    let draws: [Double] = RandomKey(seed: seed + UInt64(index)).uniform(4 * bins)
    func row(_ number: Int, _ low: Double, _ high: Double) -> [Double] {
      (0..<bins).map { low + (high - low) * draws[number * bins + $0] }
    }
    let (signal, background) = (row(0, 0.5, 8), row(1, 4, 40))
    guard index % 3 > 0 else {
      let up = zip(background, row(2, 0.7, 1.3)).map { $0 * $1 }
      let down = zip(background, row(3, 0.7, 1.3)).map { $0 * $1 }
      return try HistosysModel(
        Yields(names: ["signal", "nominal", "up", "down"], templates: [signal, background, up, down]))
    }
    let uncertainty = zip(background, row(2, 0.03, 0.4)).map { $0 * $1 }
    return try HepdataLikeModel(
      Yields(names: ["signal", "background", "uncertainty"], templates: [signal, background, uncertainty]),
      scaleFactors: index % 3 == 1 ? .shared : .perBin)
  }
}

extension StatisticalModel {
  /// The same model with one template bin moved.
  func moved(template: Int, bin: Int, by distance: Double) throws -> any StatisticalModel {
    var yields = yields
    yields.templates[template][bin] += distance
    if let model = self as? HepdataLikeModel {
      return try HepdataLikeModel(yields, scaleFactors: model.scaleFactors)
    }
    return try HistosysModel(yields)
  }
}
