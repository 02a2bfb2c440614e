import Foundation
import Testing

/// Standard streams that cannot be written or are not there.
@Suite struct StandardStreamsTests {
  /// Carries out a line of a shell, in which the program is `$NEOS`.
  private func shell(_ line: String, in program: Program) throws -> Program.Outcome {
    try program.run(
      ["-c", "NEOS=\(Program.executable.path); \(line)"], of: URL(filePath: "/bin/bash"))
  }

  @Test(arguments: ["2> /dev/full", "2>&-"])
  func messagesThatNobodyGetsLeaveTheStatus(redirection: String) throws {
    try Program.inFolder { program in
      for (command, status) in [("cls nowhere.json", 2), ("run nowhere.neos", 2), ("nosuch", 2)] {
        let outcome = try shell("$NEOS \(command) \(redirection); echo $?", in: program)
        #expect(outcome.output == "\(status)\n", "\(command)")
      }
    }
  }
}
