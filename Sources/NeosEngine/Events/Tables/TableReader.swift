/// Reads events from files of tables: CSV, NumPy's .npy and .npz, and, where it is built with it, HDF5.
///
/// Rows are read some thousands at a time, so that beside the events themselves little memory is used. No file is
/// trusted: whatever its bytes are, reading returns or throws, also where the file is changed
/// meanwhile.
public enum TableReader {
  /// The events of a table.
  ///
  /// - Parameters:
  ///   - request: the file, and which of its numbers are the events.
  ///   - threads: The most threads that read; as many as there are free cores if nil.
  ///   - progress: Is told, now and then, how far it is.
  ///   - isStopped: Is asked, now and then, whether to stop.
  /// - Throws: ``TableError`` when the file or the request is wrong, no row is left, or it was stopped.
  public static func read(
    _ request: TableRequest, threads: Int? = nil, progress: (TableProgress) -> Void = { _ in },
    isStopped: () -> Bool = { false }
  ) throws(TableError) -> TableEvents {
    try read(request, summing: nil, threads: threads, progress: progress, isStopped: isStopped)
  }

  /// The events of a table, and what all of them come to.
  ///
  /// - Parameters:
  ///   - request: the file, and which of its numbers are the events.
  ///   - summed: The columns whose sums over all events are wanted, beyond the limit as well: behind it, only their
  ///     numbers need be finite. With none reading ends at the limit.
  ///   - threads: The most threads that read; as many as there are free cores if nil.
  ///   - progress: Is told, now and then, how far it is.
  ///   - isStopped: Is asked, now and then, whether to stop.
  /// - Throws: ``TableError`` when the file or the request is wrong, no row is left, or it was stopped.
  static func read(
    _ request: TableRequest, summing summed: [String]?, threads: Int?, progress: (TableProgress) -> Void,
    isStopped: () -> Bool
  ) throws(TableError) -> TableEvents {
    do throws(TableProblem) {
      return try events(request, summed, threads, progress, isStopped)
    } catch {
      throw TableError(path: request.path, problem: error)
    }
  }

  /// The columns of a file, or of one dataset in it.
  ///
  /// - Throws: ``TableError`` when the file is none of the formats, or is damaged.
  public static func listing(of path: String, dataset: String? = nil) throws(TableError) -> TableListing {
    do throws(TableProblem) {
      let source = try TableFormat.table(in: try ByteFile(path), path, dataset: dataset)
      return TableListing(columns: source.names, rowCount: source.rowCount)
    } catch {
      throw TableError(path: path, problem: error)
    }
  }

  private static func events(
    _ request: TableRequest, _ summed: [String]?, _ threads: Int?, _ progress: (TableProgress) -> Void,
    _ isStopped: () -> Bool
  ) throws(TableProblem) -> TableEvents {
    guard !request.columns.isEmpty else { throw .noColumns }
    if let limit = request.limit, limit < 1 { throw .limit(limit) }
    var asked: Set<String> = []
    for name in request.columns where !asked.insert(name).inserted { throw .columnAskedTwice(name) }

    let file = try ByteFile(request.path)
    let source = try TableFormat.table(in: file, request.path, dataset: request.dataset)
    var columns = TableColumns(source)
    let features = try columns.slots(of: request.columns)
    let weight = try request.weight.map { name throws(TableProblem) in try columns.slot(of: name) }
    let sums = try summed.map { names throws(TableProblem) in try columns.slots(of: names) }
    var selection: Selection?
    if let text = request.selection {
      do throws(LanguageError) {
        selection = try Selection(text) { name throws(TableProblem) in try columns.slot(of: name) }
      } catch {
        throw .selection(text, error)
      }
    }
    try source.choose(columns.positions)
    let names = columns.positions.map { source.names[$0] }
    let plain = try plainEvents(
      of: source, request, features, weight, names, summed, threads ?? FreeCores.count(), progress, isStopped)
    if let plain {
      try file.checkUnchanged()
      return plain
    }
    let block = TableBlock(columnCount: columns.positions.count, rows: source.rowsAtATime)
    var collector = TableCollector(
      features: features, weight: weight, sums: sums, selection: selection, limit: request.limit,
      names: names, block: block, rowCount: source.rowCount)
    var told = 0
    while !collector.isFull {
      guard !isStopped() else { throw .stopped(rows: collector.rowCount) }
      try source.read(into: block)
      guard block.rowCount > 0 else { break }
      try collector.take(block)
      if collector.rowCount - told >= 1 << 16 {
        told = collector.rowCount
        progress(source.progress(rows: told))
      }
    }
    progress(source.progress(rows: collector.rowCount))
    try file.checkUnchanged()
    guard collector.rowCount > 0 else { throw .noRows }
    guard collector.eventCount > 0 else {
      throw .nothingSelected(rows: collector.rowCount, selection: request.selection ?? "")
    }
    return TableEvents(
      features: collector.featureValues, weights: weight.map { _ in collector.weightValues },
      rowCount: collector.rowCount, eventCount: collector.eventCount,
      totals: summed.map { names in
        TableTotals(
          eventCount: collector.passingCount,
          sums: Dictionary(zip(names, collector.sums)) { first, _ in first })
      })
  }
}
