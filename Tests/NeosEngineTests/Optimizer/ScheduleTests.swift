import NeosEngine
import Testing

@Suite struct ScheduleTests {
  @Test(arguments: try OptimizerFigures.load().schedules)
  func ratesAreOptaxs(reference: OptimizerFigures.Rates) throws {
    let decay: Schedule.Decay =
      switch reference.name {
      case "exponential": .exponential(factor: reference.factor, steps: reference.steps)
      case "cosine": .cosine(fraction: reference.factor, steps: reference.steps)
      default: .constant
      }
    let schedule = Schedule(decay, warmupSteps: reference.warmupSteps)
    try schedule.check()
    for (step, rate) in zip(reference.at, reference.rates) {
      // A few roundings.
      #expect(abs(schedule.rate(at: step, base: reference.base) - rate) <= 1e-15 * reference.base, "\(step)")
    }
  }

  @Test(arguments: [
    Schedule(warmupSteps: -1), Schedule(.exponential(factor: 0, steps: 1)),
    Schedule(.exponential(factor: .nan, steps: 1)), Schedule(.exponential(factor: 0.5, steps: 0)),
    Schedule(.cosine(fraction: 1.5, steps: 1)), Schedule(.cosine(fraction: 0, steps: 0)),
  ])
  func numbersOutOfRangeAreErrors(schedule: Schedule) throws {
    let error = try #require(throws: OptimizerError.self) { try schedule.check() }
    #expect(error.description.contains("must be"))
  }
}
