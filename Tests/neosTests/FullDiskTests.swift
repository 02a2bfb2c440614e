import Foundation
import Testing

/// Disks that are full and folders that cannot be written: what was there stays, and what could not be written is said.
@Suite struct FullDiskTests {
  /// A script in a file system of its own, in memory, of 128 kB, as the folder `disk`.
  private func run(_ script: String, in program: Program) throws -> Program.Outcome {
    try program.write(
      """
      set -eu
      mkdir disk
      mount -t tmpfs -o size=128k none disk
      NEOS=\(Program.executable.path)
      fill() { dd if=/dev/zero of=disk/filler bs=4k 2> /dev/null || true; }
      \(script)
      """, to: "script")
    return try program.run(
      ["--map-root-user", "--mount", "bash", "script"], of: URL(filePath: "/usr/bin/unshare"))
  }

  private static let begin = RunTests.small + "step 2\n"

  @Test(.needsOwnMounts) func aFullDiskLeavesTheOldStateAndIsSaid() throws {
    try Program.inFolder { program in
      try program.write(Self.begin + "save disk/s.json\n", to: "first.neos")
      try program.write(Self.begin + "step 1\nsave disk/s.json\n", to: "second.neos")
      try program.write(Self.begin + "export pyhf disk/w.json\n", to: "export.neos")
      try program.write(Self.begin + "record disk/r.neos\n", to: "record.neos")
      let outcome = try run(
        """
        $NEOS run -q first.neos
        cp disk/s.json before.json
        fill
        for file in second export record; do
          $NEOS run -q $file.neos && echo "$file was taken" || echo "$file: $?"
        done
        cmp disk/s.json before.json && echo same
        ls -A disk
        """, in: program)
      for word in ["second: 1\n", "export: 1\n", "record: 1\n", "same\n"] {
        #expect(outcome.output.contains(word), "\(outcome.output)\(outcome.errors)")
      }
      for file in ["s.json", "w.json", "r.neos"] {
        #expect(outcome.errors.contains("disk/\(file): No space left on device"), "\(outcome.errors)")
      }
      // Nothing half-made is left.
      #expect(outcome.output.hasSuffix("same\nfiller\ns.json\n"), "\(outcome.output)")
    }
  }

  @Test(.needsOwnMounts) func aFolderThatCannotBeWrittenIsSaid() throws {
    try Program.inFolder { program in
      try program.write(Self.begin + "save disk/s.json\nrecord disk/r.neos\n", to: "first.neos")
      let lines = ["save disk/s.json", "export pyhf disk/w.json", "record disk/r.neos"]
      for (index, line) in lines.enumerated() {
        try program.write(Self.begin + "step 1\n\(line)\n", to: "\(index).neos")
      }
      let outcome = try run(
        """
        $NEOS run -q first.neos
        mount -o remount,ro disk
        cat disk/s.json disk/r.neos > before
        for file in 0 1 2; do $NEOS run -q $file.neos && echo taken || echo "$file: $?"; done
        cat disk/s.json disk/r.neos | cmp - before && echo same
        """, in: program)
      #expect(
        outcome.output.contains("0: 1\n") && outcome.output.contains("2: 1\nsame\n"), "\(outcome.output)")
      for file in ["s.json", "w.json", "r.neos"] {
        #expect(outcome.errors.contains("disk/\(file): Read-only file system"), "\(outcome.errors)")
      }
    }
  }

  /// A recording ends where its file may not grow: with a whole line, and not with half of one that means another step.
  @Test func aRecordingThatMayNotGrowEndsWithAWholeLine() throws {
    try Program.inFolder { program in
      let rounds = (1...60).map { "set rate 0.0\($0)\nstep \(100 + $0 % 7)\n" }.joined()
      try program.write(
        RunTests.small + "metrics none\nrecord r.neos\n" + rounds, to: "long.neos")
      let outcome = try program.run(
        ["-c", "ulimit -f 1; exec \(Program.executable.path) run -q long.neos"],
        of: URL(filePath: "/bin/bash"))
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains("r.neos: File too large"), "\(outcome.errors)")
      let text = try #require(program.read("r.neos"))
      #expect(text.utf8.count > 900 && text.hasSuffix("\n"))
      let whole = (RunTests.small + "metrics none\n" + rounds).split(separator: "\n")
      #expect(whole.starts(with: text.split(separator: "\n").dropFirst()))
    }
  }

  @Test func outputThatCannotBeWrittenIsSaid() throws {
    try Program.inFolder { program in
      try program.write(Self.begin + "show loss\n", to: "s.neos")
      let outcome = try program.run(
        ["-c", "\(Program.executable.path) run s.neos > /dev/full"], of: URL(filePath: "/bin/bash"))
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains("standard output: No space left on device"), "\(outcome.errors)")
    }
  }
}

@Suite("The screen on a full disk", .needsTmux, .needsOwnMounts, .serialized)
struct FullDiskScreenTests {
  @Test(
    "It says that nothing is kept, goes on in memory, and asks before it is left",
    arguments: ["full", "read-only"])
  func screen(kind: String) throws {
    let tmux = try Tmux(width: 130, height: 40)
    let spoil =
      kind == "full" ? "dd if=/dev/zero of=disk/filler bs=4k 2> /dev/null" : "mount -o remount,ro disk"
    try Data(
      """
      mkdir -p disk
      mount -t tmpfs -o size=64k none disk
      \(spoil)
      cd disk
      XDG_STATE_HOME=$PWD exec $NEOS
      """.utf8
    ).write(to: tmux.folder.appending(path: "script"))
    let reason = kind == "full" ? "No space left on device" : "Read-only file system"
    try tmux.enter(
      "clear; stty -a > before; unshare --map-root-user --mount bash script; echo status $?; stty -a > after")
    try tmux.wait("the first numbers") { $0.contains("paused") && $0.contains("loss 0.") }
    try tmux.type("2s")
    try tmux.wait(for: "paused  step 2 ")
    // The words may stand on two lines.
    try tmux.wait("the warning") { $0.contains("not kept against a crash") }
    try tmux.enter(":save s.json")
    try tmux.wait("why it is not saved") { $0.contains("s.json: \(reason)") }
    try tmux.type("1s")
    try tmux.wait(for: "paused  step 3 ")
    try tmux.press("q")
    try tmux.wait(for: "The session is not saved.")
    try tmux.press("y")
    try tmux.expectEnd(0)
  }
}

extension Trait where Self == ConditionTrait {
  /// Skips what needs file systems of its own where the kernel gives an unprivileged program none.
  static var needsOwnMounts: Self {
    .enabled(if: hasOwnMounts, "no user namespace in which file systems can be mounted")
  }
}

private let hasOwnMounts: Bool = {
  let process = Process()
  process.executableURL = URL(filePath: "/usr/bin/unshare")
  process.arguments = ["--map-root-user", "--mount", "mount", "-t", "tmpfs", "none", "/mnt"]
  process.standardError = FileHandle.nullDevice
  guard (try? process.run()) != nil else { return false }
  process.waitUntilExit()
  return process.terminationStatus == 0
}()
