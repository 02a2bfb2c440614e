import NeosEngine
import Testing

@Suite struct SessionTests {
  private func small(_ more: String..., threads: Int = 1) throws -> Session {
    var session = Session(threads: threads)
    try session.run(smallSettings + more)
    return session
  }

  // MARK: Stepping

  @Test func theBitsDoNotDependOnThreads() throws {
    let lines = [
      "network 70 relu 30 tanh 1 sigmoid", "data events=700", "split test=0.3", "batch 301", "step 6",
    ]
    var one = Session(threads: 1)
    var three = Session(threads: 3)
    try one.run(lines)
    try three.run(lines)
    #expect(try one.fingerprint() == three.fingerprint())
    #expect(one.records == three.records)
  }

  @Test(arguments: [
    ("70 relu 30 tanh 1 sigmoid", "cls"), ("20 relu 40 relu 1 sigmoid", "cls"), ("9 relu 1 sigmoid", "cls"),
    ("5 gelu 3 softmax", "cls"), ("20 relu 40 relu 1", "cls"), ("12 tanh 1 gelu", "cls"),
    ("8 tanh 1 tanh", "cls"),
    ("20 relu 40 relu 1 sigmoid", "bce"), ("9 relu 1 sigmoid", "bce"), ("7 5 3 tanh 1 sigmoid", "bce"),
  ])
  func theBitsDoNotDependOnWhatIsKept(layers: String, objective: String) throws {
    let histogram = layers.hasSuffix("softmax") ? "histogram softmax" : "histogram kde"
    let lines = [
      "network \(layers)", histogram, "objective \(objective)", "data events=700", "split test=0.3", "step 6",
    ]
    try expectTheSame(lines, withMemory: 0)
  }

  /// The values of some of the events fit into a megabyte.
  @Test(arguments: ["70 relu 30 tanh 1 sigmoid", "20 relu 600 relu 1 sigmoid"])
  func theBitsDoNotDependOnHowManyAreKept(layers: String) throws {
    try expectTheSame(["network \(layers)", "data events=5000", "step 2"], withMemory: 1)
  }

  /// Expects that lines lead to the same bits where values of layers may take so many megabytes.
  private func expectTheSame(_ lines: [String], withMemory megabytes: Int) throws {
    var usual = Session()
    try usual.run(lines)
    for threads in [1, 2] {
      var other = Session(threads: threads)
      try other.run(["compute memory=\(megabytes)"] + lines)
      #expect(try usual.fingerprint() == other.fingerprint())
      #expect(usual.records == other.records)
    }
  }

  @Test func threadsAndMemoryMayChangeAtAnyTime() throws {
    var session = try small("step 3")
    let loss = try #require(session.loss)
    try session.run("compute threads=2 memory=0")
    // Nothing was computed anew, and nothing is another number.
    #expect(session.loss == loss)
    try session.run("step 2", "compute threads=all memory=256", "step 2")
    let straight = try small("step 7")
    #expect(session.records == straight.records)
  }

  @Test func aStepIsRecordedOnce() throws {
    var session = try small("step 5")
    _ = try session.value("loss")
    #expect(session.records.map(\.step) == [0, 1, 2, 3, 4, 5])
  }

  @Test func trainingLowersTheLoss() throws {
    var session = try small()
    let before = try session.value("loss")
    try session.run("step 30")
    #expect(try session.value("loss") < before)
  }

  @Test func aMaximizedObjectiveGrows() throws {
    var session = try small("objective significance")
    let before = try session.value("loss")
    try session.run("step 30")
    #expect(try session.value("loss") > before)
  }

  @Test func aStepThatFailsLeavesTheLastGoodState() throws {
    var session = try small("step 3")
    let before = try session.fingerprint()
    try session.run("optimizer sgd rate=1e300")
    let error = try #require(throws: SessionError.self) { try session.run("step 5") }
    guard case .stage(let failure, let step) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(step == 4)
    #expect(failure.stage == .network)
    #expect(failure.advice.contains("rate"))
    #expect(try session.fingerprint() == before)
    // And the session goes on from there.
    try session.run("optimizer adam rate=1e-3", "step 2")
    #expect(session.step == 5)
  }

