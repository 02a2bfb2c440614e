import Foundation
import Testing

/// Recording the screen replaces no file but an earlier recording; said before the screen is there.
@Suite struct CastFilesTests {
  static let commands = [
    ["replay", "--cast", "study.neos", "study.neos"], ["--cast", "./study.neos", "open", "study.neos"],
    ["open", "study.neos", "--cast", "link.neos"], ["open", "state.json", "--cast", "state.json"],
    ["open", "state.json", "--cast", "study.neos"], ["--cast", "notes.txt"],
  ]

  @Test(arguments: commands) func aFileThatIsNoRecordingIsKept(arguments: [String]) throws {
    try Program.inFolder { program in
      try program.write("seed events=1\nstep 1\n", to: "study.neos")
      try program.write("mine\n", to: "notes.txt")
      try FileManager.default.createSymbolicLink(
        atPath: program.folder.appending(path: "link.neos").path, withDestinationPath: "study.neos")
      try program.write("save state.json\n", to: "save.neos")
      try program.run("run", "save.neos")
      let names = ["study.neos", "notes.txt", "state.json"]
      let before = names.map(program.read)
      let outcome = try program.run(arguments)
      #expect(outcome.status == 64 && outcome.errors.contains("choose another name"), "\(outcome.errors)")
      #expect(names.map(program.read) == before)
    }
  }
}
