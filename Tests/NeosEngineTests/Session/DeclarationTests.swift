import Foundation
import NeosEngine
import Testing

/// `sample` and `vary`: what is refused, where, and with which words.
@Suite struct DeclarationTests {
  let files: DeclaredFiles

  init() throws { files = try DeclaredFiles() }

  @Test(arguments: [
    ("sample", 7, "sample needs a name"),
    ("sample a/b x.csv columns=pt", 8, "a name is made of"),
    ("sample a", 9, "sample needs a file, or 'generate='"),
    ("sample a x.csv", 15, "'columns=' is missing"),
    ("sample a x.csv columns=", 24, "a value is missing"),
    ("sample a x.csv columns=pt,,eta", 24, "a name is missing in 'pt,,eta'"),
    ("sample a x.csv columns=`pt", 24, "a backtick is not closed"),
    ("sample a x.csv columns=pt columns=eta", 27, "'columns' stands on this line already"),
    ("sample a x.csv colums=pt", 16, "sample has no key 'colums'"),
    ("sample a x.csv y.csv columns=pt", 16, "the command ends before 'y.csv'"),
    ("sample a x.csv columns=pt where=x > 0 limit=3", 35, "double quotes: where=\"x > 0\""),
    ("sample a x.csv columns=pt where='x > 0'", 36, "double quotes: where=\"x > 0\""),
    ("sample a x.csv where=x == 0 and y != 2 columns=pt", 24, "where=\"x == 0 and y != 2\""),
    ("sample a x.csv columns=pt limit=0", 33, "0"),
    ("sample a x.csv columns=pt yield=-2", 33, "-2"),
    ("sample a x.csv columns=pt role=data", 32, "it is 'signal' or 'background', found 'data'"),
    ("sample a none weight=w", 15, "'weight' has no meaning here"),
    ("sample a x.csv generate=x=normal:0:1 events=5", 10, "either in a file or generated"),
    ("sample a generate=x=normal:0:1", 31, "'events=' is missing"),
    ("sample a generate=x=normal:0:0 events=5", 19, "its standard deviation must be above 0"),
    ("sample a generate=x=uniform:2:1 events=5", 19, "its ends must increase"),
    ("sample a generate=x=exponential:-1 events=5", 19, "its rate must be above 0"),
    ("sample a generate=x=gauss:0:1 events=5", 19, "a distribution is normal:MEAN:DEVIATION"),
    ("sample a generate=x events=5", 19, "a feature is NAME=DISTRIBUTION, found 'x'"),
    ("sample a generate=x=normal:0:1,x=normal:0:1 events=5", 19, "the feature 'x' stands there twice"),
    ("sample a generate=x=normal:0:1 events=5 weight=w", 41, "'weight' has no meaning here"),
    ("vary", 5, "vary needs a name"),
    ("vary jes", 9, "vary needs the sample that varies"),
    ("vary jes background", 20, "vary needs one of files= weights= shift= scale= norm="),
    ("vary jes background norm=1.1,0.9 shift=pt:1,2", 34, "found 'shift' beside 'norm'"),
    ("vary jes background norm=1.1", 26, "it is two numbers UP,DOWN, found 1"),
    ("vary jes background norm=1.1,0", 26, "factors on a rate must be above 0"),
    ("vary jes background shift=1,2", 27, "it is FEATURE:UP,DOWN, found '1,2'"),
    ("vary jes background shift=pt:1", 27, "it is two numbers UP,DOWN, found 1"),
    ("vary jes background scale=pt:a,b", 27, "a"),
    ("vary jes background files=up.csv", 27, "it is UP,DOWN, found 1 in 'up.csv'"),
    ("vary jes background weights=a,b,c", 29, "it is UP,DOWN, found 3"),
    ("vary jes background norm=1.1,0.9 width=-1", 40, "-1"),
    ("vary jes background none width=2", 26, "'width' has no meaning here"),
    ("vary jes background other norm=1.1,0.9", 21, "the command ends before 'other'"),
  ])
  func aLineThatIsNotUnderstoodHasItsPlace(line: String, column: Int, part: String) throws {
    let error = try #require(throws: LanguageError.self) { try Command(line: line) }
    #expect(error.column == column && error.message.contains(part), "\(error.column): \(error.message)")
  }

