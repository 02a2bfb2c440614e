import NeosEngine
import Testing

/// The best numbers so far, and what can be compared with what.
@Suite struct BranchTests {
  private func small(_ more: String...) throws -> Session {
    var session = Session()
    try session.run(smallSettings + more)
    return session
  }

  @Test func theBestLossIsOfOneObjective() throws {
    var session = try small("step 10")
    #expect(try session.value("best.loss") == session.records.map(\.loss).min())
    try session.run("objective significance")
    #expect(try session.value("best.loss") == session.value("loss"))
    try session.run("step 5")
    // From step 10 on, and the largest now.
    #expect(try session.value("best.loss") == session.records[10...].map(\.loss).max())
    try session.run("objective uncertainty", "step 2")
    #expect(try session.value("best.loss") == session.records[15...].map(\.loss).min())
  }

  @Test func theBestLossIsOfOneSetOfSettings() throws {
    var session = try small("step 10", "set bandwidth 0.35", "step 3")
    #expect(try session.value("best.loss") == session.records[10...].map(\.loss).min())
    // How steps are made does not change what a loss is.
    try session.run("set rate 0.01", "step 2")
    #expect(try session.value("best.loss") == session.records[10...].map(\.loss).min())
  }

  /// Metrics do not depend on the objective, and so their best values go on.
  @Test func theBestMetricOutlivesAnObjective() throws {
    var session = try small("step 5", "objective uncertainty", "step 5")
    #expect(try session.value("best.cls") == session.records.compactMap { $0.metric(.cls) }.min())
    try session.run("set background 12", "step 2")
    #expect(try session.value("best.cls") == session.records[10...].compactMap { $0.metric(.cls) }.min())
  }

