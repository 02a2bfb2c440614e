import ArgumentParser
import Foundation
import NeosEngine

/// `neos run`: session files, one after the other, each in a session of its own.
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run session files.",
    discussion: """
      Every file is read whole before any of them runs, and has a session of its own.
      Exits with 0 when all went well, 1 when an expectation failed or a command could not be carried out, \
      2 when a file is not understood, 130 when interrupted (the state is saved; a second Ctrl-C does not wait for \
      the end of the step).
      """)

  @Argument(help: "Session files; '-' is standard input.", completion: .file(extensions: ["neos"]))
  var files: [String]

  @Flag(name: .shortAndLong, help: "Print no line for a step.")
  var quiet = false

  @Flag(help: "Print one JSON object a line.")
  var json = false

  @Flag(help: "Draw the histogram and the curves of loss and metrics at the end of each file.")
  var plot = false

  @Option(
    name: .shortAndLong, parsing: .unconditional,
    help: "Threads to use; the results do not depend on it. (default: as many as there are free cores)")
  var threads: Int?

  @Option(
    help: "Where an interrupted session is saved. (default: NAME.interrupted.json)", completion: .file())
  var state: String?

  @Option(
    parsing: .unconditional,
    help: """
      Save the state every so many seconds of steps, so that a kill loses little: to NAME.checkpoint.json \
      (NAME-2.checkpoint.json for a second file of this name), which is removed when the file has come to its end.
      """,
    transform: { text in
      guard let seconds = Double(text), seconds >= 0, seconds < 1e6 else {
        throw ValidationError("it is a number of seconds, found '\(text)'")
      }
      return seconds
    })
  var checkpoint: Double?

  func validate() throws {
    try ThreadCount.check(threads)
  }

  func run() throws {
    var sessions: [SessionFile] = []
    for file in files {
      do {
        let session = try file == "-" ? standardInput() : SessionFile(path: file)
        session.warnOfUnfinishedLine()
        sessions.append(session)
      } catch {
        StandardError.write("\(error)\n")
        throw ExitCode(2)
      }
    }
    Interruption.install(notice: "stopping to save the state; again to save that of the last step at once")
    var status: Int32 = 0
    for (file, name) in zip(sessions, stateNames(sessions)) {
      let runner = Runner(
        file: file, reporter: json ? JSONReporter(file.name, quiet: quiet) : TextReporter(quiet: quiet),
        threads: threads,
        interruptedState: state ?? "\(name).interrupted.json",
        checkpoint: checkpoint.map { ("\(name).checkpoint.json", $0) },
        charts: plot ? [.histogram, .curves] : [])
      let result = runner.run()
      status = max(status, result)
      // After a signal between two files, the next one says where it was interrupted.
      if result == 128 + Interruption.signal { break }
    }
    do {
      try StandardOutput.finish()
    } catch {
      status = max(status, 1)
    }
    if status != 0 { throw ExitCode(status) }
  }

  private func standardInput() throws -> SessionFile {
    let name = "standard input"
    let text: Data
    do throws(FileReadingError) {
      text = try FileReading.contents(of: FileHandle.standardInput)
    } catch {
      throw SessionFileError(name: name, "\(error)")
    }
    return try SessionFile(name: name, text: text)
  }

  /// What the states of files are named after: the files without folder and ending, with a number from the second of a
  /// name on.
  private func stateNames(_ files: [SessionFile]) -> [String] {
    var names: [String] = []
    for file in files {
      let base = URL(filePath: file.name).deletingPathExtension().lastPathComponent
        .replacing(" ", with: "-")
      var name = base
      var number = 1
      while names.contains(name) {
        number += 1
        name = "\(base)-\(number)"
      }
      names.append(name)
    }
    return names
  }
}
