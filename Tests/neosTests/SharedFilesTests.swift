import Foundation
import Testing

/// Two programs, one file: the second one is told who has it, and does not write.
@Suite struct SharedFilesTests {
  private static let endless = RunTests.small + "record r.neos\nstep 100000000\n"

  /// Runs a body while another program records to `r.neos`; that one is killed then.
  private func whileRecording(_ program: Program, _ body: (pid_t) throws -> Void) throws {
    try program.write(Self.endless, to: "long.neos")
    let process = Process()
    process.executableURL = Program.executable
    process.arguments = ["run", "-q", "long.neos"]
    process.currentDirectoryURL = program.folder
    try process.run()
    defer {
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
    let end = Date(timeIntervalSinceNow: 60)
    while program.read("r.neos") == nil, Date() < end { usleep(2000) }
    try body(process.processIdentifier)
  }

  @Test(arguments: ["record r.neos", "save r.neos", "record ./link.neos"])
  func aRecordingBelongsToOneProgram(line: String) throws {
    try Program.inFolder { program in
      try FileManager.default.createSymbolicLink(
        atPath: program.folder.appending(path: "link.neos").path, withDestinationPath: "r.neos")
      try whileRecording(program) { process in
        let before = program.read("r.neos")
        let outcome = try program.run("run", "-q", "-", input: RunTests.small + line + "\n")
        #expect(outcome.status == 1)
        let file = line.split(separator: " ")[1]
        #expect(
          outcome.errors.contains("\(file): process \(process) on ")
            && outcome.errors.contains("has it open; close it there, or choose another name"),
          "\(outcome.errors)")
        #expect(program.read("r.neos") == before)
      }
      // Nobody holds what a program held that was killed.
      let outcome = try program.run("run", "-q", "-", input: RunTests.small + line + "\n")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(program.read(".r.neos.lock") == nil || line.hasPrefix("save"))
    }
  }

  @Test func onceARecordingHasEndedItsFileIsFree() throws {
    try Program.inFolder { program in
      let lines = RunTests.small + "record r.neos\nstep 1\nrecord s.neos\nstep 1\n"
      try program.write(lines + "step 100000000\n", to: "long.neos")
      try program.run("run", "long.neos") { process in
        while !(program.read(".output") ?? "").contains("step 2") { usleep(2000) }
        #expect(program.read(".r.neos.lock") == nil)
        #expect(program.read(".s.neos.lock")?.hasPrefix("\(process.processIdentifier) ") == true)
        kill(process.processIdentifier, SIGKILL)
      }
    }
  }

  /// What stands where the lock would be is no lock, and is left alone.
  @Test func aLinkInThePlaceOfTheLockIsNotFollowed() throws {
    try Program.inFolder { program in
      try program.write("precious", to: "other")
      try FileManager.default.createSymbolicLink(
        atPath: program.folder.appending(path: ".r.neos.lock").path, withDestinationPath: "other")
      #expect(try program.run("run", "-q", "-", input: "record r.neos\nset bandwidth 0.3\n").status == 0)
      #expect(program.read("other") == "precious")
    }
  }
}

@Suite("One saved state on two screens", .needsTmux, .serialized)
struct SharedStateTests {
  @Test("The second screen says who has the file, writes no other program's state, and can save elsewhere")
  func second() throws {
    let (first, second) = (try Tmux(width: 130, height: 40), try Tmux(width: 130, height: 40))
    let path = first.folder.appending(path: "s.json").path
    try Program.inFolder { program in
      _ = try program.run("run", "-q", "-", input: RunTests.small + "step 1\nsave \(path)\n")
    }
    try first.open("open \(path)")
    let process = try first.program()
    let before = first.read("s.json")
    try second.open("open \(path)")
    try second.wait(for: "process \(process) on ")
    try second.type("2s")
    try second.wait(for: "paused  step 3 ")
    try second.enter(":save \(path)")
    try second.wait(for: "Replace the file?")
    try second.press("y")
    try second.wait(for: "close it there")
    #expect(first.read("s.json") == before)
    try second.enter(":save other.json")
    try second.wait("the state") { _ in second.read("other.json") != nil }
    // The first one is free to save, and its end frees the file.
    try first.type("1s")
    try first.wait(for: "paused  step 2 ")
    try first.enter(":save \(path)")
    try first.wait("the new state") { $0.contains("s.json  saved") && first.read("s.json") != before }
    try first.press("q")
    try first.expectEnd(0)
    #expect(first.read(".s.json.lock") == nil)
    // It is the first one's state still: the screen asks before it replaces it.
    try second.enter(":save \(path)")
    try second.wait(for: "Replace the file?")
    try second.press("y")
    try second.wait("the saved step 3") {
      $0.contains("s.json  saved") && first.read("s.json")?.contains("\"step\" : 3,\n") == true
    }
    try second.press("q")
    try second.expectEnd(0)
  }
}
