import NeosEngine
import Testing

/// A model with every modifier, for one pair of interpolations and one position of its nuisance parameters.
struct DerivativeProblem {
  /// Two interpolations with a position of the nuisance parameters.
  struct Case: Sendable, CustomTestStringConvertible {
    var interpolation: Interpolation
    var alpha: Double
    var testDescription: String {
      "\(interpolation.normSys.rawValue), \(interpolation.histoSys.rawValue) at \(alpha)"
    }

    /// The sides from which differences in a nuisance parameter are taken; 0 is both at once.
    ///
    /// Where formulas change, the derivatives from either side are held against the one that is given, or those
    /// of the one side whose formula holds there: codes 0 and 1 have a kink at 0, and the second derivative of
    /// code 2 jumps at +-1, to the outside. Close by, differences keep to the side of the point.
    func sides(order: Int) -> [Double] {
      let (distance, sign) = (abs(alpha) - 1, alpha < 0 ? -1.0 : 1)
      if alpha == 0 {
        return interpolation.histoSys == .code0 || interpolation.normSys == .code1 ? [-1] : [-1, 1]
      }
      if distance == 0 { return order == 2 && interpolation.histoSys == .code2 ? [-sign] : [-1, 1] }
      if abs(distance) < 0.01 { return [distance < 0 ? -sign : sign] }
      return [0]
    }
  }

  /// All pairs of codes, far from +-1 and 0, there, and a ten-millionth to either side.
  static let cases = Interpolation.Multiplicative.allCases.flatMap { normSys in
    Interpolation.Additive.allCases.flatMap { histoSys in
      [-2.5, -1.000_000_1, -1, -0.999_999_9, -0.4, 0, 0.6, 0.999_999_9, 1, 1.000_000_1, 1.9].map {
        Case(interpolation: Interpolation(histoSys: histoSys, normSys: normSys), alpha: $0)
      }
    }
  }

  let model: HistFactoryModel
  let data: [Double]
  /// Nuisance parameters at the position of the case, the others off their starts.
  let point: [Double]
  private let one: Case

  /// All modifiers on a sample, a parameter shared by a histosys and a normsys, empty bins in a template, in a
  /// variation, in one of the samples of a staterror, and in an observation.
  init(_ one: Case) throws {
    let signal = Workspace.Sample(
      name: "signal", data: .values([0, 7, 4]),
      modifiers: [
        .init(name: "mu", effect: .normFactor), .init(name: "lumi", effect: .lumi),
        .init(name: "shape", effect: .histoSys(hi: .values([1, 8, 5]), lo: .values([0, 6.5, 3.5]))),
      ])
    let first = Workspace.Sample(
      name: "first", data: .values([20, 30, 16]),
      modifiers: [
        .init(name: "shape", effect: .histoSys(hi: .values([23, 29, 18]), lo: .values([18, 32, 15.5]))),
        .init(name: "shape", effect: .normSys(hi: 1.15, lo: 0.95)),
        .init(name: "norm", effect: .normSys(hi: 1.2, lo: 0.7)),
        .init(name: "uncorrelated", effect: .shapeSys(.values([3, 4, 0]))),
        .init(name: "stat", effect: .statError(.values([2, 3, 1.5]))),
      ])
    let second = Workspace.Sample(
      name: "second", data: .values([0, 9, 5]),
      modifiers: [
        .init(name: "free", effect: .shapeFactor), .init(name: "k", effect: .normFactor),
        .init(name: "stat", effect: .statError(.values([0, 1, 2]))),
        .init(name: "other", effect: .histoSys(hi: .values([2, 10, 6]), lo: .values([0.5, 7, 5]))),
      ])
    let workspace = Workspace(
      channels: [.init(name: "SR", samples: [signal, first, second])], observations: [], measurements: [])
    let measurement = Workspace.Measurement(
      name: "m", poi: "mu",
      parameters: [.init(name: "lumi", inits: [1], bounds: [0.5...1.5], auxdata: [1.02], sigmas: [0.03])])
    model = try HistFactoryModel(workspace, measurement: measurement, interpolation: one.interpolation)
    var data = model.expectedData(model.parameters.map(\.initial))
    data.replaceSubrange(0..<3, with: [31, 0, 27])
    self.data = data
    point = model.parameters.enumerated().map { index, parameter in
      parameter.initial == 0 ? one.alpha : parameter.initial + 0.05 * Double(index % 5 - 2)
    }
    self.one = one
  }

  /// The derivatives in a parameter of a row of numbers, by differences of fourth order from each of the sides.
  ///
  /// - Parameter order: that of the derivative of the likelihood which is taken by this difference.
  func differences(
    in parameter: Int, order: Int, _ function: ([Double]) -> [Double]
  ) -> [[Double]] {
    let isNuisance = model.parameters[parameter].initial == 0
    return (isNuisance ? one.sides(order: order) : [0]).map { side in
      let (positions, weights) = side == 0 ? Self.central : Self.oneSided
      let step = side == 0 ? 1e-3 : 1e-3 * side
      var sum: [Double] = []
      for (position, weight) in zip(positions, weights) {
        let values = function(point.moved(parameter, by: position * step))
        if sum.isEmpty { sum = values.map { _ in 0 } }
        for index in sum.indices { sum[index] += weight / (12 * step) * values[index] }
      }
      return sum
    }
  }

  /// Positions in steps, and weights in twelfths.
  private static let central: ([Double], [Double]) = ([-2, -1, 1, 2], [1, -8, 8, -1])
  private static let oneSided: ([Double], [Double]) = ([0, 1, 2, 3, 4], [-25, 48, -36, 16, -3])

  /// The model with one number of one template moved.
  func moved(row: Int, bin: Int, by distance: Double) throws -> HistFactoryModel {
    var (moved, templates) = (model, model.yields.templates)
    templates[row][bin] += distance
    try moved.replaceTemplates(templates)
    return moved
  }

  /// Every number of every template but uncertainties of 0: these fix their factors, and the likelihood is not
  /// continuous there.
  var entries: [(row: Int, bin: Int, name: String)] {
    var entries: [(row: Int, bin: Int, name: String)] = []
    for (row, slot) in model.slots.enumerated() {
      for (bin, value) in model.yields.templates[row].enumerated() {
        if value != 0 || !slot.role.isUncertainty { entries.append((row, bin, "\(slot.name) \(bin)")) }
      }
    }
    return entries
  }
}
