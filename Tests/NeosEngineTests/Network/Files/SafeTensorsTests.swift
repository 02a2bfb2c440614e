import Foundation
import NeosEngine
import Testing

@Suite struct SafeTensorsTests {
  static let network: Network = {
    do {
      return try Network(
        inputCount: 2, layers: [.dense(3), .activation(.tanh), .dense(1), .activation(.sigmoid)])
    } catch {
      preconditionFailure("\(error)")
    }
  }()

  /// Files that the safetensors package wrote, and what NumPy makes of their weights (`safetensors_reference.py`).
  struct Figure: Decodable {
    struct Case: Decodable {
      var name: String
      var file: Data
      var outputs: [Double]
    }
    var inputs: [Double]
    var cases: [Case]
  }

  @Test(arguments: ["float64", "float32", "float16", "bfloat16"])
  func filesFromElsewhereGiveTheirOutputs(precision: String) throws {
    let figure = try Figures.load("safetensors", as: Figure.self)
    let example = try #require(figure.cases.first { $0.name == precision })
    let file = try SafeTensors(bytes: Array(example.file))
    #expect(file.metadata == ["source": "elsewhere"])
    guard case .double(let weights) = try Self.network.weights(of: file, precision: .double) else { return }
    let outputs = Self.network.outputs(weights: weights, inputs: figure.inputs)
    #expect(agree(outputs, example.outputs, within: 1e-14))
    guard case .single(let floats) = try Self.network.weights(of: file, precision: .single) else { return }
    #expect(floats == weights.map { Float($0) })
  }

  @Test(arguments: Precision.allCases) func aFileGivesItsWeightsBack(precision: Precision) throws {
    let key = RandomKey(seed: 3)
    let weights: WeightVector =
      precision == .single
      ? .single(Self.network.initialWeights(key: key, as: Float.self))
      : .double(Self.network.initialWeights(key: key, as: Double.self))
    let written = SafeTensors(
      Self.network, weights: weights, standardization: Standardization(means: [1, -2], scales: [0.5, 3]),
      metadata: ["step": "7"])
    let read = try SafeTensors(bytes: written.bytes)
    #expect(read.tensors.map(\.name) == written.tensors.map(\.name).sorted())
    #expect(read["layers.0.weight"]?.shape == [3, 2] && read["layers.2.bias"]?.shape == [1])
    #expect(read.metadata == written.metadata && read.metadata["step"] == "7")
    #expect(try Self.network.weights(of: read, precision: precision) == weights)
    let standardization = try #require(try read.standardization(inputCount: 2))
    #expect(standardization == Standardization(means: [1, -2], scales: [0.5, 3]))
    #expect(throws: SafeTensorsError.self) { try read.standardization(inputCount: 3) }
    // The numbers begin at a multiple of eight bytes.
    #expect((written.bytes.count - written.data.count).isMultiple(of: 8))
  }

  /// A file with that header, and data of that length.
  private func file(_ header: String, data count: Int = 0, length: Int? = nil) -> [UInt8] {
    let text = Array(header.utf8)
    let length = length ?? text.count
    return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + text
      + [UInt8](repeating: 0, count: count)
  }

  private func tensor(_ name: String, _ shape: String, _ range: String, _ dtype: String = "F32") -> String {
    #""\#(name)":{"dtype":"\#(dtype)","shape":\#(shape),"data_offsets":\#(range)}"#
  }

