import ArgumentParser
import Foundation
import NeosEngine

/// Where an answer goes and in which form.
struct OutputArguments: ParsableArguments {
  @Flag(help: "Print JSON, as is done in a pipe.")
  var json = false

  @Option(help: "A file for the JSON.", completion: .file())
  var outputFile: String?

  @Option(
    name: .shortAndLong, parsing: .unconditional,
    help: "Threads to use; the results do not depend on it. (default: all cores)")
  var threads: Int?

  func validate() throws {
    try ThreadCount.check(threads)
  }

  /// How the work is shared, watched and stopped.
  func control(_ what: String) -> InferenceControl {
    let progress = FractionLine(what)
    return InferenceControl(
      threads: threads, isStopped: { Interruption.signal != 0 }, progress: { progress.show($0, of: $1) })
  }

  /// Prints an answer: tables on a terminal, JSON in a pipe or on request, or into a file.
  func write(_ report: Report) throws {
    for problem in report.problems { StandardError.write("warning: \(problem)\n") }
    let text = JSONValue.object(report.json).text(.indented)
    if let outputFile {
      do {
        try Data(text.utf8).write(to: URL(filePath: outputFile), options: .atomic)
      } catch {
        StandardError.write("\(outputFile): it cannot be written: \(error.localizedDescription)\n")
        throw ExitCode(1)
      }
    } else if json || isatty(STDOUT_FILENO) == 0 {
      print(text, terminator: "")
    } else {
      print(report.tables.map(\.description).joined(separator: "\n\n"))
    }
    if fflush(nil) != 0 {
      StandardError.write("standard output: \(String(cString: strerror(errno)))\n")
      throw ExitCode(1)
    }
    if Interruption.signal == 0, !report.isSound { throw ExitCode(1) }
    if Interruption.signal != 0 { throw ExitCode(128 + Interruption.signal) }
  }
}
