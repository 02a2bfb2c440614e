import Foundation
import NeosEngine
import Testing

/// Programs that are killed (SIGKILL) at moments that a seed chooses, two hundred times in all: what is on the disk is
/// one of the states that there were, whole, and the next start goes on from it.
@Suite("Killed at any moment", .serialized)
struct KillTests {
  /// A folder that waits for no disk: what a killed program wrote is there all the same.
  private static let memory =
    access("/dev/shm", W_OK) == 0 ? URL(filePath: "/dev/shm") : FileManager.default.temporaryDirectory

  private static let settings = [
    "data events=20", "network 40 tanh 1 sigmoid", "histogram bins=0:1:3 bandwidth=0.2", "metrics none",
  ]

  @Test("A run leaves a whole state, and a recording of whole lines")
  func headless() throws {
    let rounds = (1...20).flatMap { ["step 1", "save s.json", "set rate 0.0\($0)", "step 2", "save s.json"] }
    let lines = Self.settings + ["record r.neos"] + rounds
    try Program.inFolder(of: Self.memory) { program in
      try program.write(lines.joined(separator: "\n") + "\n", to: "loop.neos")
      let (states, journal) = try Self.uninterrupted(
        lines, program.folder.appending(path: "reference.json").path)
      let start = ContinuousClock.now
      #expect(try program.run("run", "-q", "loop.neos").status == 0)
      let time = (ContinuousClock.now - start) / .microseconds(1)
      var generator = SplitMix64(state: 1)
      var seen: Set<Data> = []
      for round in 0..<150 {
        // Sometimes there is an old state to be replaced, sometimes none.
        if round % 3 == 0 {
          try? FileManager.default.removeItem(at: program.folder.appending(path: "s.json"))
        }
        let delay = Double.random(in: 0...1, using: &generator) * time
        try program.run("run", "-q", "loop.neos") { process in
          usleep(UInt32(delay))
          kill(process.processIdentifier, SIGKILL)
        }
        if let data = try? Data(contentsOf: program.folder.appending(path: "s.json")) {
          #expect(states.contains(data), "round \(round): a state that never was")
          seen.insert(data)
        }
        if let text = program.read("r.neos") {
          #expect(text.hasSuffix("\n"))
          let recorded = text.split(separator: "\n").dropFirst().map(String.init)
          #expect(journal.starts(with: recorded), "round \(round): \(recorded.suffix(2))")
        }
      }
      // Most were killed somewhere in the middle.
      #expect(seen.count > 10)
      let names = try FileManager.default.contentsOfDirectory(atPath: program.folder.path)
      #expect(names.filter { $0.hasPrefix(".neos-") }.count <= 2, "\(names)")
      // A lock and a half-made file that were left behind are no obstacle, and are gone then.
      #expect(try program.run("run", "-q", "loop.neos").status == 0)
      #expect(try Data(contentsOf: program.folder.appending(path: "s.json")) == states.last)
      let rest = try FileManager.default.contentsOfDirectory(atPath: program.folder.path)
      #expect(!rest.contains { $0.hasPrefix(".neos-") || $0.hasSuffix(".lock") }, "\(rest)")
    }
  }

  /// The states that lines save, in order, and the journal that they lead to.
  private static func uninterrupted(_ lines: [String], _ path: String) throws -> (
    states: [Data], journal: [String]
  ) {
    var session = Session()
    var states: [Data] = []
    for line in lines where !line.hasPrefix("record") {
      guard line.hasPrefix("save") else {
        try session.perform(line)
        continue
      }
      try session.save(to: path)
      states.append(try Data(contentsOf: URL(filePath: path)))
    }
    return (states, session.journal)
  }

  @Test("The screen is offered again where it was, with all steps that were finished")
  func screen() throws {
    var generator = SplitMix64(state: 2)
    for _ in 0..<10 {
      try Program.inFolder(of: Self.memory) { program in
        try program.write(Self.settings.joined(separator: "\n") + "\nstep 1000000\n", to: "study.neos")
        var steps: Int?
        for _ in 0..<5 {
          let terminal = try PseudoTerminal(
            [Program.executable.path, "open", "study.neos", "--state-interval", "0", "--threads", "1"],
            in: program.folder,
            environment: ["XDG_STATE_HOME": program.folder.path, "HOME": program.folder.path])
          if steps != nil {
            try terminal.wait(for: "throw it away")
            terminal.type("g")
            try terminal.wait(for: "goes on where it was")
          } else {
            try terminal.wait(for: "paused")
          }
          terminal.type(":step 100000\r")
          usleep(UInt32.random(in: 0...120_000, using: &generator))
          terminal.killOutright()
          let now = try Self.check(program)
          #expect(now ?? -1 >= steps ?? -1)
          steps = now
        }
      }
    }
  }

  /// Holds what a killed program left against what leads there; gives its steps, or nil if no command was written.
  private static func check(_ program: Program) throws -> Int? {
    let folder = program.folder.appending(path: "neos/sessions")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    let journals = names.filter { $0.hasSuffix(".neos") }
    #expect(journals.count <= 1, "\(names)")
    guard let journal = journals.first else { return nil }
    let text = String(decoding: try Data(contentsOf: folder.appending(path: journal)), as: UTF8.self)
    let end = try #require(text.lastIndex(of: "\n"))
    let commands = text[..<end].split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
    if commands.isEmpty { return nil }
    #expect(commands.starts(with: settings))
    // A state beside it is whole, and that of the commands on the way, to the bits.
    for name in names where name.hasSuffix(".json") {
      let path = folder.appending(path: name).path
      var saved = Session()
      try saved.load(from: path)
      #expect(try steps(saved.journal) <= steps(commands))
      var session = Session()
      for line in saved.journal { try session.perform(line) }
      let other = program.folder.appending(path: "reference.json").path
      try session.save(to: other)
      #expect(try Data(contentsOf: URL(filePath: path)) == Data(contentsOf: URL(filePath: other)))
    }
    return try steps(commands)
  }

  /// How many steps lines take that are settings and then steps.
  private static func steps(_ lines: [String]) throws -> Int {
    try lines.dropFirst(settings.count).reduce(0) { sum, line in
      guard case .step(let count) = try Command(line: line) else {
        Issue.record("\(line)")
        return sum
      }
      return sum + count
    }
  }
}

/// SplitMix64: Steele, Lea, Flood, Proc. OOPSLA 2014, 453.
private struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
