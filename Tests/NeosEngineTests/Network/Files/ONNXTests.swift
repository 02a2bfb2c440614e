import Foundation
import NeosEngine
import Testing

/// ONNX files: that onnxruntime gives the network's outputs with them is seen by `export_check.py`.
@Suite struct ONNXTests {
  private func network(_ activation: Activation) throws -> Network {
    try Network(inputCount: 2, layers: [.dense(3), .activation(activation), .dense(2)])
  }

  private func contains(_ bytes: [UInt8], _ text: String) -> Bool {
    Data(bytes).range(of: Data(text.utf8)) != nil
  }

  @Test(arguments: Activation.allCases, Precision.allCases)
  func everyActivationHasAFile(activation: Activation, precision: Precision) throws {
    let network = try network(activation)
    let weights = (0..<network.weightCount).map { Double($0) }
    let bytes = try network.onnx(
      weights: precision == .single ? .single(weights.map { Float($0) }) : .double(weights),
      metadata: ["step": "5"])
    for name in ["neos", "features", "score", "layers.0.weight", "layers.2.bias", "Gemm", "step"] {
      #expect(contains(bytes, name), "\(name)")
    }
    #expect(!contains(bytes, "standardization") && !contains(bytes, "Div"))
    // The weights as they lie in memory: inputs x outputs, as Gemm takes them.
    let first = Data(
      precision == .single
        ? Array(weights[0..<6].flatMap { Data(bytes: [Float($0)]) })
        : Array(weights[0..<6].flatMap { Data(bytes: [$0]) }))
    #expect(Data(bytes).range(of: first) != nil)
  }

  @Test func standardizationComesFirst() throws {
    let network = try network(.relu)
    let bytes = try network.onnx(
      weights: .single([Float](repeating: 0, count: network.weightCount)),
      standardization: Standardization(means: [1, 2], scales: [3, 4]))
    let places = ["Sub", "Div", "Gemm"].map { Data(bytes).range(of: Data($0.utf8))?.lowerBound ?? .max }
    #expect(places == places.sorted() && places[2] < .max)
  }

  /// Means and scales are there in double precision, and what follows in that of the weights.
  @Test(arguments: Precision.allCases)
  func featuresKeepTheirDigits(precision: Precision) throws {
    let network = try network(.relu)
    let zeros = [Double](repeating: 0, count: network.weightCount)
    let bytes = try network.onnx(
      weights: precision == .single ? .single(zeros.map { Float($0) }) : .double(zeros),
      standardization: Standardization(means: [125.1, 2], scales: [1e-3, 1]))
    #expect(Data(bytes).range(of: Data(bytes: [125.1, 2])) != nil)
    #expect(Data(bytes).range(of: Data(bytes: [1e-3, 1])) != nil)
    #expect(contains(bytes, "Cast") == (precision == .single))
  }

  @Test func whatIsTooLargeIsSaid() {
    #expect("\(ONNXError.tooLarge(1 << 31))".contains("less than 2 GiB, the weights have 2147483648 bytes"))
  }
}

extension Data {
  /// The bytes of numbers, as they lie in memory.
  fileprivate init<T: BitwiseCopyable>(bytes values: [T]) { self = values.withUnsafeBytes { Data($0) } }
}
