import Foundation
import NeosEngine
import Testing

/// Steps take the memory of steps before them; what someone still holds stays as it is.
@Suite struct StepMemoryTests {
  /// So many weights that `back` reaches three steps, and the memory of earlier ones goes to the next.
  private let lines = [
    "data blobs samples=4 events=4", "network 2400 relu 2400 relu 1 sigmoid", "metrics none",
    "seed network=5",
  ]

  @Test(arguments: ["optimizer adam rate=1e-4", "optimizer sgd rate=1e-4 momentum=0.5"])
  func copiesAndEarlierStepsKeepTheirNumbers(optimizer: String) throws {
    var session = Session()
    try session.run(lines + [optimizer, "step 2"])
    var copy = session
    let early = try copy.fingerprint()
    try session.run("fork other", "step 6")
    #expect(try copy.fingerprint() == early)
    // The copy goes the same way, without a stop.
    try copy.run("step 7")
    let ninth = try copy.fingerprint()
    try session.run("step 1")
    #expect(try session.fingerprint() == ninth)
    try session.run("step 1", "back 1")
    #expect(try session.fingerprint() == ninth)
    try session.run("switch main")
    #expect(try session.fingerprint() == early)
  }

  @Test func aSnapshotIsSavedAsTheSessionIs() throws {
    let session = try Session(
      "network 3 tanh 1 sigmoid", "step 3", "fork other", "optimizer rate=0.1", "step 2")
    try expectAlike(session, session.snapshot)
  }

  @Test(arguments: [
    ["step 1"], ["step 4"], ["back 2", "step 1"], ["back 2", "optimizer rate=0.1", "step 4"], ["back 1"],
    ["fork other", "step 2"], ["seed network=2", "step 5"],
  ])
  func aSnapshotThatCatchesUpIsSavedAsTheSessionIs(lines: [String]) throws {
    var session = try Session("network 3 tanh 1 sigmoid", "step 3")
    var snapshot = session.snapshot
    try session.run(lines)
    snapshot.catchUp(with: session)
    try expectAlike(session, snapshot)
    try session.run("step 2")
    snapshot.catchUp(with: session)
    try expectAlike(session, snapshot)
  }

  private func expectAlike(_ session: Session, _ snapshot: Session) throws {
    let folder = try TemporaryFolder()
    try session.save(to: folder.file("session.json"))
    try snapshot.save(to: folder.file("snapshot.json"))
    let files = try ["session.json", "snapshot.json"].map {
      try Data(contentsOf: URL(filePath: folder.file($0)))
    }
    #expect(files[0] == files[1])
  }
}
