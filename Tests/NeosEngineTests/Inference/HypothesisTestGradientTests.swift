import NeosEngine
import Testing

/// Gradients of p-values against central differences.
@Suite struct HypothesisTestGradientTests {
  /// Every p-value's gradient against central differences: templates, data, and the tested strength.
  @Test func gradientsAreThoseOfCentralDifferences() throws {
    let statistics: [TestStatistic] = [.q0, .qMu, .qMuTilde, .tMu, .tMuTilde]
    for (index, model) in try randomModels(30, seed: 4100).enumerated() {
      let data = randomData(model, mu: index % 2 == 0 ? 0.4 : 0.9, seed: UInt64(index))
      let statistic = statistics[index % 5]
      let outcomes: [TestOutcome] = [.observed, .expected(sigmas: 0), .expected(sigmas: -1)]
      let test = try HypothesisTest(model, data: data, tested: 1.3, statistic: statistic)
      #expect(test.problems == [])
      for (kind, outcome) in zip([PValueKind.cls, .clsb, .clb, .cls, .cls], outcomes + outcomes) {
        func value(_ test: HypothesisTest) -> Double {
          switch outcome {
          case .observed: test.observed[kind]
          case .expected(let sigmas): (sigmas == 0 ? test.expected[2] : test.expected[3])[kind]
          }
        }
        let found = test.gradient(model, of: kind, outcome: outcome)
        let gradient = try #require(found)
        for template in model.yields.templates.indices {
          let expected = try slope(step: 1e-3) { distance in
            let moved = try model.moved(template: template, bin: 0, by: distance)
            return try value(HypothesisTest(moved, data: data, tested: 1.3, statistic: statistic))
          }
          #expect(agree(gradient.templates[template][0], expected, within: 1e-8))
        }
        for datum in [0, data.count - 1] {
          let expected = try slope(step: 1e-3) { distance in
            var moved = data
            moved[datum] += distance
            return try value(HypothesisTest(model, data: moved, tested: 1.3, statistic: statistic))
          }
          #expect(agree(gradient.data[datum], expected, within: 1e-8))
        }
        guard statistic != .q0 else { continue }
        let expected = try slope(step: 1e-3) { distance in
          try value(HypothesisTest(model, data: data, tested: 1.3 + distance, statistic: statistic))
        }
        #expect(agree(test.strengthDerivative(model, of: kind, outcome: outcome), expected, within: 1e-8))
      }
    }
  }

  /// Where the auxiliary data are the model's own, they move with the templates.
  @Test func auxiliaryDataMayMoveWithTheTemplates() throws {
    let model = try CheckModel.model()
    let test = try HypothesisTest(model, data: CheckModel.data(), tested: 1)
    let gradient = try #require(test.templateGradient(model, movesAuxiliaryData: true))
    for template in 0..<3 {
      let expected = try slope { distance in
        let moved = try model.moved(template: template, bin: 1, by: distance)
        return try HypothesisTest(moved, data: [51, 48] + moved.auxiliaryData, tested: 1).observed.cls
      }
      #expect(agree(gradient[template][1], expected, within: 1e-9))
    }
  }

  /// Where the best fit is a deficit, t-mu-tilde has other tails.
  @Test func gradientsOfATwoSidedTestOfADeficit() throws {
    let model = try CheckModel.model()
    let data = [41, 43] + model.auxiliaryData
    let test = try HypothesisTest(model, data: data, tested: 1, statistic: .tMuTilde)
    #expect(test.observedStatistic.value > test.asimovStatistic.value)
    for kind in PValueKind.allCases {
      let gradient = try #require(test.gradient(model, of: kind))
      for template in 0..<3 {
        let expected = try slope { distance in
          let moved = try model.moved(template: template, bin: 1, by: distance)
          return try HypothesisTest(moved, data: data, tested: 1, statistic: .tMuTilde).observed[kind]
        }
        #expect(agree(gradient.templates[template][1], expected, within: 1e-9))
      }
      let inStrength = try slope {
        try HypothesisTest(model, data: data, tested: 1 + $0, statistic: .tMuTilde).observed[kind]
      }
      #expect(agree(test.strengthDerivative(model, of: kind), inStrength, within: 1e-9))
    }
  }

  /// Every number of every template of a model with every modifier, uncertainties included, by every pair of codes.
  @Test(arguments: DeterminedProblem.interpolations)
  func everyNumberOfEveryTemplate(_ interpolation: Interpolation) throws {
    let problem = try DeterminedProblem(interpolation)
    let (model, data) = (problem.model, problem.data)
    let test = try HypothesisTest(model, data: data, tested: 1.3)
    let fits = [
      test.asimovFit, test.observedStatistic.best, test.observedStatistic.conditional,
      test.asimovStatistic.conditional,
    ]
    try #require(test.problems == [] && fits.allSatisfy(problem.isSmooth))
    let outcomes: [(PValueKind, TestOutcome)] =
      PValueKind.allCases.map { ($0, .observed) } + [
        (.cls, .expected(sigmas: 0)), (.cls, .expected(sigmas: -1)),
      ]
    func values(_ test: HypothesisTest) -> [Double] {
      outcomes.map { kind, outcome in
        outcome == .observed
          ? test.observed[kind] : test.expected[outcome == .expected(sigmas: 0) ? 2 : 3][kind]
      }
    }
    let gradients = try outcomes.map { kind, outcome in
      try #require(test.templateGradient(model, of: kind, outcome: outcome))
    }
    for (row, template) in model.yields.templates.enumerated() {
      for (bin, value) in template.enumerated() {
        // Steps of a thousandth of the number, and slopes per logarithm of it.
        let positions = [-2, -1, 1, 2].map { 1e-3 * $0 * value }
        let moved = try positions.map { distance -> [Double] in
          var (moved, templates) = (model, model.yields.templates)
          templates[row][bin] += distance
          try moved.replaceTemplates(templates)
          return values(try HypothesisTest(moved, data: data, tested: 1.3))
        }
        for (index, gradient) in gradients.enumerated() {
          let column = moved.map { $0[index] }
          let expected = (8 * (column[2] - column[1]) - (column[3] - column[0])) / 12e-3
          #expect(
            abs(value * gradient[row][bin] - expected) <= 1e-6 * max(abs(expected), 1e-4),
            "\(model.slots[row].name)[\(bin)], \(outcomes[index])")
        }
      }
    }
  }
}
