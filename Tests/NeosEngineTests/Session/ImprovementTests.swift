import Foundation
import NeosEngine
import Testing

/// `run while QUANTITY improves`, folds, `anneal` and `penalty`.
@Suite struct ImprovementTests {
  private let settings = ["data events=40", "network 4 tanh 1 sigmoid", "histogram bins=0:1:3 bandwidth=0.2"]

  /// With this rate the loss moves up and down.
  @Test func goesBackToTheBestStep() throws {
    var session = Session()
    try session.run(
      settings + [
        "split validation=0.4", "optimizer adam rate=0.3",
        "run while validation.cls improves for 4 within 40",
      ])
    var watched = Session()
    try watched.run(settings + ["split validation=0.4", "optimizer adam rate=0.3"])
    var values = [try watched.value("validation.cls")]
    while values.count <= 40 {
      let best = values.indices.min { values[$0] < values[$1] } ?? 0
      if values.count - 1 - best >= 4 { break }
      try watched.run("step 1")
      values.append(try watched.value("validation.cls"))
    }
    let best = values.indices.min { values[$0] < values[$1] } ?? 0
    #expect(session.step == best && best > 0, "\(session.step), \(values)")
    #expect(session.journal.suffix(2) == ["step \(values.count - 1)", "back \(values.count - 1 - best)"])
    #expect(try session.value("validation.cls") == values[best])
    var replayed = Session()
    try replayed.run(session.journal)
    #expect(try replayed.fingerprint() == session.fingerprint())
  }

  /// A metric that is to grow is best where it is largest.
  @Test func whatIsMaximizedImprovesUpwards() throws {
    var session = Session()
    try session.run(settings + ["run while significance improves for 3 within 6"])
    #expect(session.step == 6)
    try session.run("back 6")
    let first = try session.value("significance")
    try session.run("forward 6")
    #expect(try session.value("significance") > first)
  }

  @Test(arguments: [
    ("run while", "run while needs a loss or metric"),
    ("run while edges improves", "takes the loss or a metric"),
    ("run while cls", "'improves' is missing"),
    ("run while cls improves of 3", "goes on with 'for' or 'within'"),
    ("run while cls improves for", "for needs a number"),
  ])
  func whatIsNotUnderstoodIsSaid(line: String, part: String) throws {
    let error = try #require(throws: LanguageError.self) { try Command(line: line) }
    #expect(error.message.contains(part), "\(error)")
  }

  /// Of a network this large a few steps are held.
  @Test func theBestStepIsKeptHoweverLongAgoItIs() throws {
    let lines = [
      "data events=20", "network 2000 tanh 2000 tanh 1 sigmoid", "histogram bins=0:1:3 bandwidth=0.2",
      "metrics none", "optimizer adam rate=1", "run while loss improves for 7 within 12",
    ]
    var session = Session()
    let events = try session.run(lines)
    #expect(events.contains { "\($0)".contains("are not held any more") }, "\(session.step)")
    let (losses, last) = (session.records.map(\.loss), session.records.last?.step)
    #expect(last == session.step && losses.last == losses.min())
    var replayed = Session()
    try replayed.run(session.journal)
    #expect(try replayed.fingerprint() == session.fingerprint())
  }

  /// Several outputs have no binary cross-entropy.
  @Test func aMetricWithoutAValueDoesNotImprove() throws {
    var session = Session()
    let events = try session.run(
      settings + [
        "split validation=0.2", "network 4 tanh 3 softmax", "histogram softmax",
        "run while validation.bce improves for 3 within 9",
      ])
    #expect(session.step == 3)
    #expect(events.contains { "\($0)".contains("validation.bce had no value at 4 of 4 steps") }, "\(events)")
  }

