import Foundation
import Testing

@testable import NeosEngine

/// Fits of models so large that their factors stand column by column.
@Suite struct LargeFitTests {
  /// Fifty shape uncertainties whose variations know nothing of each other: the likelihood is not concave at the start.
  @Test func lopsidedShapesConverge() throws {
    let (bins, shapes) = (40, 50)
    let draws: [Double] = RandomKey(seed: 12).normal(2 * bins * shapes)
    let background = (0..<bins).map { 40 + 3 * Double($0) }
    func variation(_ number: Int) -> [Double] {
      (0..<bins).map { background[$0] * (1 + 0.03 * draws[number * bins + $0]) }
    }
    let signal = (0..<bins).map { 2 + 0.2 * Double($0) }
    let model = try shapeModel(
      signal: signal, background: background,
      variations: (0..<shapes).map { (variation(2 * $0), variation(2 * $0 + 1)) })
    let mu = try #require(model.poiIndex)
    let point = model.parameters.indices.map { $0 == mu ? 1.3 : 0.04 * Double($0 - 25) }
    let rates: [Double] = model.expectedRates(point)
    for bin in 0..<bins {
      var expected = 1.3 * signal[bin] + background[bin]
      for (shape, index) in model.parameters.indices.filter({ $0 != mu }).enumerated() {
        let factors = InterpolationCode4p.factors(point[index])
        expected += factors.up * (variation(2 * shape)[bin] - background[bin])
        expected += factors.down * (background[bin] - variation(2 * shape + 1)[bin])
      }
      #expect(agree(rates[bin], expected, within: 1e-13))
    }
    let data = model.expectedData(model.initialParameters(poi: 0))
    let fit = Fitter().fit(model, data: data, fixedPOI: 1)
    #expect(fit.isConverged)
    let gradient: [Double] = model.parameterGradient(fit.parameters, data: data)
    for index in fit.free { #expect(abs(gradient[index]) < 1e-9) }
    // It is a maximum.
    let hessian = model.hessian(fit.parameters, data: data)
    #expect(CholeskyFactor(fit.free.map { row in fit.free.map { -hessian[row][$0] } }) != nil)
    // The last digits do not depend on the way there.
    let near = Fitter().fit(model, data: data, initial: fit.parameters.map { $0 + 0.01 }, fixedPOI: 1)
    #expect(agree(near.parameters, fit.parameters, within: 1e-12))
  }

  /// The signal strength and so many shapes: products by pairs, by a kernel and by BLAS.
  @Test(arguments: [6, 7, 14, 15, 100, 198, 199])
  func theHessianOfManyParameters(shapes: Int) throws {
    let bins = 13
    let draws: [Double] = RandomKey(seed: UInt64(shapes)).normal(2 * bins * shapes)
    let background = (0..<bins).map { 40 + 3 * Double($0) }
    func variation(_ number: Int) -> [Double] {
      (0..<bins).map { background[$0] * (1 + 0.01 * draws[number * bins + $0]) }
    }
    let model = try shapeModel(
      signal: background.map { 0.1 * $0 }, background: background,
      variations: (0..<shapes).map { (variation(2 * $0), variation(2 * $0 + 1)) })
    let point = model.parameters.indices.map { 0.3 + 0.6 * Double($0 % 7) / 7 }
    let data = model.expectedData(model.initialParameters(poi: 0))
    let hessian = model.hessian(point, data: data)
    for column in hessian.indices {
      let along = point.enumerated().map { Jet($1, $0 == column ? 1 : 0) }
      let expected = model.parameterGradient(along, data: data).map(\.c1)
      // Sums of 13 terms, of which the largest are some tens.
      #expect(agree(hessian[column], expected, within: 1e-11))
    }
  }

  /// A shape that raises the counts both ways has a maximum on either side, that of the smaller shift being higher.
  @Test func theHigherOneOfTwoMaximaIsFoundAmongManyParameters() throws {
    let (model, data, turned) = try twoMaxima(shapes: 110, turning: 1)
    for side in [-1.0, 1] {
      var start = model.initialParameters(poi: 1)
      for index in turned { start[index] = side }
      let fit = Fitter().fit(model, data: data, initial: start, fixedPOI: 1)
      #expect(fit.isConverged)
      #expect(turned.allSatisfy { fit.parameters[$0] > 0.9 })
    }
  }

  /// An inference looks at more shapes than a step does.
  @Test func theHighestOfManyMaximaIsFound() throws {
    let (model, data, turned) = try twoMaxima(shapes: 110, turning: 6)
    var start = model.initialParameters(poi: 1)
    for index in turned { start[index] = -1 }
    let fit = Fitter().fit(model, data: data, initial: start, fixedPOI: 1)
    #expect(fit.isConverged)
    #expect(turned.allSatisfy { fit.parameters[$0] > 0.8 }, "\(turned.map { fit.parameters[$0] })")
  }

  /// Where many shapes at once would leave no counts in a bin, they are moved less far, and that may lead to the higher
  /// maximum.
  @Test(arguments: [3, 26]) func shapesAreMovedAsFarAsCountsAreLeft(seed: UInt64) throws {
    let (model, data) = try unlikeShapes(50, seed: seed)
    let (space, fitter) = (model.parameterSpace, Fitter())
    func climb(from start: [Double]) -> Double {
      var room = FitRoom()
      room.enter(at: start, in: space, fixedPOI: nil, fixed: [:])
      return fitter.climb(model, data: data, from: .init(point: start), in: space, &room).logpdf
    }
    let usual = climb(from: space.initial)
    let fit = fitter.fit(model, data: data).logpdf
    var isHigher = false
    for side in [1.0, -1] {
      let starts = [1, 0.5, 0.25].map { share in
        space.initial.indices.map { $0 == space.poiIndex ? space.initial[$0] : share * side }
      }
      let place = try #require(starts.firstIndex { fitter.isDefined(model, at: $0, data: data) })
      let moved = climb(from: starts[place])
      #expect(fit > moved - 1e-9)
      if place > 0, moved > usual + 0.1 { isHigher = true }
    }
    #expect(isHigher)
  }

  /// The impacts of a ranking are those around the maximum that a fit reports, also where a brief search finds a lower
  /// one.
  @Test func aRankingIsMadeAroundTheHighestMaximum() throws {
    for seed in 1...8 {
      let (model, data) = try unlikeShapes(110, seed: UInt64(seed))
      let fit = Fitter().fit(model, data: data)
      guard Fitter.brief.fit(model, data: data).logpdf < fit.logpdf - 1e-3 else { continue }
      let ranking = try Ranking(model, data: data)
      #expect(ranking.best.parameters == fit.parameters)
      #expect(ranking.impacts.count == 110)
      return
    }
    Issue.record("a brief search finds all maxima")
  }

  /// Other maxima are looked for on several threads, and found in the same order: with all parameters moved at once,
  /// and one by one.
  @Test(arguments: [Fitter(), .brief]) func aFitDoesNotDependOnTheNumberOfThreads(fitter: Fitter) throws {
    let (model, data, turned) = try twoMaxima(shapes: 110, turning: 1)
    var start = model.initialParameters(poi: 1)
    for index in turned { start[index] = -1 }
    let fits = [1, 2, 3, 8].map { threads in
      var room = FitRoom()
      room.threads = threads
      return fitter.fit(
        model, in: model.parameterSpace, data: data, initial: start, fixedPOI: 1, room: &room)
    }
    #expect(turned.allSatisfy { fits[0].parameters[$0] > 0.9 })
    for fit in fits.dropFirst() { #expect(fit == fits[0]) }
  }

  /// A model with data that some of its shapes, which raise counts both ways, describe on either side, up the better.
  private func twoMaxima(
    shapes: Int, turning: Int
  ) throws -> (model: HistFactoryModel, data: [Double], turned: [Int]) {
    let bins = 40
    let draws: [Double] = RandomKey(seed: 5).normal(bins * shapes)
    let background = (0..<bins).map { 400 + 10 * Double($0) }
    func scaled(_ change: (Int) -> Double) -> [Double] {
      (0..<bins).map { background[$0] * (1 + change($0)) }
    }
    let both = (0..<turning).map { shape in
      let every = max(turning, 3)
      return (up: scaled { $0 % every == shape ? 0.1 : 0 }, down: scaled { $0 % every == shape ? 0.09 : 0 })
    }
    let others = (turning..<shapes).map { shape in
      (up: scaled { 0.01 * draws[shape * bins + $0] }, down: scaled { -0.01 * draws[shape * bins + $0] })
    }
    let model = try shapeModel(
      signal: (0..<bins).map { 2 + 0.2 * Double($0) }, background: background, variations: both + others)
    let turned = try (0..<turning).map { shape in
      try #require(model.parameters.firstIndex { $0.name.hasPrefix("shape\(1000 + shape)") })
    }
    var truth = model.initialParameters(poi: 1)
    for index in turned { truth[index] = 1 }
    var data = model.expectedData(truth)
    for index in model.binCount..<data.count { data[index] = 0 }
    return (model, data, turned)
  }

  /// A model whose shapes go up and down by amounts that know nothing of each other, with data far from its start.
  private func unlikeShapes(
    _ shapes: Int, seed: UInt64
  ) throws -> (model: HistFactoryModel, data: [Double]) {
    let bins = 40
    let draws: [Double] = RandomKey(seed: seed).normal(2 * shapes * bins)
    let background = (0..<bins).map { 400 + 10 * Double($0) }
    let signal = (0..<bins).map { 60 * exp(-0.5 * pow(Double($0) / 3 - 7, 2)) }
    func variation(_ number: Int) -> [Double] {
      (0..<bins).map { background[$0] * (1 + 0.05 * draws[number * bins + $0]) }
    }
    let model = try shapeModel(
      signal: signal, background: background,
      variations: (0..<shapes).map { (variation(2 * $0), variation(2 * $0 + 1)) })
    var data = model.expectedData(model.initialParameters(poi: 1))
    for bin in 0..<bins { data[bin] *= 1 + 0.3 * sin(Double(bin)) }
    return (model, data)
  }

  /// A signal with a free normalization and a background with shape uncertainties.
  private func shapeModel(
    signal: [Double], background: [Double], variations: [(up: [Double], down: [Double])]
  ) throws -> HistFactoryModel {
    let modifiers = variations.enumerated().map { shape, variation in
      Workspace.Modifier(
        name: "shape\(shape + 1000)",
        effect: .histoSys(hi: .values(variation.up), lo: .values(variation.down)))
    }
    return try HistFactoryModel(
      Workspace(
        channels: [
          .init(
            name: "SR",
            samples: [
              .init(
                name: "a", data: .values(signal), modifiers: [.init(name: "mu", effect: .normFactor)]),
              .init(name: "b", data: .values(background), modifiers: modifiers),
            ])
        ], observations: [], measurements: []),
      measurement: Workspace.Measurement(name: "m", poi: "mu"))
  }
}
