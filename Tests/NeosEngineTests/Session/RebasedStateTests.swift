import NeosEngine
import Testing

/// Steps that are gone back to under other settings: what they were trained with may not fit what comes next.
@Suite struct RebasedStateTests {
  private static let lines = ["data blobs events=50", "network 8 relu 1 sigmoid", "train edges bandwidth"]

  /// More bins, fewer, and as many between other end points.
  @Test(arguments: [("0:1:8", "0:1:2"), ("0:1:3", "0:1:40"), ("0:1:4", "-1:2:4")])
  func otherBinsAreTrainedAnew(before: String, after: String) throws {
    var session = Session()
    try session.run(Self.lines + ["histogram bins=\(before)", "step 2", "histogram bins=\(after)", "back 2"])
    var fresh = Session()
    try fresh.run(Self.lines + ["histogram bins=\(after)"])
    for _ in 0..<3 {
      #expect(try session.fingerprint() == fresh.fingerprint())
      #expect(try session.values(of: .edges(nil)) == fresh.values(of: .edges(nil)))
      try session.run("step 1")
      try fresh.run("step 1")
    }
  }

  @Test func whatWasGoneBackToIsSavedSoThatItCanBeLoaded() throws {
    let folder = try TemporaryFolder()
    var session = Session()
    try session.run(Self.lines + ["histogram bins=0:1:3", "step 2", "histogram bins=0:1:6", "back 1"])
    try session.save(to: folder.file("session.json"))
    var loaded = Session()
    try loaded.run("load \(folder.file("session.json"))", "step 1")
    try session.run("step 1")
    #expect(try loaded.fingerprint() == session.fingerprint())
  }

  /// The momenta of one kind of optimizer mean nothing to another.
  @Test(arguments: [("sgd rate=0.1 momentum=0.9", "adam rate=0.01"), ("adam rate=0.01", "sgd rate=0.1")])
  func anotherOptimizerBeginsAnew(before: String, after: String) throws {
    var session = Session()
    try session.run(Self.lines + ["optimizer \(before)", "step 4", "optimizer \(after)", "back 1", "step 2"])
    var direct = Session()
    try direct.run(Self.lines + ["optimizer \(before)", "step 3", "optimizer \(after)", "step 2"])
    #expect(try session.fingerprint() == direct.fingerprint())
  }
}
