import Foundation
import Testing

/// `neos run`, as scripts and CI rely on it.
@Suite struct RunTests {
  static let small = """
    data events=40
    network 4 tanh 1 sigmoid
    histogram bins=0:1:3 bandwidth=0.2

    """

  // MARK: Exit status

  @Test func successExitsWith0AndPrintsALineAStep() throws {
    try Program.inFolder { program in
      let outcome = try program.run("run", "-", input: Self.small + "step 3\nexpect step = 3\n")
      #expect(outcome.status == 0)
      #expect(outcome.errors.isEmpty)
      for step in 1...3 { #expect(outcome.output.contains("step \(step)  loss ")) }
      #expect(outcome.output.hasSuffix(", 1 of 1 expectations hold\n"))
    }
  }

  @Test func aFailedExpectationExitsWith1AndTheRunGoesOn() throws {
    try Program.inFolder { program in
      try program.write(Self.small + "expect step = 7\nstep 2\nexpect step = 2\n", to: "s.neos")
      let outcome = try program.run("run", "s.neos")
      #expect(outcome.status == 1)
      #expect(outcome.errors.hasPrefix("s.neos:4: expected step = 7, found 0.0"))
      #expect(outcome.output.hasSuffix(", 1 of 2 expectations hold\n"))
    }
  }

  @Test func aCommandThatCannotBeCarriedOutExitsWith1() throws {
    try Program.inFolder { program in
      let outcome = try program.run("run", "-", input: Self.small + "step 2\nback 5\nstep 1\n")
      #expect(outcome.status == 1)
      #expect(outcome.errors == "standard input:5: only 2 steps can be undone, to step 0\n")
      #expect(outcome.output.contains("stopped before the end"))
    }
  }

  @Test func aBadLineExitsWith2BeforeAnythingRuns() throws {
    try Program.inFolder { program in
      try program.write("save good.json\n", to: "good.neos")
      try program.write("step 1\nhistogram kde bandwith=0.5\n", to: "bad.neos")
      let outcome = try program.run("run", "good.neos", "bad.neos")
      #expect(outcome.status == 2)
      #expect(outcome.output.isEmpty)
      #expect(program.read("good.json") == nil)
      let expected = """
        bad.neos:2:15: histogram has no key 'bandwith'; histogram is written histogram METHOD bins= bandwidth= \
        reflect= density=; did you mean 'bandwidth'?
          histogram kde bandwith=0.5
                        ^^^^^^^^

        """
      #expect(outcome.errors == expected)
    }
  }

  @Test(arguments: ["nowhere.neos", "."])
  func aFileThatCannotBeReadExitsWith2(name: String) throws {
    try Program.inFolder { program in
      let outcome = try program.run("run", name)
      #expect(outcome.status == 2)
      #expect(outcome.errors.hasPrefix("\(name): "))
    }
  }

  // MARK: Output

  @Test func quietPrintsNoSteps() throws {
    try Program.inFolder { program in
      let outcome = try program.run("run", "--quiet", "-", input: Self.small + "step 3\nexpect step = 3\n")
      #expect(!outcome.output.contains("step 1"))
      #expect(outcome.output.hasPrefix("step 3, loss "))
    }
  }

  @Test func aPipeGetsNoControlCharacters() throws {
    try Program.inFolder { program in
      let outcome = try program.run("run", "-", input: Self.small + "step 30\nshow metrics\n")
      #expect(!(outcome.output + outcome.errors).contains { $0 == "\r" || $0 == "\u{1B}" })
    }
  }

  @Test func everyLineOfJSONIsAnObject() throws {
    try Program.inFolder { program in
      let lines = "step 2\nshow yields\nexpect step = 2\nset bandwidth 0.3\nback 1\nrun until step >= 2\n"
      let objects = try program.run("run", "--json", "-", input: Self.small + lines).objects()
      #expect(
        objects.map { $0["event"] as? String } == [
          "step", "step", "show", "expect", "note", "step", "note", "end",
        ])
      #expect(objects[0]["loss"] is Double)
      #expect((objects[0]["train"] as? [String: Double])?["cls"] != nil)
      #expect(objects[3]["holds"] as? Bool == true)
      #expect(objects.allSatisfy { $0["file"] as? String == "standard input" })
    }
  }