  @Test(
    arguments: [
      ("vary jes nobody norm=1.1,0.9", "the samples are signal, background"),
      ("vary jes background shift=mass:1,2", "has no feature 'mass'; it has pt, eta"),
      ("sample background none", nil), ("sample nobody none", "the samples are signal, background"),
      ("vary pdf background none", nil),
      ("vary jes background none", "the sample 'background' has no variation 'jes'; it has pdf"),
      ("vary pdf signal none", "the sample 'signal' has no variation"),
      ("sample other other.npy columns=pt", "'other' has 1, 'signal' has 2"),
      ("sample other other.npy columns=eta,pt", "'other' has eta,pt, 'signal' has pt,eta"),
      ("vary pdf signal shift=eta:0.1,-0.1 width=2", "the parameter 'pdf' has one width: it is 1"),
      ("sample background background.csv columns=pt,eta", nil),
    ] as [(String, String?)])
  func whatDoesNotFitIsRefused(line: String, part: String?) throws {
    let problem = try files.problem(
      line, after: Array(files.figure.lines[0...1]) + ["vary pdf background weights=w_up,w_down"])
    if let part {
      #expect(problem?.contains(part) == true, "\(problem ?? "accepted")")
    } else {
      #expect(problem == nil)
    }
  }

  @Test("A parameter may move the rate of a sample and its events")
  func rateAndEvents() throws {
    var session = files.empty()
    let events = try session.run(
      Array(files.figure.lines[0...1]) + [
        "vary jes background norm=1.2,0.9", "vary jes background shift=pt:1,-1",
        "vary jes background norm=1.3,0.8",
      ])
    let modifiers = session.configuration.workspace?.channels[0].samples[1].modifiers ?? []
    #expect(modifiers.filter { $0.name == "jes" }.count == 2)
    #expect(modifiers.contains { if case .normSys(hi: 1.3, lo: 0.8) = $0.effect { true } else { false } })
    #expect(modifiers.contains { if case .histoSys = $0.effect { true } else { false } })
    #expect(
      events.contains { "\($0)".contains("in place of: vary jes background norm=1.2,0.9") }, "\(events)")
    try session.run("vary jes background none")
    #expect(session.configuration.declarations.variations.isEmpty)
  }

  @Test("That a selection is made before a feature is moved is said")
  func movesAcrossTheCut() throws {
    var session = files.empty()
    let lines = [
      "sample b background.csv columns=pt,eta where=\"pt > 1 and eta < 9\"", "vary e b shift=eta:1,-1",
    ]
    #expect(try session.run(lines).contains { "\($0)".contains("made on 'eta'") })
    #expect(try !session.run("vary jes b norm=1.1,0.9").contains { "\($0)".contains("made on") })
  }

  @Test("What a first sample sets is said, and what was set before stays")
  func whatAFirstSampleSets() throws {
    var session = files.empty()
    var events = try session.run("scale luminosity=139", files.figure.lines[0])
    #expect(session.configuration.scaling.luminosity == 139)
    #expect(events.contains { "\($0)".contains("'network standardize=on'") }, "\(events)")
    events = try session.run("scale signal=7")
    #expect(events.contains { "\($0)".contains("yields of their own") }, "\(events)")
  }

  /// A name that physicists use goes through the whole session: model, questions, conditions, exports, recording.
  @Test func namesHaveTheMarksOfTheField() throws {
    var session = try Session(
      "sample signal generate=x=normal:1:1 events=60 yield=5",
      "sample W+jets generate=x=normal:0:1 events=60 yield=50", "vary jes*2 W+jets norm=1.1,0.9",
      "network 2 tanh 1 sigmoid", "histogram bins=0:1:2 bandwidth=0.3", "expect yields.channel.W+jets[0] > 1",
      "break when yields.channel.W+jets[1]<0", "step 1", "fit fix=jes*2:0.5",
      "expect result.mle_parameters.jes*2[0] = 0.5")
    let path = files.folder.file("model.json")
    try session.run("export pyhf \(path)")
    #expect(try Workspace(path: path).channels[0].samples.map(\.name).contains("W+jets"))
    var again = Session()
    try again.run(session.journal)
    #expect(try again.value("loss").bitPattern == session.value("loss").bitPattern)
    let error = try #require(throws: LanguageError.self) { try Command(line: "sample \"W jets\" none") }
    #expect(error.message.contains("a name is made of letters, digits and - _ . +"), "\(error)")
  }

  @Test(arguments: ["my x", "x[1", #"x""y"#])
  func aGeneratedFeatureIsWrittenAsItIsRead(name: String) throws {
    var session = Session()
    try session.run(
      "sample signal generate=\"\(name)=normal:1:1\" events=60 yield=5",
      "sample background generate=\"\(name)=normal:0:1\" events=60 yield=50")
    let saved = session.configuration.commands.filter { $0.hasPrefix("sample ") }
    for lines in [session.journal, saved] {
      var again = Session()
      try again.run(lines)
      #expect(again.configuration.declarations == session.configuration.declarations, "\(lines)")
    }
  }

  @Test func whatIsGeneratedHasNoFiles() throws {
    let generated = "sample signal generate=x=normal:0:1,y=uniform:0:2 events=50"
    for line in ["vary a signal files=a.csv,b.csv", "vary a signal weights=a,b"] {
      let problem = try files.problem(line, after: [generated])
      #expect(
        problem?.contains("is generated; choose shift, scale or norm") == true, "\(problem ?? "accepted")")
    }
  }

  @Test(arguments: [
    ("sample a missing.csv columns=pt,eta", "missing.csv"), ("sample a signal.csv columns=pt,phi", "phi"),
    ("sample a signal.csv columns=pt,eta weight=v", "v"),
    ("sample a signal.csv columns=pt,eta where=\"pt >\"", "the selection"),
    ("sample a signal.csv columns=pt,eta where=\"pt > 1e9\"", "signal.csv"),
    ("vary jes background files=missing.csv,background_down.csv", "missing.csv"),
    ("vary jes background files=background_up.csv,other.npy", "other.npy"),
    ("vary jes background weights=w_up,v", "v"),
  ])
  func aTableThatIsNotRightIsNamed(line: String, part: String) throws {
    let problem = try #require(try files.problem(line, after: Array(files.figure.lines[0...1])))
    #expect(problem.contains(part), "\(problem)")
  }

  /// A number that cannot be read is named by file, row and column; the session stays as it was.
  @Test func aNumberThatIsNotRightIsNamed() throws {
    try files.edit("background_up.csv") { text in
      var rows = text.split(separator: "\n").map(String.init)
      rows[4] = "1,x,1"
      text = rows.joined(separator: "\n")
    }
    var session = files.empty()
    try session.run(Array(files.figure.lines[0...1]))
    let before = session.configuration
    let error = try #require(throws: SessionError.self) { try session.run(files.figure.lines[3]) }
    #expect("\(error)".contains("background_up.csv: line 5, column 'eta'"), "\(error)")
    #expect(session.configuration == before && session.journal.count == 2)
  }

  @Test func weightsThatAddUpToNothingAreRefused() throws {
    try Data("pt,w\n1,2\n2,-3\n".utf8).write(to: URL(filePath: files.folder.file("bad.csv")))
    let problem = try #require(try files.problem("sample a bad.csv columns=pt weight=w"))
    #expect(problem.contains("'a' add up to -1"), "\(problem)")
    // All events have a sum above 0, those of a mini-batch need not.
    try Data(("pt,w\n1,9\n" + String(repeating: "2,-1\n", count: 5)).utf8).write(
      to: URL(filePath: files.folder.file("few.csv")))
    var session = files.empty()
    try session.run(
      "sample signal few.csv columns=pt weight=w", "sample b few.csv columns=pt", "network 1 sigmoid",
      "batch 2")
    let error = try #require(throws: SessionError.self) { try session.run("step 3") }
    #expect("\(error)".contains("the weights of signal add up to -2.0 in its 2 events"), "\(error)")
  }

  @Test(arguments: [
    ("vary x background norm=1.1,0.9 width=1e-200", "width"),
    ("vary mu background norm=1.1,0.9", "mu"),
    ("vary staterror_channel background norm=1.1,0.9", "staterror_channel"),
  ])
  func whatMakesNoModelIsSaid(line: String, part: String) throws {
    var session = try files.session()
    let error = try #require(throws: SessionError.self) { try session.run(line, "step 1") }
    #expect("\(error)".contains(part), "\(error)")
  }

  @Test func withoutSignalThereIsNothingToMeasure() throws {
    var session = files.empty()
    try session.run("sample background background.csv columns=pt,eta", "network 1 sigmoid")
    let error = try #require(throws: SessionError.self) { try session.run("step 1") }
    #expect("\(error)".contains("no sample is signal"), "\(error)")
    // In whatever order they are declared.
    try session.run("sample signal signal.csv columns=pt,eta", "step 1")
    #expect(session.step == 1)
  }
}
