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

      Exit status: 0 if all went well; 2 if the file or the request is not understood; 64 if the options are not; \
      130 if interrupted.
      """)

  @Argument(
    help: "The file.", completion: .file(extensions: ["csv", "tsv", "txt", "npy", "npz", "h5", "hdf5"]))
  var file: String

  @Option(help: "The columns that are read, with commas between them.")
  var columns: String?

  @Option(help: "The column of weights.")
  var weight: String?

  @Option(name: .customLong("where"), help: "The condition that events fulfil.")
  var condition: String?

  @Option(help: "The most events that are read.")
  var limit: Int?

  @Option(help: "The group or dataset of HDF5, or the member of an .npz file, where names begin.")
  var dataset: String?

  @Flag(help: "Print JSON, as is done in a pipe.")
  var json = false

  func validate() throws {
    if columns == nil, weight != nil || condition != nil || limit != nil {
      throw ValidationError("--weight, --where and --limit are for --columns, and there are none")
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
  }

  private func listing() throws(TableError) -> (JSONObject, Display) {
    let listing = try TableReader.listing(of: file, dataset: dataset)
    var answer: JSONObject = ["columns": .array(listing.columns.map { .string($0) })]
    if let rows = listing.rowCount { answer["rows"] = .integer(rows) }
    let title = listing.rowCount.map { "columns of \($0) rows" } ?? "columns"
    let rows = listing.columns.map { [Display.Cell.text(printable($0))] }
    return (answer, Display(title: title, columns: [title], rows: rows))
  }

  private func statistics(_ list: String) throws(TableError) -> (JSONObject, Display) {
    let names = list.split(separator: ",").map(String.init)
    let request = TableRequest(
      path: file, columns: names, weight: weight, selection: condition, limit: limit, dataset: dataset)
    let progress = FractionLine("rows")
    let events = try TableReader.read(
      request, progress: { rows, total in if let total { progress.show(rows, of: total) } },
      isStopped: { Interruption.signal != 0 })
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
    for (index, name) in names.enumerated() {
      add(name, ColumnStatistics(events.features, from: index, stride: names.count))
    }
    var answer: JSONObject = ["events": .integer(events.eventCount), "rows": .integer(events.rowCount)]
    if let weight, let weights = events.weights {
      add("\(weight) (weight)", ColumnStatistics(weights, from: 0, stride: 1))
    }
    answer["columns"] = .object(columns)
    let title = "\(events.eventCount) events of \(events.rowCount) rows"
    return (answer, Display(title: title, columns: [title, "mean", "smallest", "largest"], rows: rows))
  }

  /// A name from a file without what a terminal would act on.
  private func printable(_ name: String) -> String {
    String(name.map { $0.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F } ? "\u{FFFD}" : $0 })
  }
}

/// The mean and the range of every so manieth number.
private struct ColumnStatistics {
  let mean: Double
  let smallest: Double
  let largest: Double

  init(_ values: [Double], from start: Int, stride: Int) {
    var sum = 0.0
    var (smallest, largest, count) = (Double.infinity, -Double.infinity, 0)
    for index in Swift.stride(from: start, to: values.count, by: stride) {
      let value = values[index]
      sum += value
      smallest = min(smallest, value)
      largest = max(largest, value)
      count += 1
    }
    mean = sum / Double(count)
    (self.smallest, self.largest) = (smallest, largest)
  }
}
