import NeosEngine
import Testing

@Suite struct ObjectiveTests {
  /// The objectives of one set of templates, from JAX (`objectives_reference.py`); pyhf confirmed the p-values.
  struct Case: LikelihoodCase {
    struct Result: Decodable {
      var value: Double
      var templateGradient: [[Double]]
    }

    var name: String
    var likelihood: String
    var templateNames: [String]
    var templates: [[Double]]
    var objectives: [String: Result]
  }

  static let cases = (try? Figures.load("objectives", as: CaseFile<Case>.self).cases) ?? []
  static let ofYields = Objective.allCases.filter { !$0.isOfOutputs }

  @Test func theFiguresAreThere() {
    #expect(Self.cases.count == 25)
    // Gaussianity has figures of its own, in its own tests.
    let figured = Set(Self.cases.flatMap(\.objectives.keys))
    #expect(figured == Set(Self.ofYields.map(\.rawValue)).subtracting(["gaussianity"]))
  }

  @Test(arguments: cases)
  func valuesAndGradientsAreThoseOfJAX(reference: Case) throws {
    let model = try reference.model()
    for (name, expected) in reference.objectives {
      let objective = try #require(Objective(rawValue: name))
      let found = try objective.evaluate(model)
      // JAX's statistic is a difference of two likelihoods of size 20, and a p-value's root of it.
      #expect(agree(found.value, expected.value, within: 1e-12), "\(name)")
      #expect(agree(found.templateGradient, expected.templateGradient, within: 1e-11), "\(name)")
      let alone = try objective.value(model)
      #expect(alone == found.value)
    }
  }

  @Test(arguments: ofYields)
  func gradientsAgreeWithCentralDifferences(objective: Objective) throws {
    for (index, model) in try randomModels(100, seed: 2500).enumerated() {
      let result = try objective.evaluate(model)
      let alone = try objective.value(model)
      #expect(alone == result.value)
      for template in result.templateGradient.indices {
        let bin = (index + template) % model.binCount
        let found = result.templateGradient[template][bin]
        // The smallest template is 0.12: the steps' errors are h^4 times the fifth derivative, and rounding. Short
        // steps are for gaussianity, whose points may come near a rate of 0.
        func isClose(_ difference: Double) -> Bool { agree(found, difference, within: 1e-7) }
        var differences: [Double] = []
        for step in [1e-3, 3e-4, 1e-4, 3e-5] where !differences.contains(where: isClose) {
          try differences.append(
            slope(step: step) { try objective.value(model.moved(template: template, bin: bin, by: $0)) })
        }
        #expect(
          differences.contains(where: isClose),
          "model \(index), template \(template): \(found), differences say \(differences)")
      }
    }
  }

  @Test func theFitBehindATestIsKept() throws {
    let model = try #require(randomModels(1, seed: 1).first)
    let poi = try #require(model.poiIndex)
    for objective in Self.ofYields {
      let fit = try objective.evaluate(model).fit
      switch objective {
      case .cls, .clsb:
        #expect(fit?.parameters[poi] == 1)
        #expect(fit?.status == .converged)
      case .discovery: #expect(fit?.parameters[poi] == 0)
      default: #expect(fit == nil)
      }
    }
  }

  @Test func onlySignificanceIsMaximizedAndOnlyCrossEntropyIsOfOutputs() {
    #expect(Objective.allCases.filter(\.isMaximized) == [.significance])
    #expect(Objective.allCases.filter(\.isOfOutputs) == [.crossEntropy, .crossEntropyVaried])
  }
}
