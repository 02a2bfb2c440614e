import Foundation
import Testing

/// The built program, run as a person or a script runs it.
struct Program {
  /// What a run left behind.
  struct Outcome {
    var status: Int32
    var output: String
    var errors: String

    /// Standard output, one JSON object a line.
    func objects() throws -> [[String: Any]] {
      try output.split(separator: "\n").map { line in
        try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      }
    }
  }

  /// The folder in which it runs, gone after the test.
  let folder: URL

  init(in base: URL = FileManager.default.temporaryDirectory) throws {
    folder = base.appending(path: "neos-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  /// Runs a body with a program in a folder of its own.
  static func inFolder(
    of base: URL = FileManager.default.temporaryDirectory, _ body: (Program) throws -> Void
  ) throws {
    let program = try Program(in: base)
    defer { try? FileManager.default.removeItem(at: program.folder) }
    try body(program)
  }

  /// Writes a file into the folder.
  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: folder.appending(path: name))
  }

  /// The contents of a file in the folder, if it is there.
  func read(_ name: String) -> String? {
    (try? Data(contentsOf: folder.appending(path: name))).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Runs the program to its end. `meanwhile` is called with it while it runs.
  @discardableResult
  func run(
    _ arguments: String..., input: String = "", meanwhile: (Process) throws -> Void = { _ in }
  ) throws -> Outcome {
    try run(arguments, input: input, meanwhile: meanwhile)
  }

  /// Carries out a line of a shell, in which the program is `$NEOS`.
  func shell(_ line: String) throws -> Outcome {
    try run(["-c", "NEOS='\(Program.executable.path)'; \(line)"], of: URL(filePath: "/bin/bash"))
  }

  /// Runs this program, or another one.
  @discardableResult
  func run(
    _ arguments: [String], of executable: URL = Program.executable, input: String = "",
    meanwhile: (Process) throws -> Void = { _ in }
  ) throws -> Outcome {
    // Files rather than pipes: nothing has to be read while the program runs.
    let names = ["input", "output", "errors"].map { folder.appending(path: ".\($0)") }
    try Data(input.utf8).write(to: names[0])
    for name in names[1...] { try Data().write(to: name) }
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardInput = try FileHandle(forReadingFrom: names[0])
    process.standardOutput = try FileHandle(forWritingTo: names[1])
    process.standardError = try FileHandle(forWritingTo: names[2])
    try process.run()
    try meanwhile(process)
    process.waitUntilExit()
    let texts = try names[1...].map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
    return Outcome(status: process.terminationStatus, output: texts[0], errors: texts[1])
  }

  /// It is built beside the tests.
  static var executable: URL {
    URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "neos")
  }

  /// The folder of the session files.
  static var sessions: URL {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../sessions").standardized
  }
}
