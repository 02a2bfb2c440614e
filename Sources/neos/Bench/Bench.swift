import ArgumentParser
import Foundation
import NeosEngine

/// `neos bench`: how long a step takes, or the parts of an inference.
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measure median times, in seconds: of steps, or of inference with workspaces.",
    discussion: """
      Without a workspace, optimizer steps of three reference problems are timed, room by room, beside the rate of \
      matrix products, of which a step's products get the share that is printed. With workspaces, reading, compiling, \
      evaluating and fitting them is.
      """)

  @Argument(help: "Workspaces in pyhf's JSON.", completion: .file(extensions: ["json"]))
  var workspaces: [String] = []

  @Flag(help: "Print JSON, as is done in a pipe.")
  var json = false

  @Option(help: "A JSON patch to apply first.", completion: .file(extensions: ["json"]))
  var patch: String?

  @Option(parsing: .unconditional, help: "How long each part is repeated, in seconds.")
  var seconds = 1.0

  @Option(
    name: .shortAndLong, parsing: .unconditional,
    help: "Threads that steps use, and the objective of a workspace. (default: all cores)")
  var threads: Int?

  func validate() throws {
    if !(0...3600).contains(seconds) {
      throw ValidationError("--seconds must be from 0 to 3600, found \(seconds)")
    }
    try ThreadCount.check(threads)
    if patch != nil, workspaces.isEmpty {
      throw ValidationError("--patch is for a workspace, and there is none")
    }
  }

  func run() throws {
    let (times, table) = try workspaces.isEmpty ? steps() : inferences()
    for setting in Machine.productSettings {
      StandardError.write(
        "\(setting) is set: matrix products may be slower than OpenBLAS has them by itself\n")
    }
    if json || isatty(STDOUT_FILENO) == 0 {
      var answer: JSONObject = ["version": .string(Version.text), "machine": .object(Machine.json)]
      for key in times.keys { answer[key] = times[key] }
      print(JSONValue.object(answer).text(.indented), terminator: "")
    } else {
      print("\(table.title)\n\(table)")
    }
    try StandardOutput.finish()
  }

  private func steps() throws -> (JSONObject, Display) {
    let threads = threads ?? Machine.cores
    var problems: JSONObject = [:]
    var rows: [[Display.Cell]] = []
    var rates: [Double] = []
    for problem in StepProblem.all {
      let times = try problem.times(threads: threads, seconds: seconds)
      rates.append(times.productRate)
      problems[problem.name] = .object(times.json)
      rows.append([.text(problem.name)] + times.cells)
    }
    let rate = rates.max() ?? .nan
    let answer: JSONObject = [
      "threads": .integer(threads), "productRate": .number(rate), "problems": .object(problems),
    ]
    let title =
      "neos \(Version.text), \(Machine.processor): median times in seconds on \(counted(threads, "thread")) of "
      + "\(Machine.cores); products (\(MatrixProducts.name)) at \(Int(rate / 1e9)) GFLOP/s"
    return (answer, Display(title: title, columns: ["problem"] + StepProblem.Times.columns, rows: rows))
  }

  private func inferences() throws -> (JSONObject, Display) {
    let threads = threads ?? Machine.cores
    var found: JSONObject = [:]
    var rows: [[Display.Cell]] = []
    for path in workspaces {
      do {
        let times = try InferenceTimes(path: path, patch: patch, threads: threads, seconds: seconds)
        var parts: JSONObject = [:]
        for (part, time) in times.parts { parts[part] = .number(time) }
        found[path] = .object(parts)
        rows += times.parts.map { [.text(path), .text($0), .number($1)] }
        if times.status != .converged {
          StandardError.write("warning: \(path): the fit that is timed: \(times.status)\n")
        }
      } catch let error as WorkspaceFile.BadInput {
        StandardError.write("\(error.message)\n")
        throw ExitCode(2)
      } catch {
        StandardError.write("\(path): \(error)\n")
        throw ExitCode(2)
      }
    }
    let answer: JSONObject = ["threads": .integer(threads), "workspaces": .object(found)]
    let title = "median times, the objective's on \(counted(threads, "thread")) of \(Machine.cores)"
    return (answer, Display(title: title, columns: ["workspace", "part", "seconds"], rows: rows))
  }
}
