import NeosEngine
import Testing

/// The figures of `toys_reference.py`: p-values and limits by pyhf's toys.
struct ToyFigures: Decodable {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    var name: String
    var workspace: WorkspaceFigure
    var statistic: TestStatistic
    var tested: Double
    var toys: Int
    var clsb: Double
    var clb: Double
    var cls: Double
    /// Of CLs, and of CLs+b.
    var band: [Double]
    var clsbBand: [Double]

    var testDescription: String { name }

    func problem() throws -> (model: HistFactoryModel, data: [Double]) { try workspace.problem() }
  }

  struct Limit: Decodable, Sendable, CustomTestStringConvertible {
    var name: String
    var workspace: WorkspaceFigure
    var toys: Int
    var observed: Double
    var expected: [Double]

    var testDescription: String { name }
  }

  var cases: [Case]
  var limits: [Limit]

  private static let file = try? Figures.load("toys", as: ToyFigures.self)
  static var cases: [Case] { file?.cases ?? [] }
  static var limits: [Limit] { file?.limits ?? [] }
}

extension WorkspaceFigure {
  /// The model of its first measurement, with the observed data.
  func problem() throws -> (model: HistFactoryModel, data: [Double]) {
    let model = try HistFactoryModel(workspace, measurement: workspace.measurements[0])
    return (model, try model.data(workspace.observations))
  }
}

/// Two bins of so many counts that the asymptotic formulas hold: a signal of two standard deviations or so.
enum ManyCounts {
  static func problem() throws -> (model: HepdataLikeModel, data: [Double]) {
    let model = try HepdataLikeModel(
      Yields(
        names: ["signal", "background", "uncertainty"],
        templates: [[700, 400], [100_000, 120_000], [200, 150]]),
      scaleFactors: .perBin)
    return (model, [100_250, 120_100] + model.auxiliaryData)
  }
}
