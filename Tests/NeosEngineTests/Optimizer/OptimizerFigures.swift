import NeosEngine
import Testing

/// `Tests/Reference/figures/optimizer.json`: what JAX's and optax's optimizers and schedules do.
struct OptimizerFigures: Decodable {
  struct Path: Decodable, CustomTestStringConvertible {
    struct Settings: Decodable {
      let momentum: Double?
      let beta1: Double?
      let beta2: Double?
      let epsilon: Double?
      let weightDecay: Double?
    }
    let name: String
    let kind: OptimizerKind
    let settings: Settings
    let precision: Precision
    let steps: [Int]
    let parameters: [[Double]]

    var testDescription: String { "\(name), \(precision)" }
  }

  struct Rates: Decodable, CustomTestStringConvertible {
    let name: String
    let base: Double
    let warmupSteps: Int
    let steps: Int
    let factor: Double
    let at: [Int]
    let rates: [Double]

    var testDescription: String { "\(name), warm-up \(warmupSteps)" }
  }

  struct Clipping: Decodable {
    let limit: Double
    let norm: Double
    let first: [Double]
    let second: [Double]
  }

  let rate: Double
  let start: [Double]
  let gradients: [[Double]]
  let paths: [Path]
  let schedules: [Rates]
  let clipping: Clipping

  static func load() throws -> OptimizerFigures { try Figures.load("optimizer", as: OptimizerFigures.self) }
}
