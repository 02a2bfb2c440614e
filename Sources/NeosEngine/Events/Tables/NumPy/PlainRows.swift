internal import Foundation

/// Rows of arrays, which several threads read at a time, and of which each number goes from the file to its place at
/// once. Where all stand in the file as they are, each thread reads other rows; what is compressed, or has a checksum,
/// is read in its order, and each thread reads other arrays.
struct PlainRows {
  /// Columns that are read together, from one array.
  struct Lane {
    let file: ByteFile
    /// What gives the rows one after the other, where they cannot be read in any order.
    let stream: (any ByteStream)?
    /// Where the first row begins in the file.
    let offset: Int
    /// The bytes from one row to the next.
    let stride: Int
    /// The slots of the columns, and where in a row they are.
    var columns: [(slot: Int, offset: Int, type: NumPyType)]
  }

  var lanes: [Lane] = []

  /// The most numbers that are read before they are looked at, so that they are still in a cache.
  private static let part = 1 << 15
  /// The numbers after which it is asked whether to stop.
  private static let round = 1 << 22

  /// The numbers of the first rows: events x features, and one weight for each event if there is a slot for it.
  ///
  /// - Parameters:
  ///   - count: How many rows, at least 1; they are there.
  ///   - names: The names of all slots.
  ///   - threads: The most threads that read.
  ///   - progress: Is told, now and then, how many rows were read.
  ///   - isStopped: Is asked, now and then, whether to stop.
  /// - Throws: ``TableProblem`` where a number is not finite, the file is cut short, or it was stopped.
  func read(
    _ count: Int, features: [Int], weight: Int?, names: [String], threads: Int,
    progress: (_ rows: Int) -> Void,
    isStopped: () -> Bool
  ) throws(TableProblem) -> (features: [Double], weights: [Double]) {
    var weights = [Double](repeating: 0, count: weight == nil ? 0 : count)
    var outcome: TableProblem?
    let numbers = [Double](unsafeUninitializedCapacity: count * features.count) { numbers, initializedCount in
      numbers.preferLargePages()
      guard let first = numbers.baseAddress else { return }
      do throws(TableProblem) {
        try weights.withUnsafeMutableBufferPointer { weights throws(TableProblem) in
          let target = Target(
            features: first, slots: features, weights: weights.baseAddress, weight: weight, names: names)
          if lanes.contains(where: { $0.stream != nil }) {
            try fillInOrder(target, count, threads, progress, isStopped)
          } else {
            try fill(target, count, threads, progress, isStopped)
          }
        }
        initializedCount = numbers.count
      } catch {
        outcome = error
      }
    }
    if let outcome { throw outcome }
    return (numbers, weights)
  }

  private func fill(
    _ target: Target, _ count: Int, _ threads: Int, _ progress: (Int) -> Void, _ isStopped: () -> Bool
  ) throws(TableProblem) {
    let rowBytes = lanes.map(\.stride).max() ?? 8
    let part = max(1, min(Self.part / target.slots.count, 8 * Self.part / rowBytes))
    let round = max(part, Self.round / target.slots.count)
    for start in stride(from: 0, to: count, by: round) {
      guard !isStopped() else { throw .stopped(rows: start) }
      let end = min(start + round, count)
      // Each piece has a buffer of its own, so that there are to be few of them.
      let piece = max(part, (end - start + 4 * threads - 1) / (4 * threads))
      let pieces = (end - start + piece - 1) / piece
      let problems = mapInParallel(pieces, threads: threads) { index, _ in
        let first = start + index * piece
        return fill(target, first..<min(first + piece, end), part: part, rowBytes: rowBytes)
      }
      // The first of them, whoever was faster.
      for case let problem? in problems { throw problem }
      progress(end)
    }
  }

