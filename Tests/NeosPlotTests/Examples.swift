import Foundation
import NeosPlot

/// Charts of the kind that an analysis shows.
enum Examples {
  static var published: HistogramChart {
    var chart = HistogramChart(
      edges: [0, 0.5, 1], signal: [6.76, 6.88], background: [34.14, 34.12], up: [35.1, 33.04],
      down: [32.33, 35.63])
    chart.observable = "score"
    return chart
  }

  static var unequal: HistogramChart {
    var chart = HistogramChart(
      edges: [0, 0.1, 0.3, 0.6, 1], signal: [1, 3, 8, 12], background: [55, 40, 21, 6],
      up: [58, 46, 26, 9], down: [51, 35, 17, 4])
    chart.layers[0].errors = [3, 2.5, 2, 1]
    chart.data = [60, 38, 33, 15]
    chart.observable = "score"
    return chart
  }

  static var losses: CurveChart {
    let train = (0...200).map { (index: Int) -> Double in 0.05 + 0.1 * exp(-Double(index) / 40) }
    var test = (0...20).map { (index: Int) -> Double in 0.06 + 0.09 * exp(-Double(index) / 5) }
    test[9] = .nan
    return CurveChart([
      Curve("train", .series(0), values: train), Curve("test", .series(1), stride: 10, values: test),
    ])
  }

  static var map: HeatMap {
    let nodes = (0..<21).map { -1 + Double($0) / 10 }
    let values = nodes.flatMap { y in nodes.map { x in 1 / (1 + exp(-3 * (x + y))) } }
    var map = HeatMap(values: values, columns: 21, xRange: -1...1, yRange: -1...1)
    map.contours = [0.5]
    map.events = [
      HeatMap.Events("signal", .signal, x: [0.5, 0.7, 0.3], y: [0.6, 0.2, 0.8]),
      HeatMap.Events("background", .background, x: [-0.5, -0.7, -0.2], y: [-0.6, 0.1, -0.5]),
    ]
    map.features = ("x", "y")
    return map
  }

  static var densities: DensityChart {
    func bump(_ center: Double, _ width: Double) -> [Double] {
      (0...100).map { index in
        let distance = (Double(index) / 100 - center) / width
        return exp(-distance * distance / 2) / width / 2.5066
      }
    }
    return DensityChart(
      [
        .init("signal", .signal, values: bump(0.7, 0.12)),
        .init("background", .background, values: bump(0.35, 0.16)),
      ], over: 0...1, edges: [0.5], observable: "score")
  }

  static var pulls: PullChart {
    PullChart([
      .init("mu", bestFit: 1.13, uncertainty: 0.42),
      .init(
        "jet energy scale", bestFit: 0.62, uncertainty: 0.71, pull: 0.62, pullError: 0.71, impactUp: 0.21,
        impactDown: -0.19),
      .init(
        "luminosity", bestFit: -0.08, uncertainty: 0.99, pull: -0.08, pullError: 0.99, impactUp: -0.07,
        impactDown: 0.08),
      .init(
        "shape", bestFit: -1.4, uncertainty: 0.35, pull: -1.4, pullError: 0.35, impactUp: 0.05,
        impactDown: 0.02),
    ])
  }

  static var ranking: BarList {
    BarList(
      [
        .init("edge 1", 0.12), .init("bandwidth", -0.31), .init("alpha", 0.004), .init("bin 0", 0.25),
        .init("bin 1", -0.11),
      ], title: "d loss / d setting")
  }
}
