import ArgumentParser
import Foundation
import NeosEngine

/// `neos table`: what is in a file of events.
struct Table: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "table",
    abstract: "Print the columns of a table of events, or the mean and range of some of them.",
    discussion: """
      Tables are CSV with a first line of names, NumPy's .npy and .npz, and HDF5 where the program is built with it. \
      Without --columns the columns are listed. A condition is written as for pandas: 'pt > 25 and abs(eta) < 2.5', \
      with names of other characters in backticks.

      Exit status: 0 if all went well; 1 if the answer cannot be printed; 2 if the file or the request is not understood; \
      64 if the options are not; 130 if interrupted.
      """)

  @Argument(
    help: "The file.", completion: .file(extensions: ["csv", "tsv", "txt", "npy", "npz", "h5", "hdf5"]))
  var file: String

  @Option(
    help: "The columns that are read, with commas between them; a name with a comma stands in backticks.")
  var columns: String?

  @Option(help: "The column of weights.")
  var weight: String?

  @Option(name: .customLong("where"), help: "The condition that events fulfil.")
  var condition: String?

  @Option(parsing: .unconditional, help: "The most events that are read.")
  var limit: Int?

  @Option(help: "The group or dataset of HDF5, or the member of an .npz file, where names begin.")
  var dataset: String?

  @Option(
    name: .shortAndLong, parsing: .unconditional,
    help:
      "Threads that read .npy and .npz; the results do not depend on it. (default: as many as there are free cores)"
  )
  var threads: Int?

  @Flag(help: "Print how many seconds the reading took.")
  var time = false

  @Flag(help: "Print JSON, as is done in a pipe.")
  var json = false

  func validate() throws {
    if columns == nil, weight != nil || condition != nil || limit != nil || time {
      throw ValidationError("--weight, --where, --limit and --time are for --columns, and there are none")
    }
    try ThreadCount.check(threads)
    do throws(TableProblem) {
      if let columns { _ = try ColumnNames.read(columns) }
    } catch {
      throw ValidationError("--columns: \(error)")
    }
  }

  func run() throws {
    Interruption.install(notice: "stopping; again to stop at once")
    let (answer, table): (JSONObject, Display)
    do throws(TableError) {
      if let columns {
        (answer, table) = try statistics(columns)
      } else {
        (answer, table) = try listing()
      }
    } catch {
      if case .stopped = error.problem, Interruption.signal != 0 { throw ExitCode(128 + Interruption.signal) }
      StandardError.write("\(error)\n")
      throw ExitCode(2)
    }
    if json || isatty(STDOUT_FILENO) == 0 {
      print(JSONValue.object(answer).text(.indented), terminator: "")
    } else {
      print(table)
    }
    try StandardOutput.finish()
  }

  private func listing() throws(TableError) -> (JSONObject, Display) {
    let listing = try TableReader.listing(of: file, dataset: dataset)
    var answer: JSONObject = ["columns": .array(listing.columns.map { .string($0) })]
    if let rows = listing.rowCount { answer["rows"] = .integer(rows) }
    let title = listing.rowCount.map { "columns of \($0) rows" } ?? "columns"
    let rows = listing.columns.map { [Display.Cell.text(printable(ColumnNames.written($0)))] }
    return (answer, Display(title: title, columns: [title], rows: rows))
  }

  private func statistics(_ list: String) throws(TableError) -> (JSONObject, Display) {
    let names = (try? ColumnNames.read(list)) ?? []
    let request = TableRequest(
      path: file, columns: names, weight: weight.map { ColumnNames.one($0) }, selection: condition,
      limit: limit, dataset: dataset)
    let line = FractionLine("reading \(printable(file))")
    defer { line.clear() }
    let began = ContinuousClock.now
    let events = try TableReader.read(
      request, threads: threads, progress: { line.show("\($0)", share: $0.share) },
      isStopped: { Interruption.signal != 0 })
    let seconds = (ContinuousClock.now - began) / .seconds(1)
    var columns: JSONObject = [:]
    var rows: [[Display.Cell]] = []
    func add(_ name: String, _ statistics: ColumnStatistics) {
      columns[name] = .object([
        "mean": .number(statistics.mean), "smallest": .number(statistics.smallest),
        "largest": .number(statistics.largest),
      ])
      rows.append([
        .text(printable(name)), .number(statistics.mean), .number(statistics.smallest),
        .number(statistics.largest),
      ])
    }
    for (name, column) in zip(names, ColumnStatistics.each(events.features, width: names.count)) {
      add(name, column)
    }
    var answer: JSONObject = ["events": .integer(events.eventCount), "rows": .integer(events.rowCount)]
    if let weight, let weights = events.weights {
      add("\(weight) (weight)", ColumnStatistics.each(weights, width: 1)[0])
    }
    answer["columns"] = .object(columns)
    if time { answer["seconds"] = .number(seconds) }
    let took = time ? ", read in \(brief(seconds)) s" : ""
    let title = "\(events.eventCount) events of \(events.rowCount) rows\(took)"
    return (answer, Display(title: title, columns: [title, "mean", "smallest", "largest"], rows: rows))
  }

  /// A name from a file without what a terminal would act on.
  private func printable(_ name: String) -> String {
    String(name.map { $0.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F } ? "\u{FFFD}" : $0 })
  }
}

/// The mean and the range of the numbers of a column.
private struct ColumnStatistics {
  private var sum = 0.0
  private var count = 0
  private(set) var smallest = Double.infinity
  private(set) var largest = -Double.infinity

  var mean: Double { sum / Double(count) }

  /// Those of each column of numbers in rows.
  static func each(_ values: [Double], width: Int) -> [ColumnStatistics] {
    var columns = [ColumnStatistics](repeating: ColumnStatistics(), count: width)
    // So many rows at a time that the numbers are still at hand for the next column.
    let part = max(1, 4096 / width) * width
    for start in stride(from: 0, to: values.count, by: part) {
      let end = min(start + part, values.count)
      for column in 0..<width { columns[column].take(values, from: start + column, to: end, stride: width) }
    }
    return columns
  }

  private mutating func take(_ values: [Double], from start: Int, to end: Int, stride: Int) {
    // Four chains at a time: an addition waits for the one before.
    var sums = SIMD4<Double>.zero
    var (low, high) = (SIMD4(repeating: smallest), SIMD4(repeating: largest))
    var index = start
    while index + 3 * stride < end {
      let four = SIMD4(
        values[index], values[index + stride], values[index + 2 * stride], values[index + 3 * stride])
      sums += four
      low.replace(with: four, where: four .< low)
      high.replace(with: four, where: four .> high)
      index += 4 * stride
      count += 4
    }
    (smallest, largest) = (low.min(), high.max())
    sum += sums.sum()
    while index < end {
      sum += values[index]
      (smallest, largest) = (min(smallest, values[index]), max(largest, values[index]))
      index += stride
      count += 1
    }
  }
}
