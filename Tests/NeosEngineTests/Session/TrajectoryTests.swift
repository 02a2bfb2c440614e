import NeosEngine
import Testing

/// Training runs against compiled JAX (`training_reference.py`).
@Suite struct TrajectoryTests {
  struct Figures: Decodable { var cases: [Case] }

  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    var name: String
    var likelihood: String
    var samples: [String]
    var outputs: Int
    var singlePrecision: Bool
    var optimizesBinning: Bool
    var edges: [Double]
    var bandwidth: Double
    var losses: [Double]
    var templateNames: [String]
    var initialTemplates: [[Double]]
    var finalTemplates: [[Double]]
    var initialTemplateGradient: [[Double]]
    var initialWeightGradientNorm: Double
    var initialInnerEdgeGradient: [Double]
    var initialBandwidthGradient: Double
    var finalEdges: [Double]
    var finalBandwidth: Double
    var testDescription: String { name }

    /// The session lines that make the case.
    var lines: [String] {
      let models = [
        "histosys": "histosys", "sharedGamma": "hepdata-like",
        "uncorrelatedBackground": "uncorrelated-background",
      ]
      return [
        "data samples=\(samples.count)", "model \(models[likelihood] ?? "")",
        "network 1024 relu \(outputs) \(outputs == 1 ? "sigmoid" : "softmax") "
          + "precision=\(singlePrecision ? "single" : "double")",
        edges.isEmpty
          ? "histogram softmax"
          : "histogram bins=\(edges.map(\.description).joined(separator: ",")) bandwidth=\(bandwidth)",
        optimizesBinning ? "train edges bandwidth" : "train none", "metrics none",
      ]
    }
  }

  static let cases: [Case] = (try? NeosEngineTests.Figures.load("training", as: Figures.self).cases) ?? []

  @Test func theFiguresAreThere() { #expect(Self.cases.count == 7) }

  private func differs(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).map { abs($0 - $1) / max(abs($1), 1e-12) }.max() ?? 0
  }

  /// Every loss of the run.
  ///
  /// Single precision: rounding of a step is 1e-7, and Adam's first steps, whose size does not depend on the
  /// gradient's, raise it. Double: 1e-8, the promise. With three samples the spread |up - down| has a kink, on
  /// whose two sides rounding can put the two programs.
  @Test(arguments: cases)
  func losses(run: Case) throws {
    var session = Session(threads: 2)
    try session.run(run.lines + ["step \(run.losses.count - 1)"])
    let losses = session.records.map(\.loss)
    #expect(losses.count == run.losses.count)
    let tolerance = run.singlePrecision ? 1e-3 : run.samples.count == 3 ? 1e-4 : 1e-8
    #expect(differs(losses, run.losses) < tolerance)
    let state = try session.values(of: .edges(nil))
    if !run.edges.isEmpty {
      #expect(differs(state, run.finalEdges) < 1e-8)
      #expect(abs(try session.value("bandwidth") - run.finalBandwidth) < 1e-8)
    }
    for (name, template) in zip(run.templateNames, run.finalTemplates) {
      let yields = try session.values(of: .yields(name, bin: nil, test: false))
      // A spread is small beside the yields that it comes from.
      let scale = run.finalTemplates.joined().max() ?? 0
      #expect(zip(yields, template).allSatisfy { abs($0 - $1) < 10 * tolerance * scale })
    }
  }

  /// Templates and gradients before the first step.
  @Test(arguments: cases)
  func theStart(run: Case) throws {
    var session = Session()
    try session.run(run.lines)
    // Single precision: a sum of 500 scores, each rounded at 6e-8.
    let tolerance = run.singlePrecision ? 1e-6 : 1e-11
    for (index, name) in run.templateNames.enumerated() {
      let yields = try session.values(of: .yields(name, bin: nil, test: false))
      #expect(differs(yields, run.initialTemplates[index]) < tolerance)
      let gradient = try session.values(of: .gradientYields(name, bin: nil))
      #expect(differs(gradient, run.initialTemplateGradient[index]) < 100 * tolerance)
    }
    let inner = try Array(session.values(of: .gradientEdges(nil)).dropFirst().dropLast())
    if !run.edges.isEmpty {
      let bandwidth = try session.value("gradient.bandwidth")
      #expect(differs([bandwidth], [run.initialBandwidthGradient]) < 100 * tolerance)
      // Single edges' gradients cancel to a thousandth of their terms.
      #expect(differs(inner, run.initialInnerEdgeGradient) < 1e5 * tolerance)
      let norm = try session.value("gradient.norm")
      let others = (inner + [bandwidth]).reduce(0) { $0 + $1 * $1 }
      let weights = (norm * norm - others).squareRoot()
      #expect(differs([weights], [run.initialWeightGradientNorm]) < 1e4 * tolerance)
    }
  }
}