  @Test func theLossAtTheEndIsThatOfThePresentSettings() throws {
    try Program.inFolder { program in
      // After `set` the last loss on record is of other settings: it is not printed as if it were the present one.
      let outcome = try program.run("run", "--quiet", "-", input: Self.small + "step 2\nset bandwidth 0.4\n")
      #expect(outcome.output == "step 2\n")
    }
  }

  @Test func theBitsDoNotDependOnThreads() throws {
    try Program.inFolder { program in
      let lines = "data events=700\nnetwork 37 relu 11 tanh 1 sigmoid\nstep 5\n"
      let one = try program.run("run", "--json", "--threads", "1", "-", input: lines)
      let two = try program.run("run", "--json", "--threads", "2", "-", input: lines)
      #expect(one.status == 0)
      #expect(one.output == two.output)
    }
  }

  @Test func outputThatCannotBeWrittenIsAnError() throws {
    try Program.inFolder { program in
      let outcome = try program.run("run", "-", input: Self.small + "step 1\nsave /dev/full\n")
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains("/dev/full: it is not a regular file"))
    }
  }

  // MARK: Interruption

  /// An answer that was stopped is no end of the file, though it is the last thing that it asks for.
  @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
  func anInterruptedLastLineIsAnInterruption(signal: Int32, status: Int32) throws {
    try Program.inFolder { program in
      try program.write(Self.small + "step 3\ncls toys=2000000\n", to: "s.neos")
      try program.write("save other.json\n", to: "other.neos")
      let outcome = try program.run("run", "--json", "--checkpoint", "0", "s.neos", "other.neos") { process in
        while process.isRunning, !(program.read(".output") ?? "").contains("\"step\": 3,") { usleep(1_000) }
        // So that toys are being drawn; a signal that comes before them leads to the same.
        usleep(300_000)
        kill(process.processIdentifier, signal)
      }
      #expect(outcome.status == status)
      #expect(
        outcome.errors.hasSuffix("the state is saved, 'load s.interrupted.json' goes on from step 3\n"),
        "\(outcome.errors)")
      #expect(try !outcome.objects().contains { $0["event"] as? String == "end" })
      #expect(program.read("s.checkpoint.json") != nil && program.read("other.json") == nil)
    }
  }

  @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
  func anInterruptedRunIsSavedAndGoesOnToTheSameBits(signal: Int32, status: Int32) throws {
    try Program.inFolder { program in
      // More steps than a run takes before the signal comes; the goal lies beyond any of them.
      let training = Self.small + "train edges\nstep 1000000\n"
      try program.write(training, to: "long.neos")
      let outcome = try program.run("run", "--json", "long.neos") { process in
        while (program.read(".output") ?? "").count < 10_000 { usleep(10_000) }
        kill(process.processIdentifier, signal)
      }
      #expect(outcome.status == status)
      #expect(outcome.errors.contains("the state is saved, 'load long.interrupted.json' goes on from step"))
      let steps = try outcome.objects().compactMap { $0["step"] as? Int }
      let last = try #require(steps.max())
      let goal = last + 5
      let resumed = try program.run(
        "run", "--json", "-", input: "load long.interrupted.json\nstep \(goal - last)\n")
      let whole = try program.run(
        "run", "--json", "-", input: Self.small + "train edges\nstep \(goal)\n")
      #expect(resumed.status == 0)
      let ends = [resumed, whole].map { $0.output.split(separator: "\n").last }
      #expect(ends[0] == ends[1])
    }
  }
}
