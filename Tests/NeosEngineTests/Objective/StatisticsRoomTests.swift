import NeosEngine
import Testing

@Suite struct StatisticsRoomTests {
  /// Small models, those with every modifier and interpolation, with kinks among them, and those at the edge of what
  /// makes sense.
  private static func models() throws -> [any StatisticalModel] {
    var models = try randomModels(12, seed: 4100)
    for histoSys in Interpolation.Additive.allCases {
      for normSys in Interpolation.Multiplicative.allCases {
        let interpolation = Interpolation(histoSys: histoSys, normSys: normSys)
        models.append(try DerivativeProblem(.init(interpolation: interpolation, alpha: 0)).model)
      }
    }
    for (_, workspace) in DegenerateModels.all.sorted(by: { $0.key < $1.key }) {
      guard let measurement = workspace.measurements.first,
        let model = try? HistFactoryModel(workspace, measurement: measurement)
      else { continue }
      models.append(model)
    }
    return models
  }

  /// The value to all digits, or why there is none.
  private func words(_ evaluate: () throws -> ObjectiveValue) -> String {
    do { return "\(try evaluate())" } catch { return "\(error)" }
  }

  @Test func whatIsInARoomDoesNotShow() throws {
    var room = StatisticsRoom()
    let models = try Self.models()
    #expect(models.count > 30)
    for model in models + models.reversed() {
      for objective in [Objective.cls, .discovery] {
        let found = words {
          let value = try objective.evaluate(model, in: &room)
          room.reuse(value)
          return value
        }
        #expect(found == words { try objective.evaluate(model) })
      }
    }
  }

  @Test func aValueThatIsStillHeldStaysAsItIs() throws {
    var room = StatisticsRoom()
    let models = try randomModels(9, seed: 4200)
    for (one, other) in zip(models, models.dropFirst(3)) {
      let held = try Objective.cls.evaluate(one, in: &room)
      let before = "\(held)"
      room.reuse(held)
      let next = try Objective.cls.evaluate(other, in: &room)
      #expect("\(held)" == before)
      #expect(next != held)
    }
  }

  /// The addresses of a value's numbers.
  private func addresses(_ value: ObjectiveValue) -> [UnsafeRawPointer?] {
    value.templateGradient.map { $0.withUnsafeBytes(\.baseAddress) }
      + [value.fit?.free.withUnsafeBytes(\.baseAddress)]
  }

  @Test func aValueTakesTheMemoryOfOneThatIsOfNoMoreUse() throws {
    let model = try #require(randomModels(1, seed: 4300).first)
    var room = StatisticsRoom()
    let first = try Objective.cls.evaluate(model, in: &room)
    let place = addresses(first)
    room.reuse(consume first)
    let second = try Objective.cls.evaluate(model, in: &room)
    #expect(addresses(second) == place)
    // One that takes nothing over is elsewhere.
    let third = try Objective.cls.evaluate(model, in: &room)
    #expect(third == second)
    #expect(Set(addresses(third)).isDisjoint(with: place))
  }
}