  @Test func interruptionStopsBetweenSteps() throws {
    var session = try small()
    let stop = Stop(after: 4)
    #expect(throws: SessionError.interrupted(done: 4)) {
      try session.run(["step 100"]) { stop.isDue }
    }
    #expect(session.step == 4)
    #expect(session.journal.last == "step 4")
  }

  @Test func runsUntilAConditionHolds() throws {
    var session = try small()
    let start = try session.value("loss")
    try session.run("run until loss < \(start * 0.9) within 1000")
    let losses = session.records.map(\.loss)
    #expect(losses.last.map { $0 < start * 0.9 } == true)
    #expect(losses.dropLast().allSatisfy { $0 >= start * 0.9 })
    // A condition that holds already takes no step; one that never holds ends at its limit.
    let step = session.step
    try session.run("run until step >= 0")
    #expect(session.step == step)
    try session.run("run until step < 0 within 3")
    #expect(session.step == step + 3)
  }

  @Test func breakpointsStopARun() throws {
    var session = try small("break when step >= 4", "break when step >= 2")
    try session.run("step 100")
    #expect(session.step == 2)
    try session.run("break clear 2", "step 100")
    #expect(session.step == 4)
    try session.run("break clear", "step 6")
    #expect(session.step == 10)
    #expect(throws: SessionError.self) { try session.run("break clear 1") }
  }

  // MARK: Going back

  @Test func backAndForwardRestoreTheBits() throws {
    var session = try small("train edges bandwidth", "step 4")
    let atFour = try session.fingerprint()
    try session.run("step 6")
    let atTen = try session.fingerprint()
    try session.run("back 6")
    #expect(try session.fingerprint() == atFour)
    try session.run("forward 6")
    #expect(try session.fingerprint() == atTen)
    try session.run("back 6", "step 6")
    #expect(try session.fingerprint() == atTen)
    #expect(session.records.map(\.step) == Array(0...10))
  }

  @Test func backBeyondTheStartIsAnError() throws {
    var session = try small("step 3")
    let error = try #require(throws: SessionError.self) { try session.run("back 4") }
    #expect("\(error)".contains("only 3 steps can be undone"))
    #expect(session.step == 3)
    #expect(throws: SessionError.self) { try session.run("forward") }
  }

  @Test func settingsStayWhenGoingBack() throws {
    var session = try small("step 3", "set bandwidth 0.3", "back 2")
    #expect(try session.value("bandwidth") == 0.3)
    #expect(session.step == 1)
  }

  // MARK: Settings while it runs

  @Test func everyKnobCanBeTurnedBetweenSteps() throws {
    var session = try small("step 2")
    for line in [
      "set bandwidth 0.1", "set rate 1e-2", "set objective discovery", "set bins 0:1:5", "set floor 0.01",
      "optimizer sgd momentum=0.9", "schedule cosine steps=10", "clip 1", "train edges", "batch 7",
      "split test=0.3",
      "set luminosity 5", "histogram reflect=on density=on",
    ] {
      try session.run(line, "step 2")
    }
    #expect(session.step == 28)
    #expect(session.records.map(\.step) == Array(0...28))
  }

  @Test func aNewNetworkStartsAgain() throws {
    var session = try small("step 3", "network 5 tanh 1 sigmoid")
    #expect(session.step == 0)
    try session.run("step 1")
    #expect(session.records.map(\.step) == [0, 1])
  }

  @Test func aChangedSettingChangesTheLossAtOnce() throws {
    var session = try small("step 2")
    let before = try session.value("loss")
    try session.run("set bandwidth 0.4")
    #expect(try session.value("loss") != before)
    try session.run("set bandwidth 0.2")
    #expect(try session.value("loss") == before)
  }

  @Test func theScheduleSetsTheRate() throws {
    var session = try small("schedule exponential factor=0.5 steps=10", "step 10")
    #expect(try abs(session.value("rate") - 5e-4) < 1e-18)
  }

  @Test func clippingBoundsTheStep() throws {
    var session = try small("optimizer sgd rate=1", "clip 1e-3")
    let before = try (0..<17).map { try session.value("weights[\($0)]") }
    try session.run("step 1")
    let after = try (0..<17).map { try session.value("weights[\($0)]") }
    let length = zip(before, after).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
    // Weights are single precision: each is rounded at 6e-8 of its size.
    #expect(length > 0.999e-3 && length < 1.001e-3)
  }

  @Test func edgesKeepTheirOrderAndEnds() throws {
    var session = try small("train edges", "optimizer sgd rate=1e3", "histogram bandwidth=0.05")
    try session.run("step 20")
    let edges = try session.values(of: .edges(nil))
    #expect(edges.first == 0)
    #expect(edges.last == 1)
    #expect(zip(edges, edges.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test(arguments: [
    ("data samples=3", "model hepdata-like"), ("histogram hard", "histogram kde"),
    ("network 4 tanh 2 softmax", "width 1"), ("objective bce,network 4 tanh 1 tanh", "sigmoid"),
    ("histogram softmax,train edges", "train none"),
    ("network 46000 tanh 46000 tanh 1 precision=double", "memory"),
  ])
  func settingsThatDoNotFitSayWhatWould(lines: String, advice: String) throws {
    var session = try small()
    let error = try #require(throws: SessionError.self) {
      try session.run(lines.split(separator: ",").map(String.init) + ["step"])
    }
    #expect("\(error)".contains(advice), "\(error)")
  }

  // MARK: Copies

  @Test func forksGoTheirOwnWays() throws {
    var session = try small("step 3")
    let atThree = try session.fingerprint()
    try session.run("fork wide", "set bandwidth 0.4", "step 5")
    let wide = try session.fingerprint()
    try session.run("switch main")
    #expect(try session.fingerprint() == atThree)
    #expect(session.configuration.bandwidth == 0.2)
    try session.run("step 1", "switch wide")
    #expect(try session.fingerprint() == wide)
    #expect(session.branchNames == ["main", "wide"])
    #expect(throws: SessionError.self) { try session.run("fork main") }
    #expect(throws: SessionError.self) { try session.run("switch nowhere") }
  }

  @Test func compareShowsWhereCopiesDiffer() throws {
    var session = try small("step 2", "fork wide", "set bandwidth 0.4", "step 3")
    guard case .display(let table) = try session.run("compare").last else {
      Issue.record("compare shows a table")
      return
    }
    #expect(table.columns == ["", "main", "wide"])
    #expect(table.rows.contains([.text("step"), .number(2), .number(5)]))
    #expect(table.rows.contains([.text("histogram.bandwidth"), .text("0.2"), .text("0.4")]))
    #expect(!table.rows.contains { $0[0] == .text("optimizer.rate") })
  }

  // MARK: Looking

  @Test(arguments: Topic.allCases)
  func everyTopicCanBeShown(topic: Topic) throws {
    var session = try small("split test=0.3", "break when step > 100", "step 2")
    guard case .display(let table) = try session.run("show \(topic.rawValue)").last else {
      Issue.record("show shows a table")
      return
    }
    #expect(!table.rows.isEmpty)
    #expect(table.rows.allSatisfy { $0.count == table.columns.count })
  }

  @Test(arguments: [
    (
      "sample",
      ["columns=", "weight=", "where=", "limit=", "dataset=", "generate=", "yield=", "role=", "check="]
    ),
    ("vary", ["files=", "weights=", "shift=", "scale=", "norm=", "width=", "check="]),
    ("cls", ["poi=", "stat=", "toys=", "seed=", "on=", "counts="]), ("run", ["for N", "within N"]),
    ("export", ["counts="]), ("load", ["digest="]),
  ])
  func helpExplainsEveryArgument(verb: String, arguments: [String]) throws {
    var session = Session()
    guard case .display(let help) = try session.run("help \(verb)").last else { return }
    for argument in arguments {
      #expect(
        help.rows.contains { row in
          guard row.count == 2, case .text(let meaning) = row[1] else { return false }
          return row[0] == .text(argument) && !meaning.isEmpty
        }, "\(argument)")
    }
  }

  @Test(arguments: Knob.verbs)
  func helpSaysWhatTheSettingsOfAVerbAreFor(verb: String) throws {
    var session = Session()
    guard case .display(let help) = try session.run("help \(verb)").last else { return }
    #expect(help.rows.contains { $0.count == 1 })
    // A sentence is no column.
    #expect(help.description.split(separator: "\n").prefix(2).allSatisfy { !$0.hasSuffix(" ") })
  }

  @Test func helpGivesDefaultsAndFormulas() throws {
    var session = try Session("penalty weight=3")
    let help = try #require(try session.run("help penalty").last?.description)
    #expect(help.contains(/penalty.weight +a number above 0 +1 +3 +what/))
    #expect(help.contains("max(0, 1 - b / events)^2") && help.contains("ln^2(max(d / (b uncertainty), 1))"))
  }

  @Test func helpSaysOnWhichSampleAMetricIs() throws {
    var session = Session()
    let help = try #require(try session.run("help quantities").last?.description)
    #expect(help.contains("train.METRIC, validation.METRIC, test.METRIC, best.METRIC"))
    #expect(help.contains("of the validation sample if there is one, else of the test sample"))
    try session.run(smallSettings + ["data events=200", "split test=0.3 validation=0.3", "step 1"])
    #expect(try session.value("cls") == session.value("validation.cls"))
    try session.run("penalty events=1e6", "step 1")
    #expect(try session.value("loss") > session.value("train.cls"))
  }

  @Test func helpKnowsEveryVerbAndKnob() throws {
    var session = Session()
    guard case .display(let overview) = try session.run("help").last else { return }
    #expect(overview.rows.count > 20)
    for word in [
      "step", "run", "expect", "show", "quantities", "histogram", "bandwidth", "network", "optimizer.rate",
    ] {
      #expect(throws: Never.self) { try session.run("help \(word)") }
    }
    let error = try #require(throws: SessionError.self) { try session.run("help histogrm") }
    #expect("\(error)".contains("'histogram'"))
  }

  @Test func metricsAreThoseOfTheTestSampleWhenThereIsOne() throws {
    var session = try small("step 1")
    #expect(try session.value("cls") == session.value("train.cls"))
    #expect(throws: SessionError.self) { try session.value("test.cls") }
    try session.run("split test=0.4")
    #expect(try session.value("cls") == session.value("test.cls"))
    #expect(try session.value("train.cls") == session.value("loss"))
  }

  @Test func aMetricThatIsNotTrackedIsComputedWhenAskedFor() throws {
    var tracked = try small("step 1")
    var untracked = try small("metrics none", "step 1")
    for metric in Objective.allCases {
      #expect(try tracked.value(metric.rawValue) == untracked.value(metric.rawValue))
    }
    #expect(throws: SessionError.self) { try untracked.value("best.cls") }
  }

  @Test func bestIsTheBestSoFar() throws {
    var session = try small("step 20")
    let losses = session.records.map(\.loss)
    #expect(try session.value("best.loss") == losses.min())
    #expect(
      try session.value("best.significance") == session.records.compactMap { $0.metric(.significance) }.max())
    try session.run("back 20")
    #expect(try session.value("best.loss") == losses[0])
  }

  @Test func expectationsSayWhatWasFound() throws {
    var session = try small()
    let loss = try session.value("loss")
    let events = try session.run("expect loss = \(loss)", "expect loss < 0", "expect edges = [0, 1]")
    let results = events.compactMap { if case .expectation(let result) = $0 { result } else { nil } }
    #expect(results.map(\.holds) == [true, false, false])
    #expect("\(results[1])".contains("expected loss < 0, found \(loss)"))
    #expect("\(results[2])".contains("4 numbers against 2"))
  }

  @Test(arguments: [
    "yields.banana", "yields.signal[7]", "edges[9]", "fit.beta", "weights[99999]", "logpdf(nu=1, data=1)",
  ])
  func aQuantityThatIsNotThereSaysWhatIs(quantity: String) throws {
    var session = try small()
    #expect(throws: SessionError.self) { try session.value(quantity) }
  }

  @Test func logpdfIsThatOfTheModel() throws {
    var session = try small()
    let yields = try ["signal", "nominal", "up", "down"].map {
      try session.values(of: .yields($0, bin: nil, test: false))
    }
    let model = try HistosysModel(Yields(names: ["signal", "nominal", "up", "down"], templates: yields))
    let expected = model.logpdf([0.5, 2], data: [3, 3, 3, 3])
    #expect(try session.value("logpdf(mu=2, nn_histosys=0.5, data=3)") == expected)
  }
}
