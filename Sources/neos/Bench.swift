import ArgumentParser
import Foundation
import NeosEngine

/// `neos bench`: how long the parts of an inference take.
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measure the median times of reading, compiling, evaluating and fitting workspaces, in seconds."
  )

  @Argument(help: "Workspaces in pyhf's JSON.", completion: .file(extensions: ["json"]))
  var workspaces: [String]

  @Flag(help: "Print JSON, as is done in a pipe.")
  var json = false

  @Option(help: "A JSON patch to apply first.", completion: .file(extensions: ["json"]))
  var patch: String?

  @Option(help: "How long each part is repeated, in seconds.")
  var seconds = 1.0

  func validate() throws {
    if !(0...3600).contains(seconds) {
      throw ValidationError("--seconds must be from 0 to 3600, found \(seconds)")
    }
  }

  func run() throws {
    var answer: JSONObject = [:]
    var rows: [[Display.Cell]] = []
    for path in workspaces {
      do {
        let times = try times(path)
        var parts: JSONObject = [:]
        for (part, time) in times { parts[part] = .number(time) }
        answer[path] = .object(parts)
        rows += times.map { [.text(path), .text($0), .number($1)] }
      } catch {
        StandardError.write("\(path): \(error)\n")
        throw ExitCode(2)
      }
    }
    if json || isatty(STDOUT_FILENO) == 0 {
      print(JSONValue.object(answer).text(.indented), terminator: "")
    } else {
      print(Display(title: "median times", columns: ["workspace", "part", "seconds"], rows: rows))
    }
  }

  /// The parts with their median times.
  private func times(_ path: String) throws -> [(String, Double)] {
    let bytes = try FileReading.contents(of: path)
    let change = try patch.map { try JSONPatch(JSONValue(json: FileReading.contents(of: $0))) }
    func read() throws -> Workspace {
      let document = try JSONValue(json: bytes)
      return try Workspace(change.map { try $0.applied(to: document) } ?? document)
    }
    let workspace = try read()
    let measurement = try workspace.measurement(named: nil)
    let model = try HistFactoryModel(workspace, measurement: measurement)
    let data = try model.data(workspace.observations)
    let point = model.initialParameters()
    var times = [
      ("read", try median { _ = try read() }),
      ("compile", try median { _ = try HistFactoryModel(workspace, measurement: measurement) }),
      ("logpdf", median { let _: Double = model.logpdf(point, data: data) }),
      ("gradient", median { let _: [Double] = model.parameterGradient(point, data: data) }),
      ("hessian", median { _ = model.curvature(point, data: data) }),
      ("fit", median { _ = Fitter().fit(model, data: data) }),
    ]
    if model.poiIndex != nil {
      times.append(("hypotest", try median { _ = try HypothesisTest(model, data: data, tested: 1) }))
    }
    return times
  }

  /// The median time of a piece of work that is repeated, at least once after a first time that does not count.
  private func median(_ body: () throws -> Void) rethrows -> Double {
    try body()
    let clock = ContinuousClock()
    let end = clock.now + .seconds(seconds)
    var times: [Double] = []
    repeat {
      let start = clock.now
      try body()
      times.append((clock.now - start) / .seconds(1))
    } while clock.now < end
    return times.sorted()[times.count / 2]
  }
}
