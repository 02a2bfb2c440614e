import Foundation
import NeosEngine
import Testing

/// Samples of which a limit keeps some events alone. All numbers are made by hand.
@Suite struct DeclaredLimitTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    // The row with x = -1 does not pass.
    try write("b.csv", "x,w,up,down\n1,1,2,1\n-1,50,50,50\n2,2,2,1\n3,3,4,4\n4,4,4,3\n")
    try write("more.csv", "x,w\n1,1\n2,2\n-1,70\n3,9\n")
    try write("less.csv", "x,w\n1,1\n2,1\n3,1\n4,1\n5,1\n")
    try write("s.csv", "x\n1\n2\n3\n")
  }

  private func write(_ name: String, _ text: String) throws {
    try text.write(toFile: folder.file(name), atomically: true, encoding: .utf8)
  }

  /// A session with one bin that takes all events.
  private func session(limit: String, _ key: String = "weight=w") throws -> Session {
    var session = Session()
    session.folder = folder.path
    try session.run(
      "sample signal s.csv columns=x \(limit)", "sample b b.csv columns=x \(key) where=\"x > 0\" \(limit)",
      "vary rate b files=more.csv,less.csv", "vary weight b weights=up,down", "model samples stat=on",
      "network 1 sigmoid precision=double", "histogram hard bins=-1:2:3")
    return session
  }

  @Test func theYieldIsThatOfAllEventsThatPass() throws {
    var session = try session(limit: "limit=2")
    func total(_ name: String) throws -> Double { try session.row("yields.channel.\(name)").reduce(0, +) }
    let expected = [
      "signal": 3.0, "b": 10, "b.hi.rate": 12, "b.lo.rate": 5, "b.hi.weight": 12, "b.lo.weight": 9,
    ]
    for (name, number) in expected { #expect(try agree(total(name), number, within: 1e-14), "\(name)") }
    // The two that are kept, of weights 1 and 2, stand for all: their relative uncertainty is that of the yield.
    let uncertainty = try total("b.staterror.staterror_channel")
    #expect(agree(uncertainty, 10 * 5.0.squareRoot() / 3, within: 1e-14))
  }

  @Test func withoutWeightsTheYieldIsTheNumberThatPass() throws {
    var session = try session(limit: "limit=3", "")
    #expect(try session.row("yields.channel.b").reduce(0, +) == 4)
    #expect(try session.row("yields.channel.signal").reduce(0, +) == 3)
  }

  @Test func aLimitAboveTheNumberOfEventsChangesNothing() throws {
    var (one, other) = (try session(limit: "limit=4"), try session(limit: ""))
    for name in ["b", "b.hi.rate", "b.lo.weight", "b.staterror.staterror_channel"] {
      #expect(try one.row("yields.channel.\(name)") == other.row("yields.channel.\(name)"), "\(name)")
    }
    let checks = [one, other].map { $0.configuration.declarations.samples.map(\.check) }
    #expect(checks[0] == checks[1])
  }

  /// The yield hangs on the events that are not kept: their weights are part of the checksum.
  @Test func aChangeBehindTheLimitIsNoticed() throws {
    let check = try #require(try session(limit: "limit=2").configuration.declarations.samples[1].check)
    try write("b.csv", "x,w,up,down\n1,1,2,1\n-1,50,50,50\n2,2,2,1\n3,3,4,4\n4,5,4,3\n")
    var other = Session()
    other.folder = folder.path
    #expect(throws: SessionError.self) {
      try other.run("sample b b.csv columns=x weight=w where=\"x > 0\" limit=2 check=\(check)")
    }
  }

  @Test func weightsBehindTheLimitAreNumbers() throws {
    try write("b.csv", "x,w\n1,1\n2,2\n3,nan\n")
    var session = Session()
    session.folder = folder.path
    let error = #expect(throws: SessionError.self) {
      try session.run("sample b b.csv columns=x weight=w limit=2")
    }
    #expect("\(error.map { "\($0)" } ?? "")".contains("line 4, column 'w'"))
    // A feature that is not kept may be anything.
    try write("b.csv", "x,w\n1,1\n2,2\nnan,3\n")
    try session.run("sample b b.csv columns=x weight=w limit=2")
  }

  @Test func aStopWhileReadingIsAnInterruption() throws {
    var session = Session()
    session.folder = folder.path
    let line = "sample b b.csv columns=x"
    let command = try #require(try Command(line: line))
    #expect(throws: SessionError.interrupted(done: 0)) {
      try session.execute(command, line: line, control: SessionControl(isStopped: { true }) { _ in })
    }
    #expect(session.configuration.declarations.isEmpty)
    try session.run(line)
  }
}
