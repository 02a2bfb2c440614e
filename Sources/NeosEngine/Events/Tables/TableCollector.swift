internal import Foundation

/// Keeps the events of the rows that pass, block by block.
struct TableCollector {
  private let features: [Int]
  private let weight: Int?
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

  private var kept: [Int32]
  private var rows: [Double]
  private let capacity: Int

  /// - Parameters:
  ///   - features: The slots of the features.
  ///   - names: The names of all slots.
  ///   - rowCount: The rows of the table, if known: where there is no selection, the memory is taken at once.
  init(
    features: [Int], weight: Int?, selection: Selection?, limit: Int?, names: [String], block: TableBlock,
    rowCount: Int?
  ) {
    self.features = features
    self.weight = weight
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
      guard bytes < Double(ProcessInfo.processInfo.physicalMemory) / 2 else { return }
      featureValues.reserveInLargePages(events * features.count)
      if weight != nil { weightValues.reserveInLargePages(events) }
    }
  }

  /// Whether the limit is reached.
  var isFull: Bool { eventCount >= limit }

  /// Takes the rows of a block that pass the selection, up to the limit.
  ///
  /// - Throws: ``TableProblem`` where a feature or weight of such a row is not finite.
  mutating func take(_ block: TableBlock) throws(TableProblem) {
    let count: Int
    if selection != nil {
      let passing = selection?.passing(block, into: &kept) ?? 0
      count = min(passing, limit - eventCount)
      if count < passing {
        // The rows behind the last event are not looked at.
        rowCount += Int(kept[count - 1]) + 1
      } else {
        rowCount += block.rowCount
      }
    } else {
      count = min(block.rowCount, limit - eventCount)
      rowCount += count
    }
    let isSelected = selection != nil
    let stride = features.count
    for (feature, slot) in features.enumerated() {
      let isFinite = rows.withUnsafeMutableBufferPointer { rows in
        Self.gather(
          block.column(slot), kept: isSelected ? kept : nil, count: count, into: rows, from: feature,
          stride: stride)
      }
      guard isFinite else { throw notFinite(block, count: count) }
    }
    featureValues.append(contentsOf: rows[..<(count * stride)])
    if let weight {
      let isFinite = rows.withUnsafeMutableBufferPointer { rows in
        Self.gather(
          block.column(weight), kept: isSelected ? kept : nil, count: count, into: rows, from: 0, stride: 1)
      }
      guard isFinite else { throw notFinite(block, count: count) }
      weightValues.append(contentsOf: rows[..<count])
    }
    eventCount += count
  }

  /// Copies the kept numbers of a column to every so manieth place; whether they are all finite.
  private static func gather(
    _ column: UnsafeMutableBufferPointer<Double>, kept: [Int32]?, count: Int,
    into rows: UnsafeMutableBufferPointer<Double>, from start: Int, stride: Int
  ) -> Bool {
    precondition(count <= column.count && (count == 0 || start + (count - 1) * stride < rows.count))
    guard count > 0, let target = rows.baseAddress, let source = column.baseAddress else { return true }
    // The exponent of NaN and infinity is all ones: adding 1 to it carries into the bit above.
    var carry: UInt64 = 0
    let mask: UInt64 = 0x7FF0_0000_0000_0000
    if let kept {
      for index in 0..<count {
        let value = source[Int(kept[index])]
        carry |= (value.bitPattern & mask) &+ 0x0010_0000_0000_0000
        target[start &+ index &* stride] = value
      }
    } else {
      for index in 0..<count {
        let value = source[index]
        carry |= (value.bitPattern & mask) &+ 0x0010_0000_0000_0000
        target[start &+ index &* stride] = value
      }
    }
    return carry >> 63 == 0
  }

  /// The first number that is not finite, row by row.
  private func notFinite(_ block: TableBlock, count: Int) -> TableProblem {
    for index in 0..<count {
      let row = selection == nil ? index : Int(kept[index])
      for slot in features + (weight.map { [$0] } ?? []) where !block.column(slot)[row].isFinite {
        return .notFinite(block.place(of: row), column: names[slot], found: block.column(slot)[row])
      }
    }
    return .noRows
  }
}