  /// Where no background event of the test sample falls into a bin, a metric rests on the floor there and is better
  /// than it should be.
  @Test func theBestMetricSkipsEmptyTestBins() throws {
    var session = Session()
    try session.run([
      "data events=100", "network 4 tanh 1 sigmoid", "histogram bins=0:1:4 bandwidth=0.1", "split test=0.3",
      "scale floor=0.01", "optimizer adam rate=0.05", "objective bce", "step 60",
    ])
    let resting = session.records.filter(\.restsOnFloor)
    let sound = session.records.filter { !$0.restsOnFloor }
    try #require(!resting.isEmpty && !sound.isEmpty, "\(resting.count) of \(session.records.count)")
    for metric in [Objective.cls, .discovery, .uncertainty] {
      #expect(try session.value("best.\(metric.rawValue)") == sound.compactMap { $0.metric(metric) }.min())
    }
    #expect(
      try session.value("best.significance") == sound.compactMap { $0.metric(.significance) }.max())
  }

  @Test func aBestMetricOfEmptyTestBinsAloneIsNone() throws {
    var session = Session()
    try session.run([
      "data events=4", "network 4 tanh 1 sigmoid", "histogram bins=0:1:9 bandwidth=0.1", "split test=0.5",
      "scale floor=0.01", "step 2",
    ])
    #expect(session.records.allSatisfy { $0.restsOnFloor })
    let error = try #require(throws: SessionError.self) { try session.value("best.cls") }
    #expect("\(error)".contains("every step rests on empty bins"))
    #expect(try session.value("test.cls") > 0)
  }

  @Test func aHardHistogramIsShownButNotSteppedOn() throws {
    var session = try small("step 2", "histogram hard")
    let events = try session.run("show", "show yields", "show gradient", "show metrics", "cls", "fit")
    #expect(events.count == 6)
    // 20 events of 10 times 10 expected ones: whole multiples of 5.
    let yields = try session.values(of: .yields("nominal", bin: nil, test: false))
    #expect(yields.allSatisfy { ($0 / 5).rounded() == $0 / 5 })
    for line in ["step", "run until step > 9"] {
      let error = try #require(throws: SessionError.self) { try session.run(line) }
      #expect("\(error)".contains("'histogram kde'"), "\(error)")
    }
    #expect(session.step == 2)
    try session.run("histogram kde", "step")
    #expect(session.step == 3)
  }

  /// A breakpoint that loses its meaning stops the run and says which one it is.
  @Test func aBreakpointThatCannotBeTestedSaysSo() throws {
    var session = try small("break when step > 90", "break when yields.signal[2] < 0", "step 2")
    try session.run("set bins 0:1:2")
    let error = try #require(throws: SessionError.self) { try session.run("step 5") }
    #expect("\(error)".contains("stopped at step 3: breakpoint 2, 'yields.signal[2] < 0', cannot be tested"))
    #expect("\(error)".contains("'break clear 2' takes it away"))
    #expect(session.step == 3)
    #expect(session.journal.last == "step 1")
    try session.run("break clear 2", "step 2")
    #expect(session.step == 5)
  }

  @Test func aRowIsComparedNumberByNumber() throws {
    var session = try small("step 1")
    let row = try session.values(of: .yields("signal", bin: nil, test: false))
    let (low, high) = (try #require(row.min()), try #require(row.max()))
    let lines = [
      "yields.signal > \(low - 1e-9)", "yields.signal > \(low)", "yields.signal <= \(high)",
      "yields.signal < \(high)", "yields.signal = \(low) ± 1e-9", "yields.signal != \(low)",
      "yields.signal = \(row) ± 1e-12", "yields.signal < yields.nominal", "edges > 0",
    ]
    let events = try session.run(lines.map { "expect \($0)" })
    let holds = events.compactMap { if case .expectation(let result) = $0 { result.holds } else { nil } }
    let isBelow = try zip(row, session.values(of: .yields("nominal", bin: nil, test: false)))
      .allSatisfy { $0 < $1 }
    #expect(holds == [true, false, true, false, false, true, true, isBelow, false])
  }

  /// A network that is made anew by mistake costs nothing: the run before is a copy, in a recording as well.
  @Test func aRunIsKeptWhenItsNetworkIsMadeAnew() throws {
    var session = try small("step 4")
    let before = try session.fingerprint()
    let told = try session.run("network 5 tanh 1 sigmoid").map(\.description)
    #expect(
      told == [
        "the network is made anew: back to step 0; the run before is kept as 'main-4', 'switch main-4' goes there"
      ])
    #expect(session.branchNames == ["main", "main-4"] && session.step == 0)
    // A network that has made no step is not missed.
    #expect(try session.run("seed network=3").isEmpty)
    try session.run("step 2", "switch main-4")
    #expect(try session.fingerprint() == before)
    try session.run("back 2", "forward 1", "step 2")
    var replayed = Session()
    try replayed.run(session.journal)
    #expect(replayed.branchNames == session.branchNames)
    #expect(try replayed.fingerprint() == session.fingerprint())
    #expect(try replayed.run("switch main").count == 1 && replayed.step == 2)
    // Steps that were undone are a run, too.
    try session.run("switch main", "back 2", "seed network=4", "switch main-2", "forward 2")
    #expect(session.step == 2)
  }

  /// Sessions that try many networks do not grow with each; copies that were asked for stay.
  @Test func notAllRunsAreKept() throws {
    var session = try small("fork mine", "step 1")
    for seed in 1...12 { try session.run("seed network=\(seed)", "step \(seed)") }
    let kept = ["mine-1", "mine-1-2"] + (2...11).map { "mine-\($0)" }
    #expect(session.branchNames == (["main", "mine"] + kept.suffix(8)).sorted())
    // Of all but the last only the last step is held.
    try session.run("switch mine-11", "back 3", "switch mine-10")
    #expect(throws: SessionError.self) { try session.run("back 1") }
    // One that was gone back to is not given up, and a loaded session does the same as the one that was saved.
    let folder = try TemporaryFolder()
    try session.run("save \(folder.file("s.json"))")
    var loaded = Session()
    try loaded.run("load \(folder.file("s.json"))")
    for seed in 20...30 {
      for line in ["seed network=\(seed)", "step 1"] {
        try session.run(line)
        try loaded.run(line)
      }
    }
    #expect(loaded.branchNames == session.branchNames)
    #expect(session.branchNames.contains("mine-11"))
  }
}
