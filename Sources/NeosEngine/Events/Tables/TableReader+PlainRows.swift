extension TableReader {
  /// The events of a source whose rows several threads can read; nil where they cannot, or more is to be done with them.
  static func plainEvents(
    of source: any TableSource, _ request: TableRequest, _ features: [Int], _ weight: Int?, _ names: [String],
    _ summed: [String]?, _ threads: Int, _ progress: (TableProgress) -> Void, _ isStopped: () -> Bool
  ) throws(TableProblem) -> TableEvents? {
    guard request.selection == nil, let rows = source.plainRows, let total = source.rowCount else {
      return nil
    }
    let count = min(request.limit ?? total, total)
    let sums = summed?.compactMap { name in request.columns.firstIndex(of: name).map { (name, $0) } }
    // What is added up is among the features, and nothing of it lies beyond the limit.
    guard sums?.count == summed?.count, summed == nil || count == total else { return nil }
    // Numbers of one byte become eight: what no machine has is not asked for.
    let bytes = 8.0 * Double(count) * Double(features.count + 1)
    guard bytes < TableBounds.eventBytes else { return nil }
    let numbers = try rows.read(
      count, features: features, weight: weight, names: names, threads: threads,
      progress: { progress(source.progress(rows: $0)) }, isStopped: isStopped)
    return TableEvents(
      features: numbers.features, weights: weight.map { _ in numbers.weights }, rowCount: count,
      eventCount: count,
      totals: sums.map { columns in
        TableTotals(
          eventCount: count,
          sums: Dictionary(
            columns.map { ($0.0, sum(numbers.features, of: $0.1, width: features.count)) },
            uniquingKeysWith: { first, _ in first }))
      })
  }

  private static func sum(_ numbers: [Double], of column: Int, width: Int) -> Double {
    stride(from: column, to: numbers.count, by: width).reduce(0) { $0 + numbers[$1] }
  }
}