  private func fillInOrder(
    _ target: Target, _ count: Int, _ threads: Int, _ progress: (Int) -> Void, _ isStopped: () -> Bool
  ) throws(TableProblem) {
    let rowBytes = lanes.reduce(0) { $0 + $1.stride }
    let part = max(1, min(8 * Self.part / (lanes.map(\.stride).max() ?? 8), 512 * Self.part / rowBytes))
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(8, part * rowBytes), alignment: 16)
    defer { buffer.deallocate() }
    guard var place = buffer.baseAddress else { return }
    var places: [UnsafeMutableRawPointer] = []
    for lane in lanes {
      places.append(place)
      place += part * lane.stride
    }
    var told = 0
    for start in stride(from: 0, to: count, by: part) {
      guard !isStopped() else { throw .stopped(rows: start) }
      let rows = start..<min(start + part, count)
      let problems = mapInParallel(lanes.count, threads: threads) { index, _ -> TableProblem? in
        do throws(TableProblem) {
          try lanes[index].read(rows, to: target, by: places[index])
          return nil
        } catch {
          return error
        }
      }
      for case let problem? in problems { throw problem }
      try target.checkFinite(rows)
      if rows.upperBound - told >= 1 << 16 || rows.upperBound == count {
        told = rows.upperBound
        progress(told)
      }
    }
  }

  /// Reads some rows; gives what is wrong with them.
  private func fill(_ target: Target, _ rows: Range<Int>, part: Int, rowBytes: Int) -> TableProblem? {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(8, part * rowBytes), alignment: 16)
    defer { buffer.deallocate() }
    guard let source = buffer.baseAddress else { return nil }
    do throws(TableProblem) {
      for start in stride(from: rows.lowerBound, to: rows.upperBound, by: part) {
        let rows = start..<min(start + part, rows.upperBound)
        for lane in lanes { try lane.read(rows, to: target, by: source) }
        try target.checkFinite(rows)
      }
      return nil
    } catch {
      return error
    }
  }
}

extension PlainRows {
  /// Where the numbers go.
  fileprivate struct Target {
    let features: UnsafeMutablePointer<Double>
    /// The slots of the features.
    let slots: [Int]
    let weights: UnsafeMutablePointer<Double>?
    let weight: Int?
    let names: [String]

    /// Throws at the first number in some rows that is not finite.
    func checkFinite(_ rows: Range<Int>) throws(TableProblem) {
      let width = slots.count
      let areFinite =
        Self.areFinite(features + rows.lowerBound * width, rows.count * width)
        && (weights.map { weight == nil || Self.areFinite($0 + rows.lowerBound, rows.count) } ?? true)
      if areFinite { return }
      for row in rows {
        var numbers = slots.indices.map { (slots[$0], features[row * width + $0]) }
        if let weight, let weights { numbers.append((weight, weights[row])) }
        for (slot, number) in numbers where !number.isFinite {
          throw .notFinite(.index(row), column: names[slot], found: number)
        }
      }
    }

    private static func areFinite(_ numbers: UnsafeMutablePointer<Double>, _ count: Int) -> Bool {
      var check = FiniteCheck()
      for index in 0..<count { check.see(numbers[index]) }
      return check.areFinite
    }
  }
}

extension PlainRows.Lane {
  /// Reads some rows to where they go.
  ///
  /// - Parameter buffer: Takes the bytes of these rows, where they are not yet what is wanted.
  fileprivate func read(
    _ rows: Range<Int>, to target: PlainRows.Target, by buffer: UnsafeMutableRawPointer
  ) throws(TableProblem) {
    let width = target.slots.count
    let bytes = rows.count * stride
    let place =
      isRow(of: target) ? UnsafeMutableRawPointer(target.features + rows.lowerBound * width) : buffer
    let read =
      if let stream {
        try stream.read(into: place, count: bytes)
      } else {
        try file.read(into: place, count: bytes, at: offset + rows.lowerBound * stride)
      }
    guard read == bytes else { throw ByteFile.isShort }
    if place != buffer { return }
    for column in columns {
      let source = buffer + column.offset
      if let feature = target.slots.firstIndex(of: column.slot) {
        let first = target.features + rows.lowerBound * width + feature
        column.type.convert(source, stride: stride, count: rows.count, into: first, step: width)
      }
      if column.slot == target.weight, let weights = target.weights {
        column.type.convert(source, stride: stride, count: rows.count, into: weights + rows.lowerBound)
      }
    }
  }

  /// Whether a row of the file is a row of features already.
  private func isRow(of target: PlainRows.Target) -> Bool {
    stride == 8 * target.slots.count && columns.count == target.slots.count
      && columns.allSatisfy { column in
        column.type == .double && column.slot != target.weight
          && target.slots.firstIndex(of: column.slot).map { 8 * $0 } == column.offset
      }
  }
}