  @Test func whatIsWrongIsSaidWithItsPlace() throws {
    let a = tensor("a", "[1]", "[0,4]")
    let cases: [([UInt8], String)] = [
      ([1, 2, 3], "found 3 bytes"),
      (file("{}", length: -1), "found a header of 18446744073709551615 bytes, expected at most 2"),
      (file("{}", length: 3), "expected at most 2 in a file of 10"), (file("[]"), "an object of JSON"),
      (file(" {}"), "an object of JSON"), (file("{,}"), "line 1, column 2"),
      (file("{\(a),\(a)}", data: 4), "\"a\" again"),
      (file(#"{"__metadata__":{"step":3}}"#), "__metadata__.step: found 3, expected a text"),
      (file("{\"a\":{\"dtype\":\"F32\"}}"), "a: found the keys dtype"),
      (file("{\(tensor("a", "[1]", "[0,4]", "F33"))}", data: 4), "a.dtype: found \"F33\""),
      (file("{\(tensor("a", "[-1]", "[0,4]"))}", data: 4), "a.shape"),
      (file("{\(tensor("a", "[1.0]", "[0,4]"))}", data: 4), "a.shape"),
      (file("{\(tensor("a", "[1]", "[4,0]"))}", data: 4), "a.data_offsets"),
      (file("{\(tensor("a", "[1]", "[0,5]"))}", data: 4), "two whole numbers from 0 to 4"),
      (file("{\(tensor("a", "[2]", "[0,4]"))}", data: 4), "found 4 bytes, expected 8 for the shape [2]"),
      (
        file("{\(tensor("a", "[4611686018427387,4611686018427387]", "[0,4]"))}", data: 4),
        "more numbers than a file can hold"
      ),
      (file("{\(a),\(tensor("b", "[1]", "[0,4]"))}", data: 4), "b: found data from byte 0 on"),
      (file("{\(tensor("a", "[1]", "[4,8]"))}", data: 8), "the bytes 0 to 4 of the data in no tensor"),
      (file("{\(a)}", data: 6), "the bytes 4 to 6"),
    ]
    for (bytes, part) in cases {
      let error = try #require(throws: SafeTensorsError.self, "\(part)") { try SafeTensors(bytes: bytes) }
      #expect("\(error)".contains(part), "\(error)")
    }
    #expect(try SafeTensors(bytes: file("{\(a)}  ", data: 4)).tensors.count == 1)
  }

  /// A file with tensors of those shapes, all ones but for the last number of a bias.
  private func file(_ shapes: [String: [Int]], last: Float = 1) -> SafeTensors {
    var file = SafeTensors()
    for (name, shape) in shapes.sorted(by: { $0.key < $1.key }) {
      var numbers = [Float](repeating: 1, count: shape.reduce(1, *))
      if name == "layers.0.bias" { numbers[numbers.count - 1] = last }
      file.add(name, shape: shape, numbers)
    }
    return file
  }

  private func refusal(of file: SafeTensors, _ precision: Precision = .double) throws -> String {
    "\(try #require(throws: SafeTensorsError.self) { _ = try Self.network.weights(of: file, precision: precision) })"
  }

  @Test func weightsOfAnotherNetworkAreRefused() throws {
    let good = [
      "layers.0.weight": [3, 2], "layers.0.bias": [3], "layers.2.weight": [1, 3], "layers.2.bias": [1],
    ]
    #expect(throws: Never.self) { try Self.network.weights(of: file(good), precision: .single) }
    var shapes = good
    shapes["layers.2.weight"] = nil
    #expect(
      try refusal(of: file(shapes))
        == "layers.2.weight: found no such tensor, expected one of the shape [1, 3]")
    shapes = good
    shapes["layers.0.weight"] = [2, 3]
    #expect(try refusal(of: file(shapes)) == "layers.0.weight: found the shape [2, 3], expected [3, 2]")
    shapes = good
    shapes["layers.1.bias"] = [1]
    #expect(
      try refusal(of: file(shapes)).hasPrefix(
        "layers.1.bias: found a tensor that the network 3 tanh 1 sigmoid has not, expected layers.0.weight, ")
    )
    #expect(
      try refusal(of: file(good, last: .infinity)).hasPrefix("layers.0.bias: found inf as number 2, expected")
    )
    let other = try Network(
      inputCount: 2, layers: [.dense(3), .activation(.relu), .dense(1), .activation(.sigmoid)])
    let named = SafeTensors(other, weights: .double([Double](repeating: 0, count: other.weightCount)))
    #expect(try refusal(of: named).contains("\"3 relu 1 sigmoid\", expected \"3 tanh 1 sigmoid\""))
  }

  /// A double that no float holds is not silently made infinite.
  @Test func whatDoesNotFitThePrecisionIsRefused() throws {
    var file = SafeTensors()
    for dense in [("layers.0.weight", [3, 2]), ("layers.0.bias", [3]), ("layers.2.weight", [1, 3])] {
      file.add(dense.0, shape: dense.1, [Double](repeating: 1, count: dense.1.reduce(1, *)))
    }
    file.add("layers.2.bias", shape: [1], [1e300])
    #expect(throws: Never.self) { try Self.network.weights(of: file, precision: .double) }
    #expect(try refusal(of: file, .single).contains("finite in single precision"))
  }

  /// Whatever is done to a file, reading it gives tensors that share its data out, or an error. More inputs with
  /// NEOS_FUZZ_INPUTS.
  @Test func noFileTraps() throws {
    let figure = try Figures.load("safetensors", as: Figure.self)
    let count = ProcessInfo.processInfo.environment["NEOS_FUZZ_INPUTS"].flatMap { Int($0) } ?? 4000
    let own = SafeTensors(
      Self.network, weights: .single(Self.network.initialWeights(key: RandomKey(seed: 3), as: Float.self)),
      standardization: Standardization(means: [1, -2], scales: [0.5, 3]))
    let seeds = figure.cases.map { Array($0.file) } + [own.bytes]
    let words = [
      "-1", "0", "9", "99999999999999999999", "1e9", "\"F16\"", "\"U64\"", "[]", "{}", "\"", ",", "[0,4]",
    ]
    .map { Array($0.utf8) }
    var bits: UInt64 = 11
    func draw(_ bound: Int) -> Int {
      bits = bits &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((bits >> 33) % UInt64(bound))
    }
    var accepted = 0
    for _ in 0..<count {
      var bytes = seeds[draw(seeds.count)]
      for _ in 0...draw(3) where !bytes.isEmpty {
        // Mostly where the header is.
        let place = draw(draw(4) == 0 ? bytes.count : min(bytes.count, 500))
        switch draw(7) {
        case 0: bytes[place] = UInt8(draw(256))
        case 1: bytes[place] ^= 1 << UInt8(draw(8))
        case 2: bytes.removeSubrange(place..<min(place + 1 + draw(8), bytes.count))
        case 3: bytes.removeSubrange(place...)
        case 4: bytes.insert(contentsOf: words[draw(words.count)], at: place)
        case 5: bytes.replaceSubrange(place..<min(place + 1, bytes.count), with: words[draw(words.count)])
        default:
          let end = min(place + draw(60), bytes.count)
          bytes.insert(contentsOf: bytes[place..<end], at: draw(bytes.count))
        }
      }
      // Half of the files get the length of their header set right again.
      if bytes.count > 8, draw(2) == 0, let end = bytes.lastIndex(of: UInt8(ascii: "}")), end >= 8 {
        for index in 0..<8 { bytes[index] = UInt8(truncatingIfNeeded: (end - 7) >> (8 * index)) }
      }
      guard let file = try? SafeTensors(bytes: bytes) else { continue }
      accepted += 1
      let used = file.tensors.reduce(0) { $0 + $1.range.count }
      guard used == file.data.count else {
        Issue.record("\(used) of \(file.data.count) bytes are used")
        continue
      }
      _ = try? Self.network.weights(of: file, precision: .single)
      _ = try? file.standardization(inputCount: 2)
    }
    #expect(accepted > 0 && accepted < count)
  }
}
