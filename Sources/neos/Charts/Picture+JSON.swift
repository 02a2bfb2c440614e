import NeosEngine

extension Picture {
  /// The numbers of the chart.
  var json: JSONObject {
    switch self {
    case .histogram(let view):
      return ["channels": .array(view.channels.map { .object(Self.json($0)) })]
    case .curves(let records):
      return [
        "step": .array(records.map { .integer($0.step) }), "loss": Self.row(records.map(\.loss)),
        "train": Self.metrics(of: records.map(\.train)),
        "validation": Self.metrics(of: records.map { $0.validation ?? [:] }),
        "test": Self.metrics(of: records.map(\.test)),
      ]
    case .plane(let view):
      return [
        "x": Self.row([view.xRange.lowerBound, view.xRange.upperBound]),
        "y": Self.row([view.yRange.lowerBound, view.yRange.upperBound]), "nodes": .integer(view.nodeCount),
        "values": Self.row(view.values), "contours": Self.row(view.contours),
      ]
    case .scores(let view):
      return [
        "range": Self.row([view.range.lowerBound, view.range.upperBound]), "edges": Self.row(view.edges),
        "densities": Self.named(view.densities.map { ($0.name, $0.values) }),
      ]
    case .pulls(let fit):
      return [
        "data": .string(fit.data), "tested": JSONValue(fit.tested),
        "parameters": .array(
          fit.parameters.map { parameter in
            .object([
              "name": .string(parameter.name), "bestFit": JSONValue(parameter.bestFit),
              "uncertainty": JSONValue(parameter.uncertainty), "pull": JSONValue(parameter.pull),
              "constraint": JSONValue(parameter.constraint),
            ])
          }),
      ]
    }
  }

  /// A row for each metric; null where a step has none.
  private static func metrics(of steps: [[String: Double]]) -> JSONValue {
    let names = Set(steps.flatMap(\.keys)).sorted()
    return named(names.map { name in (name, steps.map { $0[name] ?? .nan }) })
  }

  private static func json(_ channel: HistogramView.Channel) -> JSONObject {
    [
      "name": .string(channel.name), "edges": row(channel.edges),
      "samples": named(channel.layers.map { ($0.name, $0.yields) }),
      "errors": named(channel.layers.filter { !$0.errors.isEmpty }.map { ($0.name, $0.errors) }),
      "up": named(channel.variations.map { ($0.name, $0.up) }),
      "down": named(channel.variations.map { ($0.name, $0.down) }),
      "data": named(channel.data.map { ($0.name, $0.values) }),
    ]
  }

  private static func row(_ values: [Double]) -> JSONValue { .array(values.map { JSONValue($0) }) }

  private static func named(_ rows: [(String, [Double])]) -> JSONValue {
    var object: JSONObject = [:]
    for (name, values) in rows { object[name] = row(values) }
    return .object(object)
  }
}
