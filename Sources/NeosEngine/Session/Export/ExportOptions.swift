/// What an exported file is of, and how a chart in it is drawn.
public struct ExportOptions: Sendable, Hashable {
  /// The events that are counted and the data that are fitted.
  public var basis = QuestionBasis()
  /// Whether the axis of the events of a histogram is logarithmic.
  public var isLogarithmic = false

  /// The present step, with its usual data and linear axes.
  public init() {}

  /// The ordinary counts of some events.
  public init(counts: EventPart?) { basis.counts = counts }
}

/// A key after the file of `export` or `report`.
struct ExportKey: LineKey {
  let name: String
  let values: ValueForm
  /// Sets it from the text of its value.
  let set: @Sendable (inout ExportOptions, String) throws(ValueError) -> Void

  private static func basis(_ key: BasisKey) -> ExportKey {
    ExportKey(name: key.name, values: key.values) { (options, text) throws(ValueError) in
      try key.set(&options.basis, text)
    }
  }

  static let counts = basis(.counts)
  static let data = basis(.data)
  /// The axis of a histogram.
  static let scale = ExportKey(name: "scale", values: .words(["linear", "log"])) {
    (options, text) throws(ValueError) in
    options.isLogarithmic =
      try ValueParsing.choice(text, "scale", among: AxisChoice.allCases) == .log
  }

  private enum AxisChoice: String, CaseIterable { case linear, log }

  /// The keys as they are written in a usage line.
  static func usage(_ keys: [ExportKey]) -> String {
    keys.map { " [\($0.name)=]" }.joined()
  }
}
