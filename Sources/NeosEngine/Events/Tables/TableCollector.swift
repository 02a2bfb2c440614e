/// Keeps the events of the rows that pass, block by block, and adds up what is wanted of all of them.
struct TableCollector {
  private let features: [Int]
  private let weight: Int?
  private let summed: [Int]?
  private var selection: SelectionEvaluator?
  private let limit: Int
  private let names: [String]

  /// The rows that were looked at.
  private(set) var rowCount = 0
  /// The events that were kept.
  private(set) var eventCount = 0
  /// Events x features.
  private(set) var featureValues: [Double] = []
  /// One for each event, if there is a weight.
  private(set) var weightValues: [Double] = []

  /// The events that passed, kept or not.
  private(set) var passingCount = 0
  /// The sums over them of the columns that are summed.
  private(set) var sums: [Double]

  private var kept: [Int32]
  private var rows: [Double]
  private let capacity: Int

  /// - Parameters:
  ///   - features: The slots of the features.
  ///   - weight: The slot of the weight, if there is one.
  ///   - sums: The slots whose sums over all events are wanted; if none are, nothing is read beyond the limit.
  ///   - selection: The condition that events fulfil, if there is one.
  ///   - limit: The most events that are kept, if there is a limit.
  ///   - names: The names of all slots.
  ///   - block: The rows that are then given, as many as it can take.
  ///   - rowCount: The rows of the table, if known: where there is no selection, the memory is taken at once.
  init(
    features: [Int], weight: Int?, sums: [Int]?, selection: Selection?, limit: Int?, names: [String],
    block: TableBlock,
    rowCount: Int?
  ) {
    self.features = features
    self.weight = weight
    summed = sums
    self.sums = Array(repeating: 0, count: sums?.count ?? 0)
    self.selection = selection.map { SelectionEvaluator($0, rows: block.capacity) }
    self.limit = limit ?? .max
    self.names = names
    capacity = block.capacity
    kept = Array(repeating: 0, count: block.capacity)
    rows = Array(repeating: 0, count: block.capacity * features.count)
    if selection == nil, let rowCount {
      let events = min(self.limit, rowCount)
      // A small file may be compressed a thousand times: what no machine has is not asked for at once.
      let bytes = 8.0 * Double(events) * Double(features.count + 1)
      guard bytes < TableBounds.eventBytes else { return }
      featureValues.reserveInLargePages(events * features.count)
      if weight != nil { weightValues.reserveInLargePages(events) }
    }
  }

  /// Whether nothing more is wanted: the limit is reached, and no sum goes beyond it.
  var isFull: Bool { eventCount >= limit && summed == nil }

  /// Takes the rows of a block that pass the selection, up to the limit, and adds up beyond it.
  ///
  /// - Throws: ``TableProblem`` where a feature or weight of such a row is not finite.
  mutating func take(_ block: TableBlock) throws(TableProblem) {
    let isSelected = selection != nil
    let passing = selection?.passing(block, into: &kept) ?? block.rowCount
    let count = min(passing, limit - eventCount)
    if count < passing, summed == nil {
      // The rows behind the last event are not looked at.
      rowCount += isSelected ? Int(kept[count - 1]) + 1 : count
    } else {
      rowCount += block.rowCount
    }
    passingCount += passing
    for (place, slot) in (summed ?? []).enumerated() {
      guard add(block.column(slot), count: passing, to: &sums[place]) else {
        throw notFinite(block, count: passing, in: [slot])
      }
    }
    guard count > 0 else { return }
    let stride = features.count
    let numbers = featureValues.count + weightValues.count + count * (stride + 1)
    guard 8 * Double(numbers) < TableBounds.eventBytes else { throw .tooMany(events: eventCount) }
    for (feature, slot) in features.enumerated() {
      let isFinite = rows.withUnsafeMutableBufferPointer { rows in
        Self.gather(
          block.column(slot), kept: isSelected ? kept : nil, count: count, into: rows, from: feature,
          stride: stride)
      }
      guard isFinite else { throw notFinite(block, count: count, in: columns) }
    }
    featureValues.append(contentsOf: rows[..<(count * stride)])
    if let weight {
      let isFinite = rows.withUnsafeMutableBufferPointer { rows in
        Self.gather(
          block.column(weight), kept: isSelected ? kept : nil, count: count, into: rows, from: 0, stride: 1)
      }
      guard isFinite else { throw notFinite(block, count: count, in: columns) }
      weightValues.append(contentsOf: rows[..<count])
    }
    eventCount += count
  }

  /// The slots of what an event has.
  private var columns: [Int] { features + (weight.map { [$0] } ?? []) }

  /// Adds the numbers of the rows that pass, in their order; whether they are all finite.
  private func add(
    _ column: UnsafeMutableBufferPointer<Double>, count: Int, to sum: inout Double
  ) -> Bool {
    var check = FiniteCheck()
    var total = sum
    for index in 0..<count {
      let value = column[selection == nil ? index : Int(kept[index])]
      check.see(value)
      total += value
    }
    sum = total
    return check.areFinite
  }

  /// Copies the kept numbers of a column to every so manieth place; whether they are all finite.
  private static func gather(
    _ column: UnsafeMutableBufferPointer<Double>, kept: [Int32]?, count: Int,
    into rows: UnsafeMutableBufferPointer<Double>, from start: Int, stride: Int
  ) -> Bool {
    precondition(count <= column.count && (count == 0 || start + (count - 1) * stride < rows.count))
    guard count > 0, let target = rows.baseAddress, let source = column.baseAddress else { return true }
    var check = FiniteCheck()
    if let kept {
      for index in 0..<count {
        let value = source[Int(kept[index])]
        check.see(value)
        target[start &+ index &* stride] = value
      }
    } else {
      for index in 0..<count {
        let value = source[index]
        check.see(value)
        target[start &+ index &* stride] = value
      }
    }
    return check.areFinite
  }

  /// The first number in some columns that is not finite, row by row.
  private func notFinite(_ block: TableBlock, count: Int, in slots: [Int]) -> TableProblem {
    for index in 0..<count {
      let row = selection == nil ? index : Int(kept[index])
      for slot in slots where !block.column(slot)[row].isFinite {
        if case .line(let line) = block.place(of: row),
          block.column(slot)[row].bitPattern == CSVField.missing.bitPattern
        {
          return .emptyField(line: line, column: names[slot])
        }
        return .notFinite(block.place(of: row), column: names[slot], found: block.column(slot)[row])
      }
    }
    return .noRows
  }
}
