import Foundation
import NeosEngine
import Testing

@Suite struct LikelihoodScanTests {
  @Test func oneParameter() throws {
    let model = try countingExperiment(signal: 10, background: 50)
    let axis = LikelihoodScan.Axis(parameter: 0, range: 0...5, count: 11)
    let scan = try LikelihoodScan(model, data: [80, 1], over: axis)
    #expect(scan.points.map { $0.values[0] } == axis.values)
    for point in scan.points {
      let rate = 50 + 10 * point.values[0]
      #expect(agree(point.height ?? .nan, 2 * (rate - 80 + 80 * log(80 / rate)), within: 1e-11))
    }
  }

  @Test func twoParameters() throws {
    let (model, data) = (try CheckModel.model(), try CheckModel.data())
    let scan = try LikelihoodScan(
      model, data: data, over: LikelihoodScan.Axis(parameter: 0, values: [0, 1, 2]),
      LikelihoodScan.Axis(parameter: 1, values: [0.9, 1.1]), control: InferenceControl(threads: 2))
    #expect(scan.points.map(\.values) == [[0, 0.9], [0, 1.1], [1, 0.9], [1, 1.1], [2, 0.9], [2, 1.1]])
    let fit = Fitter().fit(model, data: data, fixed: [0: 1, 1: 1.1])
    #expect(scan.points[3].fit == fit)
    let height = 2 * model.logRatio(scan.best.parameters, to: fit.parameters, data: data)
    #expect(scan.points[3].height == height)
    #expect(!scan.wasStopped)
  }

  /// The best fit keeps a fixed parameter, so that other values of it could be likelier.
  @Test func whatIsFixedIsNotScanned() throws {
    let text = """
      {"channels": [{"name": "c", "samples": [{"name": "s", "data": [5], "modifiers": [
        {"name": "mu", "type": "normfactor", "data": null}]}]}],
       "observations": [{"name": "c", "data": [9]}], "version": "1.0.0",
       "measurements": [{"name": "m", "config": {"poi": "mu", "parameters": [{"name": "mu", "fixed": true}]}}]}
      """
    let workspace = try Workspace(json: text.utf8)
    let model = try HistFactoryModel(workspace, measurement: workspace.measurements[0])
    #expect(throws: InferenceError.setting("mu is fixed in the measurement, and cannot be scanned")) {
      try LikelihoodScan(model, data: [9], over: LikelihoodScan.Axis(parameter: 0, values: [0, 1]))
    }
    #expect(throws: InferenceError.self) {
      try LikelihoodScan(model, data: [9], over: LikelihoodScan.Axis(parameter: 1, values: [0, 1]))
    }
  }

  @Test func aValueOutsideItsBoundsIsAPointWithAProblem() throws {
    let scan = try LikelihoodScan(
      CheckModel.model(), data: CheckModel.data(),
      over: LikelihoodScan.Axis(parameter: 0, values: [1, 20, 2]))
    #expect(scan.points.map { $0.height == nil } == [false, true, false])
    let problem = "\(InferenceError.outOfBounds(name: "mu", value: 20, bounds: 0...10))"
    #expect(scan.points.map(\.problem) == [nil, problem, nil])
    #expect(!scan.wasStopped)
  }
}
