import Foundation
import Testing

/// Standard streams that cannot be written or are not there.
@Suite struct StandardStreamsTests {
  @Test(arguments: ["2> /dev/full", "2>&-"])
  func messagesThatNobodyGetsLeaveTheStatus(redirection: String) throws {
    try Program.inFolder { program in
      for (command, status) in [("cls nowhere.json", 2), ("run nowhere.neos", 2), ("nosuch", 2)] {
        let outcome = try program.shell("$NEOS \(command) \(redirection); echo $?")
        #expect(outcome.output == "\(status)\n", "\(command)")
      }
    }
  }

  @Test(arguments: [
    "run s.neos", "run --json s.neos", "run --json --quiet s.neos", "cls w.json", "table wide.csv",
    "table wide.csv --columns x0 --json", "language", "language step", "bench --seconds 0 w.json",
  ])
  func outputThatIsLostIsSaid(command: String) throws {
    try Program.inFolder { program in
      try program.write(RunTests.small + "step 2\nshow loss\n", to: "s.neos")
      try program.write(Workspaces.text, to: "w.json")
      // More names than the buffer of standard output takes.
      let columns = 0..<2000
      try program.write(
        columns.map { "x\($0)" }.joined(separator: ",") + "\n"
          + columns.map { "\($0)" }.joined(separator: ",") + "\n", to: "wide.csv")
      let outcome = try program.shell("$NEOS \(command) > /dev/full")
      #expect(outcome.status == 1)
      #expect(outcome.errors.hasSuffix("standard output: No space left on device\n"), "\(outcome.errors)")
    }
  }

  /// It is no pipe that never ends: the limit of time is for a program that waits for ever.
  @Test(arguments: ["cls", "inspect", "run -"])
  func aClosedInputCannotBeRead(command: String) throws {
    try Program.inFolder { program in
      let outcome = try program.shell("timeout 60 $NEOS \(command) <&-")
      #expect(outcome.status == 2)
      #expect(outcome.errors.hasPrefix("standard input: it cannot be read"), "\(outcome.errors)")
    }
  }

  @Test func aClosedOutputIsAnError() throws {
    try Program.inFolder { program in
      try program.write(Workspaces.text, to: "w.json")
      for command in ["cls w.json", "inspect w.json", "run -q -"] {
        let outcome = try program.shell("$NEOS \(command) >&-")
        #expect(outcome.status == 1)
        #expect(outcome.errors == "standard output: Bad file descriptor\n", "\(command)")
        #expect(try program.shell("timeout 60 $NEOS \(command) <&- >&- 2>&-").status != 124)
        #expect(try program.shell("$NEOS \(command) >&- 2>&-").status == 1)
      }
    }
  }
}
