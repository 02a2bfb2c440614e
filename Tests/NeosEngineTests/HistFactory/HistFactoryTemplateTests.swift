import NeosEngine
import Testing

/// Derivatives of compiled models in their templates, against central differences along random directions.
@Suite struct HistFactoryTemplateTests {
  typealias Case = HistFactoryFigures.Case

  // A fourth-order formula whose steps are a thousandth of each template, and rounding of 1e-15 over them.
  private let tolerance = 1e-8

  @Test(arguments: HistFactoryFigures.cases)
  func theLikelihoodsGradient(reference: Case) throws {
    let (model, direction) = try problem(reference)
    for point in reference.points {
      let gradient: (templates: [[Double]], data: [Double]) = model.templateGradient(
        point.parameters, data: point.data)
      let expected = try slope { distance in
        try model.moved(along: direction, by: distance).logpdf(point.parameters, data: point.data)
      }
      #expect(agree(dot(gradient.templates, direction), expected, within: tolerance))
    }
  }

  /// What the gradient in the data leaves out cancels in ratios.
  @Test(arguments: HistFactoryFigures.cases)
  func theGradientInTheData(reference: Case) throws {
    let model = try reference.model()
    let (a, b) = (reference.points[0].parameters, reference.points[1].parameters)
    let data = reference.points[0].data
    let (atA, atB): ((templates: [[Double]], data: [Double]), (templates: [[Double]], data: [Double])) = (
      model.templateGradient(a, data: data), model.templateGradient(b, data: data)
    )
    for index in data.indices {
      let expected = slope { distance in
        var moved = data
        moved[index] += distance + (data[index] == 0 ? 1 : 0)
        return model.logRatio(a, to: b, data: moved)
      }
      #expect(agree(atA.data[index] - atB.data[index], expected, within: tolerance))
    }
  }

  @Test(arguments: HistFactoryFigures.cases)
  func theExpectedDataPulledBack(reference: Case) throws {
    let (model, direction) = try problem(reference)
    let point = reference.points[0].parameters
    let cotangent: [Double] = RandomKey(seed: 5).normal(model.expectedData(point).count)
    let expected = try slope { distance in
      let data = try model.moved(along: direction, by: distance).expectedData(point)
      return zip(data, cotangent).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let found = model.expectedDataPullback(point, cotangent: cotangent)
    #expect(agree(dot(found, direction), expected, within: tolerance))
  }

  @Test(arguments: HistFactoryFigures.cases)
  func theAsimovRatiosGradient(reference: Case) throws {
    let (model, direction) = try problem(reference)
    let (a, b) = (reference.points[0].parameters, reference.points[1].parameters)
    let expected = try slope { distance in
      let moved = try model.moved(along: direction, by: distance)
      return moved.logRatio(a, to: b, data: moved.expectedData(a))
    }
    #expect(agree(dot(model.asimovRatioGradient(a, to: b), direction), expected, within: tolerance))
  }

  /// Each entry on its own, in the smaller models.
  @Test(arguments: HistFactoryFigures.cases.filter { $0.parameterNames.count < 16 })
  func everySingleEntry(reference: Case) throws {
    let model = try reference.model()
    let point = reference.points[0]
    let gradient: (templates: [[Double]], data: [Double]) = model.templateGradient(
      point.parameters, data: point.data)
    for (row, template) in model.yields.templates.enumerated() {
      for (bin, value) in template.enumerated() where value != 0 {
        var direction = model.yields.templates.map { $0.map { _ in 0.0 } }
        direction[row][bin] = value
        let expected = try slope { distance in
          try model.moved(along: direction, by: distance).logpdf(point.parameters, data: point.data)
        }
        #expect(agree(value * gradient.templates[row][bin], expected, within: tolerance))
      }
    }
  }

  @Test func otherTemplatesMakeTheModelOfTheirWorkspace() throws {
    for reference in HistFactoryFigures.cases {
      let model = try reference.model()
      let (_, direction) = try problem(reference)
      let moved = try model.moved(along: direction, by: 0.3)
      var back = moved
      try back.replaceTemplates(model.yields.templates)
      #expect(back.auxiliaryData == model.auxiliaryData)
      #expect(back.parameters == model.parameters)
      let point = reference.points[0]
      let (one, other): (Double, Double) = (
        back.logpdf(point.parameters, data: point.data), model.logpdf(point.parameters, data: point.data)
      )
      #expect(one == other)
    }
  }

  @Test func aTemplateThatFallsToZeroFixesItsParameter() throws {
    let channel = Workspace.Channel(
      name: "SR",
      samples: [
        .init(
          name: "b", data: .values([10, 20]),
          modifiers: [
            .init(name: "s", effect: .shapeSys(.values([1, 2]))),
            .init(name: "t", effect: .statError(.values([2, 3]))),
          ])
      ])
    var model = try HistFactoryModel(
      Workspace(channels: [channel], observations: [], measurements: []),
      measurement: .init(name: "", poi: ""))
    #expect(model.slots.map(\.name) == ["SR.b", "SR.b.shapesys.s", "SR.b.staterror.t"])
    #expect(model.slots[2].role == .uncertainty("t", .statError))
    #expect(model.parameters.map(\.isFixed) == [false, false, false, false])
    try model.replaceTemplates([[0, 20], [1, 0], [2, 3]])
    #expect(model.parameters.map(\.isFixed) == [true, true, true, false])
    #expect(model.auxiliaryData == [1, 1, 1, 1])
    #expect(model.constraintWidth(3) == 0.15)
    #expect(model.constraintWidth(2) == 1)
    #expect(throws: ModelError.notFinite(template: "SR.b", bin: 1, value: .infinity)) {
      try model.replaceTemplates([[0, .infinity], [1, 0], [2, 3]])
    }
  }

  private func problem(_ reference: Case) throws -> (model: HistFactoryModel, direction: [[Double]]) {
    let model = try reference.model()
    return (model, model.randomDirection(seed: 7))
  }
}

extension HistFactoryModel {
  /// A random direction in the templates, relative to each of them: what is 0 stays 0.
  func randomDirection(seed: UInt64) -> [[Double]] {
    let count = yields.templates.reduce(0) { $0 + $1.count }
    var draws: [Double] = RandomKey(seed: seed).uniform(count, from: -1, to: 1)
    return yields.templates.map { $0.map { $0 * draws.removeLast() } }
  }

  func moved(along direction: [[Double]], by distance: Double) throws -> HistFactoryModel {
    var model = self
    try model.replaceTemplates(
      zip(yields.templates, direction).map { zip($0, $1).map { $0 + distance * $1 } })
    return model
  }
}

/// The scalar product of two tables.
func dot(_ left: [[Double]], _ right: [[Double]]) -> Double {
  zip(left.joined(), right.joined()).reduce(0) { $0 + $1.0 * $1.1 }
}
