/// What `export` writes.
public enum Export: String, Sendable, Hashable, CaseIterable {
  /// The present model as a workspace.
  case pyhf
  /// The network.
  case network
  /// The network's output for every event.
  case scores
  /// The templates.
  case yields
  /// The loss and the metrics of every step.
  case metrics
  /// The fit of the present model.
  case parameters
  /// The commands that led here.
  case session
  /// The chart of the templates.
  case histogram
  /// The chart of loss and metrics.
  case curves
  /// The chart of the network's output over two features.
  case plane
  /// The chart of the parameters' pulls.
  case pulls

  /// The chart that it draws; nil for what is not a chart.
  package var picture: Picture.Topic? { Picture.Topic.figures.first { $0.rawValue == rawValue } }

  /// What it writes, in a line.
  var summary: String {
    switch self {
    case .pyhf: "the present model as a workspace that pyhf reads"
    case .network: "the network for ONNX runtimes, or its weights as safetensors"
    case .scores: "the network's output for every event"
    case .yields: "the templates, bin by bin, with expected and observed counts"
    case .metrics: "loss and metrics of every step"
    case .parameters: "the parameters of the present model with a fit of them"
    case .session: "the commands that led here, as a session file"
    case .histogram, .curves, .plane, .pulls: "\(picture?.summary ?? rawValue), as an SVG figure"
    }
  }

  /// How its files' names end.
  var endings: [String] {
    switch self {
    case .pyhf: ["json"]
    case .network: ["onnx", "safetensors"]
    case .scores: ["csv"]
    case .yields, .metrics, .parameters: ["csv", "json"]
    case .session: ["neos"]
    case .histogram, .curves, .plane, .pulls: ["svg"]
    }
  }

  /// Whether the ending says what is written, so that it must be one of them.
  var needsEnding: Bool { self != .pyhf && self != .session }

  /// The keys that may follow the file.
  var keys: [ExportKey] {
    switch self {
    case .pyhf, .yields: [.counts]
    case .histogram: [.counts, .scale]
    case .parameters, .pulls: [.counts, .data]
    case .network, .scores, .metrics, .session, .curves, .plane: []
    }
  }

  /// The keys that may follow the file of a report.
  static let reportKeys: [ExportKey] = [.counts, .data]

  /// How a line with one of them is written: those with the same keys together.
  static var usage: String {
    var groups: [(keys: String, names: [String])] = []
    for export in allCases {
      let keys = ExportKey.usage(export.keys)
      if let index = groups.firstIndex(where: { $0.keys == keys }) {
        groups[index].names.append(export.rawValue)
      } else {
        groups.append((keys, [export.rawValue]))
      }
    }
    return groups.map { "export \($0.names.joined(separator: " | ")) FILE\($0.keys)" }
      .joined(separator: " | ")
  }
}
