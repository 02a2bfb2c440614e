import Foundation
import Testing

/// `--output-file`: what becomes of what is there already.
@Suite struct OutputFileTests {
  @Test func aLinkStaysAndItsFileKeepsItsMode() throws {
    try Workspaces.inFolder { program in
      let path = program.folder.appending(path: "kept.json").path
      try program.write("old", to: "kept.json")
      try #require(chmod(path, 0o640) == 0)
      try FileManager.default.createSymbolicLink(
        atPath: program.folder.appending(path: "link.json").path, withDestinationPath: "kept.json")
      let outcome = try program.run("inspect", "w.json", "--output-file", "link.json")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(try program.read("kept.json") == program.run("inspect", "w.json").output)
      var status = stat()
      let result = lstat(path, &status)
      #expect(result == 0)
      #expect(status.st_mode == S_IFREG | 0o640)
    }
  }

  @Test func aFolderIsRefused() throws {
    try Workspaces.inFolder { program in
      let outcome = try program.run("inspect", "w.json", "--output-file", ".")
      #expect(outcome.status == 1)
      #expect(outcome.errors == ".: it is a directory\n")
    }
  }

  @Test func pipesAndStandardOutputAreWrittenInto() throws {
    try Workspaces.inFolder { program in
      let text = try program.run("inspect", "w.json").output
      let command = "$NEOS inspect w.json --output-file"
      #expect(try program.shell("\(command) /dev/fd/3 3>&1 > /dev/null | cat").output == text)
      #expect(try program.shell("\(command) /dev/stdout | cat").output == text)
      // What is there already stays.
      let added = try program.shell("echo before > log; \(command) /dev/stdout >> log")
      #expect(added.status == 0 && program.read("log") == "before\n" + text, "\(added.errors)")
    }
  }

  @Test(arguments: [
    ["cls", "w.json", "--output-file", "./w.json"],
    ["inspect", "-", "--output-file", "w.json"],
    ["cls", "w.json", "--patch", "patch.json", "--output-file", "patch.json"],
    ["cls", "w.json", "--patchset", "set.json", "--output-file", "set.json"],
  ])
  func whatIsReadIsNotReplaced(arguments: [String]) throws {
    try Workspaces.inFolder { program in
      let outcome = try program.shell("$NEOS \(arguments.joined(separator: " ")) < w.json")
      #expect(outcome.status == 1)
      #expect(outcome.errors.hasSuffix("the answer is made from this file; choose another name\n"))
      #expect(program.read("w.json") == Workspaces.text)
      #expect(program.read("patch.json") == Workspaces.patch)
      #expect(program.read("set.json") == Workspaces.patchSet)
    }
  }
}
