import Foundation
import NeosEngine
import Testing

/// `load network FILE`.
@Suite struct LoadNetworkTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func session(_ lines: String...) throws -> Session {
    var session = Session()
    session.folder = folder.path
    try session.run(smallSettings + lines)
    return session
  }

  private var weights: [String] { (0..<4).map { "weights[\($0)]" } }

  @Test func aNetworkGoesOnInAnotherSession() throws {
    let file = folder.file("w.safetensors")
    var trained = try session("step 4", "export network \(file)")
    var fresh = try session("load network w.safetensors")
    #expect(fresh.step == 0)
    for name in ["loss", "gradient.norm"] + weights {
      #expect(try fresh.value(name).bitPattern == trained.value(name).bitPattern, "\(name)")
    }
    // The optimizer begins anew: its first step is that after a reset, not the fifth.
    try trained.run("optimizer sgd", "optimizer adam", "step 2")
    try fresh.run("step 2")
    for name in ["loss"] + weights {
      #expect(try fresh.value(name).bitPattern == trained.value(name).bitPattern, "\(name)")
    }
  }

  @Test(arguments: ["single", "double"]) func precisionsAreConverted(precision: String) throws {
    var trained = try session(
      "network precision=\(precision == "single" ? "double" : "single")", "step 2",
      "export network \(folder.file("w.safetensors"))")
    var other = try session("network precision=\(precision)", "load network w.safetensors")
    for name in weights {
      #expect(try Float(other.value(name)) == Float(trained.value(name)))
    }
  }

  @Test func aReplayTakesTheSameFileOrNone() throws {
    let (file, script) = (folder.file("w.safetensors"), folder.file("r.neos"))
    _ = try session("step 4", "export network \(file)")
    var live = try session("step 1", "record \(script)", "load network \(file)", "step 2")
    let line = try #require(live.journal.first { $0.hasPrefix("load network") })
    #expect(line.contains(/^load network .*w\.safetensors digest=[0-9a-f]{12}$/))
    func replay() throws -> Session {
      var replayed = Session()
      for line in try SessionFile(path: script).lines { try replayed.execute(line.command, line: line.text) }
      return replayed
    }
    var replayed = try replay()
    #expect(try replayed.fingerprint() == live.fingerprint())
    #expect(replayed.records == live.records)
    _ = try session("step 5", "export network \(file)")
    let error = try #require(throws: SessionError.self) { try replay() }
    #expect("\(error)".contains("SHA-256 digest begins with"), "\(error)")
  }

  @Test func backLeadsToTheNetworkBefore() throws {
    let file = folder.file("w.safetensors")
    _ = try session("step 4", "export network \(file)")
    var session = try session("step 2")
    try session.run("step 1")
    let before = try session.value("weights[0]")
    try session.run("step 1", "load network \(file)", "step 1", "back 2")
    #expect(session.step == 3)
    #expect(try session.value("weights[0]") == before)
    // What was undone before belongs to another network.
    try session.run("load network \(file)")
    #expect(throws: SessionError.self) { try session.run("forward 1") }
    #expect(session.records.map(\.step) == [0, 1, 2])
  }

  @Test func savedSessionsHoldTheWeights() throws {
    let (file, state) = (folder.file("w.safetensors"), folder.file("s.json"))
    _ = try session("step 4", "export network \(file)")
    var session = try session("load network \(file)", "step 2", "save \(state)")
    try FileManager.default.removeItem(atPath: file)
    var loaded = try Session("load \(state)")
    #expect(try loaded.fingerprint() == session.fingerprint())
    #expect(loaded.journal == session.journal)
  }

  @Test func whatIsNotTheNetworksFileChangesNothing() throws {
    let (file, other) = (folder.file("w.safetensors"), folder.file("o.safetensors"))
    _ = try session("network 5 tanh 1 sigmoid", "step 1", "export network \(file)")
    try Data("not such a file".utf8).write(to: URL(filePath: other))
    var session = try session("step 2")
    let before = try session.fingerprint()
    for (line, part) in [
      (
        "load network \(file)",
        "\(file): __metadata__.layers: found \"5 tanh 1 sigmoid\", expected \"4 tanh 1 sigmoid\""
      ), ("load network \(other)", "\(other): not a safetensors file"),
      ("load network \(folder.file("missing"))", "there is no such file"),
      ("load network \(file) digest=0123456789", "expected 0123456789"),
    ] {
      let error = try #require(throws: SessionError.self, "\(line)") { try session.run(line) }
      #expect("\(error)".contains(part), "\(error)")
      #expect(try session.fingerprint() == before)
    }
    #expect(!session.journal.contains { $0.hasPrefix("load network") })
  }

  /// Weights that were trained on standardized features get the same features here.
  @Test func takesTheStandardizationWithTheWeights() throws {
    let network = try Network(
      inputCount: 2, layers: [.dense(4), .activation(.tanh), .dense(1), .activation(.sigmoid)])
    let weights = WeightVector.single([Float](repeating: 0.1, count: network.weightCount))
    let file = SafeTensors(
      network, weights: weights, standardization: Standardization(means: [0.5, -1], scales: [2, 4]))
    try Data(file.bytes).write(to: URL(filePath: folder.file("w.safetensors")))
    var session = try session("load network w.safetensors")
    let rows = try session.run("show network")
    #expect(
      "\(rows)".contains("less 0.5, divided by 2") && "\(rows)".contains("less -1, divided by 4"), "\(rows)")
  }

  @Test func aNewNetworkSaysThatTheLoadedOneIsGone() throws {
    _ = try session("export network \(folder.file("w.safetensors"))")
    var session = try session("load network w.safetensors")
    let events = try session.run("seed network=5")
    #expect(events.map(\.description) == ["the network is made anew: the weights that were loaded are gone"])
  }

  @Test func theLineIsUnderstood() throws {
    #expect(try Command(line: "load network a.b") == .loadNetwork("a.b", digest: nil))
    #expect(
      try Command(line: "load network a digest=0123456789AB") == .loadNetwork("a", digest: "0123456789ab"))
    // A saved state of that name.
    #expect(try Command(line: "load ./network") == .load("./network"))
    for (line, column) in [
      ("load network", 13), ("load network a b", 16), ("load network a digest=xyz", 23),
      ("load network a digest=0123456789 b", 34),
    ] {
      let error = try #require(throws: LanguageError.self, "\(line)") { try Command(line: line) }
      #expect(error.column == column, "\(line): \(error)")
    }
  }
}
