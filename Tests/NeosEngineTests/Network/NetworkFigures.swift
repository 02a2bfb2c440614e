import NeosEngine
import Testing

/// `Tests/Reference/figures/network.json`: what JAX's stax makes of the same networks.
struct NetworkFigures: Decodable {
  struct InitialWeights: Decodable, CustomTestStringConvertible {
    let name: String
    let inputs: Int
    let layers: [String]
    let initializer: String
    let precision: Precision
    let count: Int
    let places: [Int]
    let weights: [Double]

    var testDescription: String { name }
  }

  struct Pass: Decodable, CustomTestStringConvertible {
    let name: String
    let inputCount: Int
    let layers: [String]
    let weights: [Double]
    let inputs: [Double]
    let outputs: [Double]
    let cotangent: [Double]
    let weightGradient: [Double]
    let inputGradient: [Double]

    var testDescription: String { name }
  }

  struct Functions: Decodable {
    struct Case: Decodable {
      let name: String
      let values: [Double]
      let slopes: [Double]
    }
    let points: [Double]
    let cases: [Case]
  }

  let initialWeights: [InitialWeights]
  let passes: [Pass]
  let functions: Functions

  static func load() throws -> NetworkFigures { try Figures.load("network", as: NetworkFigures.self) }
}

extension Layer {
  /// A width or the name of an activation.
  init(_ word: String) throws {
    if let width = Int(word) { self = .dense(width) } else { self = .activation(try Activation(named: word)) }
  }
}

extension Network {
  /// A network of layers written as `"4 relu 1 sigmoid"`.
  init(_ inputCount: Int, _ words: String, initializer: Initializer = .glorotTruncated) throws {
    try self.init(
      inputCount: inputCount, layers: words.split(separator: " ").map { try Layer(String($0)) },
      initializer: initializer)
  }
}

/// Numbers that look random but are the same every time, between -1 and 1.
func scattered<S: NetworkScalar>(_ count: Int, seed: UInt64 = 1, as type: S.Type = S.self) -> [S] {
  var state = seed &* 0x9E37_79B9_7F4A_7C15
  return (0..<count).map { _ in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return S(Double(Int64(bitPattern: state) >> 11) / 0x1p52)
  }
}

/// The largest difference of two arrays, in units of the larger of 1 and the largest expected number.
func distance<S: NetworkScalar>(_ found: [S], _ expected: [Double]) -> Double {
  guard found.count == expected.count else { return .infinity }
  let scale = expected.reduce(1) { max($0, abs($1)) }
  // NaN is infinitely far from everything.
  return zip(found, expected).reduce(0) { largest, pair in
    let difference = abs(Double(pair.0) - pair.1) / scale
    return difference.isNaN ? .infinity : max(largest, difference)
  }
}