  @Test func whatIsNotThereCannotImprove() throws {
    var session = Session()
    try session.run(settings)
    let error = try #require(throws: SessionError.self) {
      try session.run("run while validation.cls improves")
    }
    #expect("\(error)".contains("'split validation=0.2'"), "\(error)")
  }

  /// Every event is in the test sample of one fold.
  @Test func foldsCoverTheSample() throws {
    var events: [[Double]] = []
    for fold in 1...3 {
      var session = Session()
      try session.run(settings + ["data events=20", "split folds=3 fold=\(fold)"])
      let folder = try TemporaryFolder()
      try session.run("export scores \(folder.file("s.csv"))")
      for line in try String(contentsOfFile: folder.file("s.csv"), encoding: .utf8).split(separator: "\n")
      where line.hasPrefix("signal,test,") {
        events.append(line.split(separator: ",")[2...3].compactMap { Double($0) })
      }
    }
    #expect(events.count == 20 && Set(events).count == 20)
  }

  @Test(arguments: [("folds=3 fold=4", "fold"), ("folds=30", "sample")])
  func foldsThatAreNotThereAreRefused(value: String, part: String) throws {
    var session = Session()
    try session.run(settings + ["data events=20", "split \(value)"])
    let error = try #require(throws: SessionError.self) { try session.run("step 1") }
    #expect("\(error)".contains(part), "\(error)")
  }

  @Test func theTestSampleIsAShareOrAFold() throws {
    var session = Session()
    #expect(throws: SessionError.self) { try session.run("split test=0.3 folds=5") }
    try session.run(settings + ["data events=20", "split test=0.3", "split folds=4", "step 1"])
    #expect(session.configuration.split.testFraction == nil && session.configuration.split.folds == 4)
    let events = try session.run("split fold=2")
    #expect(events.contains { "\($0)".contains("trained on some of the events") }, "\(events)")
  }

  /// After k of n steps an exponential has shrunk by factor^(k / n), and half a cosine to
  /// factor + (1 - factor) (1 + cos(pi k / n)) / 2.
  @Test(arguments: [
    ("anneal exponential steps=10 factor=0.25", 0.43527528164806206),
    ("anneal cosine steps=10 factor=0.25", 0.5091186271093948),
    ("anneal constant", 1),
  ])
  func theBandwidthIsAnnealed(line: String, share: Double) throws {
    let expected = 0.2 * share
    var session = Session()
    try session.run(settings + [line, "step 6"])
    #expect(try agree(session.value("bandwidth"), expected, within: 1e-15))
    // To step 0 and on again.
    try session.run("back 6")
    #expect(try session.value("bandwidth") == 0.2)
    try session.run("forward 6")
    #expect(try agree(session.value("bandwidth"), expected, within: 1e-15))
  }

  @Test func aBandwidthIsEitherTrainedOrAnnealed() throws {
    var session = Session()
    try session.run(settings + ["anneal cosine", "train bandwidth"])
    let error = try #require(throws: SessionError.self) { try session.run("step 1") }
    #expect("\(error)".contains("either trained or annealed"), "\(error)")
  }

  /// weight x sum of max(0, 1 - b / events)^2 over bins, for the background's template b; a smaller CLs is better, a
  /// larger significance, so that the penalty is added to the one and taken from the other.
  @Test(arguments: ["cls", "significance"])
  func thePenaltyIsThatOfItsFormula(objective: String) throws {
    let sign: Double = objective == "cls" ? 1 : -1
    var session = Session()
    try session.run(settings + ["objective \(objective)"])
    let (free, background) = (try session.value("loss"), try session.row("yields.nominal"))
    try session.run("penalty events=45 weight=3")
    let missing = background.map { max(0, 1 - $0 / 45) }
    #expect(missing.contains { $0 > 0 })
    let expected = free + sign * 3 * dot(missing, missing)
    #expect(try agree(session.value("loss"), expected, within: 1e-12))
    // The objective's own value has no part of it.
    #expect(try session.value(objective) == free)
    // And of max(0, log(d / (b uncertainty)))^2 for the statistical error d of the template.
    try session.run("penalty events=none uncertainty=0.02")
    let folder = try TemporaryFolder()
    try session.run("export yields \(folder.file("y.csv"))")
    let rows = try String(contentsOfFile: folder.file("y.csv"), encoding: .utf8).split(separator: "\n")
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
      .filter { $0[1] == "nominal" && $0[2] == "nominal" }
    let excess = rows.map { max(0, log((Double($0[8]) ?? 0) / ((Double($0[7]) ?? 1) * 0.02))) }
    #expect(excess.count == 3 && excess.contains { $0 > 0 })
    #expect(try agree(session.value("loss"), free + sign * 3 * dot(excess, excess), within: 1e-12))
  }
}
