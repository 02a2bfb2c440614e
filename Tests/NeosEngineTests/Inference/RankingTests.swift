import Foundation
import NeosEngine
import Testing

@Suite struct RankingTests {
  @Test func impactsAreRefits() throws {
    let (model, data) = (try CheckModel.model(), try [63, 60] + CheckModel.data()[2...])
    let ranking = try Ranking(model, data: data)
    #expect(Set(ranking.impacts.map(\.parameter)) == [1, 2])
    #expect(ranking.impacts[0].postfit?.size ?? 0 >= ranking.impacts[1].postfit?.size ?? 0)
    for impact in ranking.impacts {
      #expect(impact.problems == [])
      let width = model.prefitUncertainties()[impact.parameter] ?? .nan
      // uncertainty / background.
      #expect(abs(width - [0, 3.0 / 50, 7.0 / 52][impact.parameter]) < 1e-15)
      let best = ranking.best.parameters
      let up = Fitter().fit(
        model, data: data, fixed: [impact.parameter: best[impact.parameter] + width])
      #expect(abs((impact.prefit?.up ?? .nan) - (up.parameters[0] - best[0])) < 1e-9)
      let after = try #require(ranking.covariance.uncertainty(of: impact.parameter))
      let down = Fitter().fit(
        model, data: data, fixed: [impact.parameter: best[impact.parameter] - after])
      #expect(abs((impact.postfit?.down ?? .nan) - (down.parameters[0] - best[0])) < 1e-9)
      let pull = try #require(impact.pull)
      #expect(abs(pull.value - (best[impact.parameter] - 1) / width) < 1e-12)
      #expect(abs((pull.constraint ?? .nan) - after / width) < 1e-12)
      // More background, less signal.
      #expect(impact.prefit?.up ?? 0 < 0)
    }
  }

  @Test(arguments: [1, 2, 4])
  func threadsChangeNothing(threads: Int) throws {
    let (model, data) = (try CheckModel.model(), try CheckModel.data())
    let alone = try Ranking(model, data: data, control: InferenceControl(threads: 1))
    let shared = try Ranking(model, data: data, control: InferenceControl(threads: threads))
    #expect(alone.impacts == shared.impacts)
  }

  @Test func aStopLeavesWhatWasDone() throws {
    let ranking = try Ranking(
      CheckModel.model(), data: CheckModel.data(), control: InferenceControl(isStopped: { true }))
    #expect(ranking.wasStopped)
    #expect(ranking.impacts.isEmpty)
  }
}
