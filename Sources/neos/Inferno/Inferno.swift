import ArgumentParser
import Foundation
import NeosEngine

/// `neos inferno`: the published benchmark of inference-aware training, with several seeds.
struct Inferno: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run the INFERNO benchmark and print its table.",
    discussion: """
      The sessions inferno-0.neos to inferno-4.neos are run with several seeds each, as they are and with a network \
      that is trained as a classifier; beside them stand the published figures (arXiv:1806.04743, table 2). A figure \
      is the expected uncertainty on the number of signal events, on a test sample: the median, and the lowest and \
      highest, over the seeds.
      """)

  @Option(parsing: .unconditional, help: "How many seeds, from 1.")
  var seeds = 10

  @Option(help: "The benchmarks to run, between commas.")
  var benchmarks = "0,1,2,3,4"

  @Option(help: "The folder of the sessions.", completion: .directory)
  var sessions = "sessions"

  @Option(
    name: .shortAndLong, parsing: .unconditional,
    help: "Threads to use. (default: as many as there are free cores)")
  var threads: Int?

  @Flag(help: "Leave the classifier out.")
  var withoutClassifier = false

  @Option(
    help:
      "A folder for the trained networks and the figures, which Tests/Reference/inferno_check.py confirms.",
    completion: .directory)
  var export: String?

  @Flag(help: "Print JSON, as is done in a pipe.")
  var json = false

  private var numbers: [Int] { benchmarks.split(separator: ",").compactMap { Int($0) } }

  func validate() throws {
    try ThreadCount.check(threads)
    if !(1...10_000).contains(seeds) {
      throw ValidationError("--seeds must be from 1 to 10000, found \(seeds)")
    }
    let known = InfernoBenchmark.numbers
    if numbers.isEmpty || numbers.count != benchmarks.split(separator: ",").count
      || !numbers.allSatisfy(known.contains) || Set(numbers).count < numbers.count
    {
      throw ValidationError(
        "--benchmarks are different numbers from 0 to 4 between commas, found '\(benchmarks)'")
    }
  }

  func run() throws {
    var results: [Int: [InfernoBenchmark.Training: [Double]]] = [:]
    let trainings = InfernoBenchmark.Training.allCases.filter { $0 == .aware || !withoutClassifier }
    let progress = ProgressLine()
    if let export { try Self.makeFolder(export) }
    for number in numbers {
      let file: SessionFile
      do {
        file = try SessionFile(path: "\(sessions)/inferno-\(number).neos")
      } catch {
        StandardError.write("\(error)\n")
        throw ExitCode(2)
      }
      for training in trainings {
        for seed in 1...seeds {
          progress.show("benchmark \(number), \(training.rawValue), seed \(seed) of \(seeds)")
          do {
            let network = export.map { "\($0)/inferno-\(number)-\(training.rawValue)-\(seed).safetensors" }
            let figure = try InfernoBenchmark.figure(
              file, training, seed: seed, threads: threads, network: network)
            results[number, default: [:]][training, default: []].append(figure)
          } catch {
            progress.clear()
            StandardError.write("\(file.name), seed \(seed): \(error)\n")
            throw ExitCode(1)
          }
        }
      }
    }
    progress.clear()
    if let export {
      let text = JSONValue.object(answer(results)).text(.indented)
      do throws(SessionError) {
        try FileWriting.replace("\(export)/figures.json", with: Data(text.utf8))
      } catch {
        StandardError.write("\(error)\n")
        throw ExitCode(1)
      }
    }
    if json || isatty(STDOUT_FILENO) == 0 {
      print(JSONValue.object(answer(results)).text(.indented), terminator: "")
    } else {
      print(table(results, trainings))
    }
    try StandardOutput.finish()
  }

  /// Makes a folder where there is none.
  private static func makeFolder(_ path: String) throws {
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
      StandardError.write("--export \(path): it is no folder, and none can be made there\n")
      throw ExitCode(1)
    }
  }

  private func table(
    _ results: [Int: [InfernoBenchmark.Training: [Double]]], _ trainings: [InfernoBenchmark.Training]
  ) -> Display {
    func figure(_ value: Double) -> String { String(format: "%.2f", value) }
    var rows = trainings.map { training -> [Display.Cell] in
      [.text("\(training.rawValue), \(counted(seeds, "seed"))")]
        + numbers.map { number in
          let figures = results[number]?[training] ?? []
          guard let low = figures.min(), let high = figures.max() else { return .empty }
          return .text("\(figure(figures.median)) (\(figure(low)) to \(figure(high)))")
        }
    }
    for (name, published) in InfernoBenchmark.published {
      rows.append([.text(name)] + numbers.map { .text(figure(published[$0])) })
    }
    return Display(
      title: "expected uncertainty on the signal events: median (range)",
      columns: [""] + numbers.map { "benchmark \($0)" }, rows: rows)
  }

  private func answer(_ results: [Int: [InfernoBenchmark.Training: [Double]]]) -> JSONObject {
    var answer: JSONObject = ["seeds": .integer(seeds)]
    for number in numbers {
      var parts: JSONObject = [:]
      for (training, figures) in (results[number] ?? [:]).sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
        parts[training.rawValue] = .object([
          "median": .number(figures.median), "figures": .array(figures.map { .number($0) }),
        ])
      }
      for (name, published) in InfernoBenchmark.published { parts[name] = .number(published[number]) }
      answer["\(number)"] = .object(parts)
    }
    return answer
  }
}
