internal import NeosEngine
internal import NeosPlot

/// The numbers of all steps, a column for each curve.
struct CurveStore: Sendable {
  private(set) var firstStep = 0
  private(set) var count = 0
  private var columns: [String: [Double]] = [:]

  init(_ records: [StepRecord] = []) { append(records) }

  /// The step of the last record.
  var lastStep: Int? { count > 0 ? firstStep + count - 1 : nil }

  /// Adds records, in place of those of the same and later steps.
  mutating func append(_ records: [StepRecord]) {
    for record in records { append(record) }
  }

  private mutating func append(_ record: StepRecord) {
    if count == 0 { firstStep = record.step }
    if record.step < firstStep { self = CurveStore(); firstStep = record.step }
    let place = record.step - firstStep
    if place < count { cut(to: place) }
    set("loss", record.loss, place)
    set("gradient.norm", record.gradientNorm, place)
    set("rate", record.rate, place)
    for (part, metrics) in record.parts {
      for (name, value) in metrics { set("\(part.rawValue).\(name)", value, place) }
    }
    count = place + 1
  }

  private mutating func set(_ name: String, _ value: Double, _ place: Int) {
    var column = columns.removeValue(forKey: name) ?? []
    while column.count < place { column.append(.nan) }
    column.append(value)
    columns[name] = column
  }

  private mutating func cut(to place: Int) {
    count = place
    for name in columns.keys {
      if let surplus = columns[name].map({ $0.count - place }), surplus > 0 {
        columns[name]?.removeLast(surplus)
      }
    }
  }

  /// The curves of the loss or a metric: of training and of the validation and test samples where they are apart.
  ///
  /// - Parameters:
  ///   - prefix: What stands before the names.
  ///   - place: How many curves the chart has already.
  func curves(of name: String, called prefix: String = "", from place: Int = 0) -> [Curve] {
    var curves: [Curve] = []
    let parts = EventPart.allCases.map { "\($0.rawValue).\(name)" }
    for source in name == "loss" ? ["loss"] : [name] + parts {
      guard let values = columns[source] else { continue }
      let role = Role.series(UInt8(min(place + curves.count, 9)))
      curves.append(Curve(prefix + source, role, firstStep: firstStep, values: values))
    }
    return curves
  }

  /// The metrics that there are curves of, in order of the alphabet.
  var metrics: [String] {
    Set(
      columns.keys.flatMap { name in
        EventPart.allCases.map { "\($0.rawValue)." }.filter(name.hasPrefix).map {
          String(name.dropFirst($0.count))
        }
      }
    ).sorted()
  }
}
