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

  /// Sees that the answer does not take the place of a file that it is made from.
  func checkTarget(reading sources: [String]) throws {
    guard let outputFile, !isStandardOutput(outputFile) else { return }
    for source in sources where FileWriting.isSame(outputFile, source == "-" ? "/dev/stdin" : source) {
      StandardError.write("\(outputFile): the answer is made from this file; choose another name\n")
      throw ExitCode(1)
    }
  }

  /// Whether a file is where the program prints to; what stands there is not to be replaced.
  private func isStandardOutput(_ path: String) -> Bool { FileWriting.isSame(path, "/dev/stdout") }

  /// Prints an answer: tables on a terminal, JSON in a pipe or on request, or into a file.
  func write(_ report: Report) throws {
    for problem in report.problems { StandardError.write("warning: \(problem)\n") }
    let text = JSONValue.object(report.json).text(.indented)
    if let outputFile, !isStandardOutput(outputFile) {
      do throws(SessionError) {
        try FileWriting.write(Data(text.utf8), into: outputFile)
      } catch {
        StandardError.write("\(error)\n")
        throw ExitCode(1)
      }
    } else if json || outputFile != nil || isatty(STDOUT_FILENO) == 0 {
      print(text, terminator: "")
    } else {
      print(report.tables.map(\.description).joined(separator: "\n\n"))
    }
    try StandardOutput.finish()
    if Interruption.signal == 0, !report.isSound { throw ExitCode(1) }
    if Interruption.signal != 0 { throw ExitCode(128 + Interruption.signal) }
  }
}
