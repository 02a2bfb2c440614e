import Foundation
import NeosEngine
import Testing

/// Workspaces of all kinds against pyhf with its best optimizer (`conformance_reference.py`): what they expect,
/// their likelihoods, fits and tests.
///
/// Models without curvature in a direction, such as a normalization and a shape that are both free, have a best
/// fit all the same, and CLs depends on its likelihood alone.
@Suite struct ConformanceTests {
  typealias Case = ConformanceFigures.Case

  @Test func theFiguresAreThere() throws {
    #expect(ConformanceFigures.cases.count(where: { $0.name.hasPrefix("random") }) >= 200)
    #expect(ConformanceFigures.cases.count(where: { !$0.name.hasPrefix("random") }) >= 45)
    for code in [Interpolation.Multiplicative.code1, .code4] {
      #expect(ConformanceFigures.cases.count(where: { $0.normSys == code }) >= 40)
    }
    for code in [Interpolation.Additive.code0, .code2, .code4p] {
      #expect(ConformanceFigures.cases.count(where: { $0.histoSys == code }) >= 40)
    }
    let kinds = try ConformanceFigures.cases.map { try $0.kinds() }
    for kind in ModifierKind.allCases {
      #expect(kinds.count(where: { $0.contains(kind) }) >= 40, "\(kind)")
    }
  }

  @Test(arguments: ConformanceFigures.cases)
  func theLikelihoodIsPyhfs(reference: Case) throws {
    let (model, data) = try reference.problem()
    // Some hundred operations, each rounded at 1e-16.
    #expect(agree(model.expectedData(reference.parameters), reference.expectedData, within: 1e-12))
    let logpdf: Double = model.logpdf(reference.parameters, data: data)
    if let expected = reference.logpdf {
      #expect(agree(logpdf, expected, within: 1e-10))
    } else {
      #expect(!logpdf.isFinite)
    }
  }

  @Test(arguments: ConformanceFigures.cases.filter { !$0.hasNegativeAsimovData })
  func fitsAndTestsArePyhfs(reference: Case) throws { try check(reference) }

  /// Where nothing is observed, the best fit may make the expected count negative. pyhf goes on with Asimov data of
  /// negative counts, whose likelihood has no upper end; here they are a problem that is named.
  @Test(arguments: ConformanceFigures.cases.filter(\.hasNegativeAsimovData))
  func negativeAsimovDataAreAProblem(reference: Case) throws {
    let (model, data) = try reference.problem()
    #expect(-2 * Fitter().fit(model, data: data).logpdf <= (reference.twiceNLL ?? .infinity) + 1e-6)
    let test = try HypothesisTest(model, data: data, tested: 1)
    #expect(test.observed.cls.isNaN)
    #expect(test.problems.count == 1 && test.problems[0].contains("the Asimov data have a negative count"))
  }

  private func check(_ reference: Case) throws {
    let (model, data) = try reference.problem()
    let fit = Fitter().fit(model, data: data)
    let isFailure = try reference.isFailureOfPyhf(fit)
    if let twiceNLL = reference.twiceNLL {
      #expect(-2 * fit.logpdf <= twiceNLL + 1e-6, "\(-2 * fit.logpdf - twiceNLL)")
    }
    guard !isFailure, let observed = reference.observed, let expected = reference.expected else { return }
    let test = try HypothesisTest(model, data: data, tested: 1)
    #expect(abs(test.observed.cls - observed) <= 1e-4, "\(test.observed.cls) \(observed) \(test.problems)")
    for (found, expected) in zip(test.expected.map(\.cls), expected) {
      #expect(abs(found - expected) <= 1e-4, "\(found) \(expected) \(test.problems)")
    }
  }

  /// In these cases pyhf's best fit is worse by more than 1e-4, from all of its starts.
  @Test func failuresOfPyhf() throws {
    var failures: [String] = []
    for reference in ConformanceFigures.cases {
      let (model, data) = try reference.problem()
      let fit = Fitter().fit(model, data: data)
      if try reference.isFailureOfPyhf(fit) {
        failures.append(reference.name)
      }
    }
    #expect(failures == ["random 63", "random 84", "random 151", "random 154"])
  }
}

/// The workspaces with pyhf's results (`conformance_reference.py`).
enum ConformanceFigures {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    var name: String
    /// pyhf's JSON.
    var workspace: String
    var normSys: Interpolation.Multiplicative
    var histoSys: Interpolation.Additive
    var parameters: [Double]
    var expectedData: [Double]
    /// Of the observed data; nothing where it is not finite.
    var logpdf: Double?
    /// -2 ln L at the best fit; nothing where pyhf has none.
    var twiceNLL: Double?
    /// CLs of q-mu-tilde at 1; nothing without a parameter of interest or where pyhf has none.
    var observed: Double?
    var expected: [Double]?

    var testDescription: String { name }

    /// The model and the observed data.
    func problem() throws -> (model: HistFactoryModel, data: [Double]) {
      let workspace = try Workspace(json: workspace.utf8)
      let model = try HistFactoryModel(
        workspace, measurement: workspace.usableMeasurement(),
        interpolation: Interpolation(histoSys: histoSys, normSys: normSys))
      return (model, try model.data(workspace.observations))
    }

    func kinds() throws -> Set<ModifierKind> {
      Set(try problem().model.parameterSets.flatMap(\.kinds))
    }

    /// Whether the best fit without signal expects a negative count.
    var hasNegativeAsimovData: Bool { name.hasPrefix("observed 0, negative shape") }

    /// Whether pyhf has no fit, or a worse one than another by more than 1e-4.
    func isFailureOfPyhf(_ fit: Fit) throws -> Bool {
      twiceNLL.map { -2 * fit.logpdf < $0 - 1e-4 } ?? true
    }
  }

  static let cases = (try? Figures.load("conformance", as: CaseFile<Case>.self))?.cases ?? []
}
