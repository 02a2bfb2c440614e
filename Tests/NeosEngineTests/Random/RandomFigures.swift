import NeosEngine
import Testing

/// What `random_reference.py` wrote.
struct RandomFigures: Decodable {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let layout: KeyLayout
    let seed: UInt64
    let words: [UInt32]
    let split2: [[UInt32]]
    let split5: [[UInt32]]
    let foldedIn: [[UInt32]]
    let bits32: [[UInt32]]
    let bits64: [[UInt64]]
    let float: Draws
    let double: Draws
    let multivariateNormal: [Double]
    let permutations: [[Int]]
    let longPermutationStart: [Int]
    let longPermutationSum: Int

    var key: RandomKey { RandomKey(seed: seed, layout: layout) }
    var testDescription: String { name }
  }

  /// Draws of either type; single-precision figures are exact in double precision.
  struct Draws: Decodable, Sendable {
    let uniform: [Double]
    let uniformFrom: [Double]
    let normal: [Double]
    let longNormalSum: Double
    let longNormalExtremes: [Double]
    let truncatedNormal: [Double]
    let truncatedTail: [Double]
  }

  struct Function: Decodable, Sendable {
    let x: [Double]
    let y: [Double]
  }

  let mean: [Double]
  let covariance: [[Double]]
  let inverseErrorFunctionFloat: Function
  let inverseErrorFunctionDouble: Function
  let cases: [Case]

  static func load() throws -> RandomFigures { try Figures.load("random", as: RandomFigures.self) }
}
