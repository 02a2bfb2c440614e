import NeosEngine
import Testing

/// Gradients and Hessians against differences, for every modifier and every interpolation, where interpolations
/// change their formula and where bins are empty.
@Suite struct HistFactoryDerivativeTests {
  typealias Case = DerivativeProblem.Case

  // Differences of fourth order with steps of 1e-3: a fifth of the fourth power of the step times fifth derivatives
  // of 1e4 at most (the sixth-order polynomial of code 4p has 1e3 of a template's changes of 1 to 3), 2e-9; and
  // rounding of 1e-14 of the likelihood, 1e-13 of gradients, over the step. Of numbers below 1 absolute.
  private let tolerance = 1e-8

  @Test(arguments: DerivativeProblem.cases)
  func theGradientInTheParameters(_ one: Case) throws {
    let problem = try DerivativeProblem(one)
    let (model, data) = (problem.model, problem.data)
    let gradient: [Double] = model.parameterGradient(problem.point, data: data)
    for index in gradient.indices {
      for expected in problem.differences(in: index, order: 1, { [model.logpdf($0, data: data)] }) {
        #expect(agree(gradient[index], expected[0], within: tolerance), "\(model.parameters[index].name)")
      }
    }
  }

  @Test(arguments: DerivativeProblem.cases)
  func theHessianInTheParameters(_ one: Case) throws {
    let problem = try DerivativeProblem(one)
    let (model, data) = (problem.model, problem.data)
    let hessian = model.hessian(problem.point, data: data)
    for index in hessian.indices {
      let columns = problem.differences(in: index, order: 2) { model.parameterGradient($0, data: data) }
      for expected in columns {
        #expect(agree(hessian[index], expected, within: tolerance), "\(model.parameters[index].name)")
      }
    }
  }

  /// What second derivatives of the counts nu add to the Hessian is 0 where the data n are the expected ones; the rest
  /// differs between data by -(n - nu) / nu^2 dnu dnu^T.
  @Test(arguments: DerivativeProblem.cases)
  func theCurvatureOfTheRates(_ one: Case) throws {
    let problem = try DerivativeProblem(one)
    let (model, point) = (problem.model, problem.point)
    let rates: [Double] = model.expectedRates(point)
    let expected = rates + problem.data.dropFirst(rates.count)
    let slopes = point.indices.map { index in
      model.expectedRates(point.enumerated().map { Jet($1, $0 == index ? 1 : 0) }).map(\.c1)
    }
    func rest(_ data: [Double]) throws -> [[Double]] {
      var derivatives = LikelihoodDerivatives()
      derivatives.isSplit = true
      model.derivatives(point, data: data, into: &derivatives)
      let rates = try #require(derivatives.curvatureOfRates)
      return zip(model.hessian(point, data: data), rates.rows).map { zip($0, $1).map { $0 - $1 } }
    }
    let (there, here) = (try rest(problem.data), try rest(expected))
    for row in point.indices {
      for column in point.indices {
        let squares = rates.indices.reduce(0) { sum, bin in
          let weight = (problem.data[bin] - rates[bin]) / (rates[bin] * rates[bin])
          return sum + weight * slopes[row][bin] * slopes[column][bin]
        }
        #expect(agree(there[row][column] - here[row][column], -squares, within: 1e-11))
      }
    }
  }

  // The likelihood is smooth in the templates.
  @Test(arguments: DerivativeProblem.cases)
  func theGradientInEveryTemplate(_ one: Case) throws {
    let problem = try DerivativeProblem(one)
    let gradient: (templates: [[Double]], data: [Double]) = problem.model.templateGradient(
      problem.point, data: problem.data)
    for (row, bin, name) in problem.entries {
      let expected: Double = try slope {
        try problem.moved(row: row, bin: bin, by: $0).logpdf(problem.point, data: problem.data)
      }
      #expect(agree(gradient.templates[row][bin], expected, within: tolerance), "\(name)")
    }
  }

  /// The Hessian between templates and parameters, of which the derivatives of fits and objectives are made: the
  /// template gradient along each parameter, against the parameter gradient of moved templates.
  @Test(arguments: DerivativeProblem.cases)
  func theHessianInTemplatesAndParameters(_ one: Case) throws {
    let problem = try DerivativeProblem(one)
    let (model, data) = (problem.model, problem.data)
    var alongParameters: [[[Double]]] = []
    var jets = problem.point.map { Jet($0) }
    for index in jets.indices {
      jets[index].c1 = 1
      let gradient: (templates: [[Jet]], data: [Jet]) = model.templateGradient(jets, data: data)
      alongParameters.append(gradient.templates.map { $0.map(\.c1) })
      jets[index].c1 = 0
    }
    for (row, bin, name) in problem.entries {
      let models = try [-2, -1, 1, 2].map { try problem.moved(row: row, bin: bin, by: $0 * 1e-3) }
      let gradients: [[Double]] = models.map { $0.parameterGradient(problem.point, data: data) }
      for index in jets.indices {
        let values = gradients.map { $0[index] }
        let expected = (8 * (values[2] - values[1]) - (values[3] - values[0])) / 12e-3
        #expect(
          agree(alongParameters[index][row][bin], expected, within: tolerance),
          "\(name), \(model.parameters[index].name)")
      }
    }
  }

  /// Where nothing is expected and nothing observed, a count that comes costs one unit of the logarithm.
  @Test func anEmptyBin() throws {
    let workspace = Workspace(
      channels: [
        .init(
          name: "SR",
          samples: [
            .init(name: "s", data: .values([2, 3]), modifiers: [.init(name: "mu", effect: .normFactor)]),
            .init(
              name: "b", data: .values([0, 8]),
              modifiers: [.init(name: "x", effect: .histoSys(hi: .values([1, 9]), lo: .values([0, 7])))]),
          ])
      ], observations: [], measurements: [])
    let model = try HistFactoryModel(workspace, measurement: .init(name: "m", poi: "mu"))
    let mu = try #require(model.poiIndex)
    let (point, data) = ([0.0, 0], [0.0, 9, 0])
    #expect(model.expectedData(point)[0] == 0)
    let gradient: [Double] = model.parameterGradient(point, data: data)
    // -2 of the empty bin, 3 (9 / 8 - 1) of the other.
    #expect(agree(gradient[mu], -2 + 3.0 / 8, within: 1e-15))
    let hessian = model.hessian(point, data: data)
    #expect(agree(hessian[mu][mu], -9 * 9 / 64.0, within: 1e-14))
    let templates: (templates: [[Double]], data: [Double]) = model.templateGradient(point, data: data)
    let nominal = try #require(model.slots.firstIndex { $0.name == "SR.b" })
    #expect(agree(templates.templates[nominal][0], -1, within: 1e-15))
  }
}
