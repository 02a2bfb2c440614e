import Foundation
import Testing

/// Session files that are pipes or name other files, and a run that is stopped twice.
@Suite struct RunFilesTests {
  @Test func aSessionFileMayBeAPipe() throws {
    try Program.inFolder { program in
      let path = program.folder.appending(path: "pipe.neos").path
      try #require(mkfifo(path, 0o600) == 0)
      let outcome = try program.run("run", "--quiet", "pipe.neos") { _ in
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        try file.write(contentsOf: Data((RunTests.small + "step 2\nexpect step = 2\n").utf8))
        try file.close()
      }
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.hasSuffix("1 of 1 expectations hold\n"))
    }
  }

  @Test func aWorkspaceStandsBesideTheSessionFile() throws {
    try Program.inFolder { program in
      try FileManager.default.createDirectory(
        at: program.folder.appending(path: "deep"), withIntermediateDirectories: true)
      try Workspaces.write(to: program)
      try program.write(Workspaces.text, to: "deep/only.json")
      try program.write("model spec only.json\ncls\nexpect result.CLs_obs < 1\n", to: "deep/s.neos")
      #expect(try program.run("run", "deep/s.neos").status == 0)
      let missing = try program.run("run", "-", input: "model spec only.json\n")
      #expect(missing.status == 1)
      #expect(missing.errors.hasPrefix("standard input:1: only.json: "), "\(missing.errors)")
    }
  }

  /// A recording knows its workspace by the digest that pyhf gives it.
  @Test func aRecordingOfAChangedWorkspaceStops() throws {
    try Program.inFolder { program in
      try Workspaces.write(to: program)
      let lines = "record r.neos\nmodel spec w.json\ncls on=observed\nexpect result.CLs_obs < 0.4\n"
      #expect(try program.run("run", "-", input: lines).status == 0)
      #expect(
        program.read("r.neos")?.contains("model spec w.json digest=\(Workspaces.digest.prefix(12))\n") == true
      )
      #expect(try program.run("run", "r.neos").status == 0)
      try program.write(Workspaces.text.replacing("31]", with: "32]"), to: "w.json")
      let outcome = try program.run("run", "r.neos")
      #expect(outcome.status == 1)
      #expect(
        outcome.errors.hasPrefix("r.neos:2: w.json: it is not the workspace of the line"), "\(outcome.errors)"
      )
    }
  }

  @Test(arguments: ["record s.neos", "save ./s.neos"])
  func theRunningFileIsNotWrittenOver(line: String) throws {
    try Program.inFolder { program in
      let text = RunTests.small + "step 1\n\(line)\n"
      try program.write(text, to: "s.neos")
      let outcome = try program.run("run", "s.neos")
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains("it is the session file that is being run"), "\(outcome.errors)")
      #expect(program.read("s.neos") == text)
    }
  }

  @Test func quietJSONPrintsNoStep() throws {
    try Program.inFolder { program in
      let lines = "step 3\nexpect step = 3\nshow step\n"
      let outcome = try program.run("run", "--json", "--quiet", "-", input: RunTests.small + lines)
      #expect(try outcome.objects().map { $0["event"] as? String } == ["expect", "show", "end"])
    }
  }

  /// What was trained before is not lost.
  @Test func aSignalWhileATableIsReadSavesTheStateBefore() throws {
    try Program.inFolder { program in
      let row = "0.12345678901234567,0.76543210987654321\n"
      try program.write("x,y\n" + String(repeating: row, count: 1_000_000), to: "large.csv")
      let lines = RunTests.small + "step 2\nsample signal large.csv columns=x,y\nstep 100000\n"
      try program.write(lines, to: "s.neos")
      let line = lines.split(separator: "\n").count - 1
      var outcome: Program.Outcome
      var tries = 0
      repeat {
        outcome = try program.run("run", "--json", "s.neos") { process in
          while process.isRunning, !(program.read(".output") ?? "").contains("\"step\": 2,") { usleep(1_000) }
          kill(process.processIdentifier, SIGINT)
        }
        tries += 1
        // On a busy machine the table may have been read before the signal comes.
      } while tries < 5 && outcome.errors.hasPrefix("s.neos:\(line + 1): interrupted")
      #expect(outcome.status == 130)
      #expect(
        outcome.errors
          == "s.neos:\(line): interrupted; the state is saved, 'load s.interrupted.json' goes on from step 2\n"
      )
      let resumed = try program.run("run", "-", input: "load s.interrupted.json\nexpect step = 2\nstep 1\n")
      #expect(resumed.status == 0)
    }
  }

  /// A kill leaves the state of a step before it, which leads on to the bits of a run that was not killed.
  @Test func checkpointsOutliveAKill() throws {
    try Program.inFolder { program in
      let lines = RunTests.small + "step 2\nset rate 0.01\n"
      try program.write(lines + "step 100000\n", to: "s.neos")
      let outcome = try program.run("run", "--json", "--checkpoint", "0", "s.neos") { process in
        while process.isRunning, !(program.read(".output") ?? "").contains("\"step\": 9,") { usleep(1_000) }
        kill(process.processIdentifier, SIGKILL)
      }
      #expect(outcome.status != 0)
      let resumed = try program.run(
        "run", "--json", "-", input: "load s.checkpoint.json\nshow step\nstep 1\nrecord r.neos\n")
      let last = try #require(try resumed.objects().compactMap { $0["step"] as? Int }.max())
      #expect(resumed.status == 0 && last >= 9)
      let whole = try program.run("run", "--json", "-", input: lines + "step \(last - 2)\n")
      let replayed = try program.run("run", "--json", "r.neos")
      let losses = try [resumed, whole, replayed].map {
        try $0.objects().last { $0["loss"] != nil }?["loss"] as? Double
      }
      #expect(losses[0] != nil && losses[0] == losses[1] && losses[0] == losses[2], "\(losses)")
    }
  }

  @Test func aCheckpointIsGoneAtTheEndAndThereAfterAFailure() throws {
    try Program.inFolder { program in
      try program.write(RunTests.small + "step 3\n", to: "s.neos")
      #expect(try program.run("run", "--checkpoint", "0", "s.neos").status == 0)
      #expect(program.read("s.checkpoint.json") == nil)
      try program.write(RunTests.small + "step 3\nexport yields /nowhere/y.csv\n", to: "f.neos")
      let failed = try program.run("run", "--checkpoint", "1000", "f.neos")
      #expect(
        failed.status == 1 && failed.errors.contains("'load f.checkpoint.json' goes on from step 3"),
        "\(failed.errors)")
    }
  }

  /// The state of a failed line outlives other files of the name, which have states of their own.
  @Test func filesOfOneNameHaveCheckpointsOfTheirOwn() throws {
    try Program.inFolder { program in
      for folder in ["a", "b"] {
        try FileManager.default.createDirectory(
          at: program.folder.appending(path: folder), withIntermediateDirectories: true)
      }
      try program.write(RunTests.small + "step 3\nexport yields /nowhere/y.csv\n", to: "a/x.neos")
      try program.write(RunTests.small + "step 5\n", to: "b/x.neos")
      let failed = try program.run("run", "--checkpoint", "0", "a/x.neos", "b/x.neos")
      #expect(
        failed.status == 1 && failed.errors.contains("'load x.checkpoint.json' goes on from step 3"),
        "\(failed.errors)")
      #expect(program.read("x-2.checkpoint.json") == nil)
      let resumed = try program.run("run", "-", input: "load x.checkpoint.json\nexpect step = 3\n")
      #expect(resumed.status == 0, "\(resumed.errors)")
      let both = try program.run("run", "--checkpoint", "0", "a/x.neos", "a/x.neos")
      #expect(both.errors.contains("'load x-2.checkpoint.json' goes on from step 3"), "\(both.errors)")
    }
  }

  @Test func aCheckpointThatTheRunDidNotWriteStays() throws {
    try Program.inFolder { program in
      try program.write(RunTests.small + "step 1\n", to: "s.neos")
      try program.write("mine", to: "s.checkpoint.json")
      #expect(try program.run("run", "--checkpoint", "1000", "s.neos").status == 0)
      #expect(program.read("s.checkpoint.json") == "mine")
    }
  }

  /// The first signal waits for the end of the step; the second saves the state before it and ends at once.
  @Test func aSecondSignalSavesTheLastGoodStep() throws {
    try Program.inFolder { program in
      // A step takes a second or so: longer than the time between the signals, and than the quarter of a second in which
      // a step is not kept.
      let settings = "data events=16000\nnetwork 1000 relu 300 relu 1 sigmoid\nmetrics none\n"
      try program.write(settings + "step 1000\n", to: "long.neos")
      let outcome = try program.run("run", "--json", "long.neos") { process in
        while !(program.read(".output") ?? "").contains("\n") { usleep(2_000) }
        kill(process.processIdentifier, SIGINT)
        usleep(30_000)
        kill(process.processIdentifier, SIGINT)
      }
      #expect(outcome.status == 130)
      #expect(
        outcome.errors.hasPrefix(
          "stopped at once; the state is saved, 'load long.interrupted.json' goes on"),
        "\(outcome.errors)")
      let last = try #require(try outcome.objects().compactMap { $0["step"] as? Int }.max())
      #expect(outcome.errors.contains("from step \(last)"))
      let resumed = try program.run(
        "run", "--json", "-", input: "load long.interrupted.json\nexpect step = \(last)\nstep 1\n")
      #expect(resumed.status == 0)
      let whole = try program.run("run", "--json", "-", input: settings + "step \(last + 1)\n")
      let losses = try [resumed, whole].map { try $0.objects().last?["loss"] as? Double }
      #expect(losses[0] == losses[1])
      #expect(losses[0] != nil)
    }
  }
}
