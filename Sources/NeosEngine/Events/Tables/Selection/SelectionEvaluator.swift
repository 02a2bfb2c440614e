internal import Foundation

/// Evaluates a selection for the rows of a block, one step for all rows at a time. A condition is 1 or 0.
final class SelectionEvaluator {
  private let steps: [SelectionStep]
  private let rows: Int
  private let depth: Int
  private let storage: UnsafeMutablePointer<Double>

  /// An evaluator for blocks of at most so many rows.
  init(_ selection: Selection, rows: Int) {
    steps = selection.steps
    depth = max(1, selection.depth)
    self.rows = rows
    storage = .allocate(capacity: depth * rows)
    storage.initialize(repeating: 0, count: depth * rows)
  }

  deinit { storage.deallocate() }

  /// Writes which rows pass, in order, and gives their number.
  func passing(_ block: TableBlock, into kept: inout [Int32]) -> Int {
    let count = block.rowCount
    precondition(count <= rows && count <= kept.count, "an evaluator is made for blocks of this size")
    var height = 0
    for step in steps {
      perform(step, block, count, level(height - 2), level(height - 1), level(height))
      height += step.growth
    }
    let passes = level(0)
    return kept.withUnsafeMutableBufferPointer { kept in
      var passing = 0
      for row in 0..<count {
        kept[passing] = Int32(truncatingIfNeeded: row)
        passing &+= passes[row] != 0 ? 1 : 0
      }
      return passing
    }
  }

  /// A level of the stack; one outside of it is not used.
  private func level(_ index: Int) -> UnsafeMutablePointer<Double> {
    storage + max(0, min(index, depth - 1)) * rows
  }

  private func perform(
    _ step: SelectionStep, _ block: TableBlock, _ count: Int, _ below: UnsafeMutablePointer<Double>,
    _ top: UnsafeMutablePointer<Double>, _ next: UnsafeMutablePointer<Double>
  ) {
    @inline(__always) func one(_ operation: (Double) -> Double) {
      for row in 0..<count { top[row] = operation(top[row]) }
    }
    @inline(__always) func two(_ operation: (Double, Double) -> Double) {
      for row in 0..<count { below[row] = operation(below[row], top[row]) }
    }
    switch step {
    case .constant(let value): next.update(repeating: value, count: count)
    case .column(let slot):
      if let column = block.column(slot).baseAddress { next.update(from: column, count: count) }
    case .negate: one { -$0 }
    case .not: one { 1 - $0 }
    case .function(.abs): one { abs($0) }
    case .function(.sqrt): one { $0.squareRoot() }
    case .function(.exp): one { exp($0) }
    case .function(.log): one { log($0) }
    case .add: two { $0 + $1 }
    case .subtract: two { $0 - $1 }
    case .multiply: two { $0 * $1 }
    case .divide: two { $0 / $1 }
    case .power: two { $1 == 2 ? $0 * $0 : pow($0, $1) }
    // NaN if one of them is.
    case .minimum: two { $0 < $1 || $0.isNaN ? $0 : $1 }
    case .maximum: two { $0 > $1 || $0.isNaN ? $0 : $1 }
    case .and: two { $0 * $1 }
    case .or: two { max($0, $1) }
    case .compare(.less): two { $0 < $1 ? 1 : 0 }
    case .compare(.lessOrEqual): two { $0 <= $1 ? 1 : 0 }
    case .compare(.greater): two { $0 > $1 ? 1 : 0 }
    case .compare(.greaterOrEqual): two { $0 >= $1 ? 1 : 0 }
    case .compare(.equal): two { $0 == $1 ? 1 : 0 }
    case .compare(.notEqual): two { $0 != $1 ? 1 : 0 }
    case .compareKeeping(let comparison):
      perform(.compare(comparison), block, count, below, top, next)
    }
  }
}
