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
    for (name, value) in record.train { set("train.\(name)", value, place) }
    for (name, value) in record.test { set("test.\(name)", value, place) }
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

  /// The curve of a name; nil when it has no value.
  func curve(_ name: String, called title: String, _ role: Role) -> Curve? {
    columns[name].map { Curve(title, role, firstStep: firstStep, values: $0) }
  }

  /// What there are curves of.
  var names: Set<String> { Set(columns.keys) }
}
