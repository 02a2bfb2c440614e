import Foundation
import NeosEngine
import Testing

@Suite struct CompletionTests {
  private func completion(_ line: String, _ context: CompletionContext = CompletionContext()) -> Completion {
    Completion(of: line, cursor: line.count, in: context)
  }

  private func texts(_ line: String, _ context: CompletionContext = CompletionContext()) -> [String] {
    completion(line, context).candidates.map(\.text)
  }

  /// Every beginning of a word, the empty one and the whole one too.
  private func beginnings(_ word: String) -> [String] { (0...word.count).map { String(word.prefix($0)) } }

  // MARK: Every word is reached

  @Test(arguments: Verb.allNames)
  func everyBeginningLeadsToTheVerb(verb: String) {
    for beginning in beginnings(verb) { #expect(texts(beginning).contains(verb), "\(beginning)") }
  }

  @Test(arguments: Knob.allNames)
  func everyBeginningLeadsToTheKnob(name: String) {
    for beginning in beginnings(name) {
      #expect(texts("set \(beginning)").contains(name), "\(beginning)")
      #expect(texts("show \(beginning)").contains(name), "\(beginning)")
      #expect(texts("help \(beginning)").contains(name), "\(beginning)")
    }
  }

  @Test(arguments: Knob.verbs)
  func everyBeginningLeadsToTheKeysAndWordsOfASettingsLine(verb: String) {
    for knob in Knob.settings(of: verb) {
      if knob.place == .keyed {
        for beginning in beginnings(knob.key) {
          #expect(texts("\(verb) \(beginning)").contains("\(knob.key)="), "\(verb) \(beginning)")
        }
      }
      let start = knob.place == .keyed ? "\(verb) \(knob.key)=" : "\(verb) "
      for word in knob.values.words {
        for beginning in beginnings(word) {
          #expect(texts(start + beginning).contains(word), "\(start + beginning)")
          #expect(texts("set \(knob.name) \(beginning)").contains(word), "set \(knob.name) \(beginning)")
        }
      }
    }
  }

  @Test(arguments: Topic.allCases)
  func everyBeginningLeadsToTheTopic(topic: Topic) {
    for beginning in beginnings(topic.rawValue) {
      #expect(texts("show \(beginning)").contains(topic.rawValue))
    }
  }

  @Test(arguments: Quantity.names)
  func everyBeginningLeadsToTheQuantity(name: String) {
    for verb in ["expect", "break when", "run until", "show"] {
      for beginning in beginnings(name) {
        // Where an index has to follow, the bracket comes with the name; where a name follows, completion goes on.
        #expect(
          texts("\(verb) \(beginning)").contains { $0.hasPrefix(name) } || beginning == name,
          "\(verb) \(beginning)")
      }
    }
  }

  @Test(arguments: InferenceQuestion.Verb.allCases)
  func questionsHaveTheirKeys(verb: InferenceQuestion.Verb) throws {
    let keys = texts("\(verb.rawValue) ")
    #expect(keys.contains("on="))
    for key in keys {
      for value in texts("\(verb.rawValue) \(key)") {
        #expect(throws: Never.self, "\(key)\(value)") { try Command(line: "\(verb.rawValue) \(key)\(value)") }
      }
    }
  }

  // MARK: Every candidate is right

  @Test(arguments: Knob.allNames)
  func everyCandidateForAValueIsUnderstood(name: String) throws {
    let knob = try #require(Knob.named(name))
    // A network that begins with an activation goes on with a layer.
    let rest = knob.name == "network" ? " 1" : ""
    for candidate in completion("set \(name) ").candidates where candidate.text != "spec" {
      #expect(throws: Never.self, "\(candidate.text)") {
        try Command(line: "set \(name) \(candidate.text)\(rest)")
      }
      let line =
        knob.place == .keyed
        ? "\(knob.name.prefix { $0 != "." }) \(knob.key)=\(candidate.text)" : "\(knob.name) \(candidate.text)"
      #expect(throws: Never.self, "\(line)") { try Command(line: line + rest) }
    }
  }

  @Test func everyFurtherWordIsUnderstoodAndSaysSomethingNew() throws {
    for line in ["train edges", "metrics cls", "network 5", "network 5 relu"] {
      let further = completion("\(line) ").candidates.map(\.text).filter { !$0.hasSuffix("=") }
      #expect(!further.isEmpty)
      for word in further {
        #expect(throws: Never.self, "\(line) \(word)") { try Command(line: "\(line) \(word)") }
      }
    }
    #expect(texts("train edges ") == ["bandwidth"])
    #expect(!texts("metrics cls ").contains("cls"))
  }

  @Test func whatALineHasAlreadyIsNotProposedAgain() {
    let keys = texts("histogram kde bins=0:1:2 ")
    #expect(keys == ["bandwidth=", "reflect=", "density="])
    #expect(!texts("cls poi=1 ").contains("poi="))
    #expect(texts("compare ").isEmpty)
    #expect(texts("step 1 ").isEmpty)
    #expect(texts("echo # st").isEmpty)
    #expect(texts("nonsense ").isEmpty)
  }

  // MARK: What the session knows

  private func trained() throws -> CompletionContext {
    var session = try Session(
      "data events=20", "network 4 tanh 1 sigmoid", "histogram bins=0:1:3 bandwidth=0.2")
    try session.run(
      "step 3", "back", "break when cls < 0.01", "break when step = 9", "cls", "fork wide",
      "set bandwidth 0.4")
    return session.completionContext
  }

  @Test func namesOfTheSessionAreProposed() throws {
    let context = try trained()
    #expect(texts("switch ", context) == ["main"])
    #expect(texts("fork ", context).isEmpty)
    #expect(texts("break clear ", context) == ["1", "2"])
    #expect(texts("expect yields.", context).contains("yields.up"))
    #expect(texts("expect yields.up[", context) == ["yields.up[0]", "yields.up[1]", "yields.up[2]"])
    #expect(texts("expect edges[", context).count == 4)
    #expect(texts("expect fit.m", context) == ["fit.mu"])
    #expect(texts("expect result.CLs_exp[", context).count == 5)
    #expect(texts("expect logpdf(mu=0, d", context) == ["logpdf(mu=0, data="])
    #expect(texts("fit fix=", context).contains("mu:"))
    #expect(texts("fit minos=mu,m", context) == ["mu"])
    #expect(texts("scan parameter=m", context) == ["mu"])
  }

  @Test func presentValuesAreHintsAndCandidates() throws {
    let context = try trained()
    #expect(completion("set bandwidth ", context).hint == "a number above 0; now 0.4")
    #expect(texts("histogram bandwidth=", context) == ["0.4"])
    #expect(completion("histogram bandwidth=0.", context).hint.contains("now 0.4"))
    #expect(completion("back ", context).hint.contains("at most 2"))
    #expect(completion("forward ", context).hint.contains("at most 1"))
    #expect(completion("run until step < ", context).hint.contains("step is now 2"))
    let objective = try #require(completion("objective ", context).candidates.first { $0.text == "cls" })
    #expect(objective.summary.hasSuffix("(now)"))
  }

  @Test func hintsSayWhatComesNext() {
    #expect(completion("histogram ").hint == "METHOD bins= bandwidth= reflect= density=")
    #expect(completion("hist").hint == "METHOD bins= bandwidth= reflect= density=")
    #expect(
      completion("run ").hint == "until CONDITION [within N] | run while QUANTITY improves [for N] [within N]"
    )
    #expect(completion("run while cls ").hint == "improves")
    #expect(texts("run while cls improves ") == ["for", "within"])
    #expect(completion("run until ").hint == "QUANTITY RELATION VALUE")
    #expect(completion("run until cls ").hint == "= != < <= > >=")
    #expect(completion("expect cls = 3 ").hint == "[± SIZE [rel]]")
    #expect(completion("export ").hint.hasSuffix("FILE [counts=] [scale=]"))
    #expect(texts("export ") == Export.allCases.map(\.rawValue))
    #expect(completion("export network ").hint == "FILE.onnx | FILE.safetensors")
    #expect(texts("export pyhf a.json ") == ["counts="])
    #expect(texts("export pyhf a.json counts=") == ["train", "validation", "test", "all"])
    #expect(completion("export yields ").hint == "FILE.csv | FILE.json [counts=]")
    #expect(texts("export histogram a.svg counts=test ") == ["scale="])
    #expect(texts("report a.html on=") == ["observed"])
    #expect(texts("cls counts=t") == ["train", "test"])
    #expect(completion("load network ").hint == "FILE [digest=]")
    #expect(texts("load network a ") == ["digest="])
    #expect(completion("fork ").hint == "NAME, a new one")
  }

  @Test func conditionsGoOn() {
    #expect(texts("expect cls ") == ["=", "!=", "<", "<=", ">", ">="])
    #expect(texts("expect cls<") == ["<", "<="])
    #expect(completion("expect cls<").range == 10..<11)
    #expect(texts("expect cls<test.cl") == ["test.cls", "test.clsb", "test.clb"])
    #expect(texts("expect cls = 3 ") == ["±"])
    #expect(texts("expect cls < 3 ").isEmpty)
    #expect(texts("run until cls < 3 ") == ["within"])
    #expect(texts("expect cls = 3 ± 1e-3 ") == ["rel"])
  }

  // MARK: Places

  @Test func theRangeIsThatOfTheWordAtTheCursor() {
    #expect(completion("histogram band").range == 10..<14)
    #expect(completion("histogram kde reflect=o").range == 22..<23)
    #expect(texts("histogram kde reflect=o") == ["on", "off"])
    let inside = Completion(of: "hist kde", cursor: 4)
    #expect(inside.range == 0..<4)
    #expect(inside.candidates.map(\.text) == ["histogram"])
    #expect(inside.commonPrefix == "histogram")
    #expect(texts("HIST") == ["histogram"])
  }

  // MARK: Files

  private func files(_ entries: [String: [DirectoryEntry]]) -> CompletionContext {
    var context = CompletionContext()
    context.list = { entries[$0] ?? [] }
    return context
  }

  @Test func filesAreThoseThatFit() {
    let context = files([
      "": [
        .init(".hidden.json"), .init("a.json"), .init("a.neos"), .init("b c.json"), .init("d#.json"),
        .init("runs", isDirectory: true),
      ], "runs/": [.init("x.json"), .init("y.txt")], "runs/../": [.init("y.txt")],
    ])
    #expect(texts("load ", context) == ["network", "a.json", "\"b c.json\"", "\"d#.json\"", "runs/"])
    #expect(texts("record ", context) == ["off", "a.neos", "runs/"])
    #expect(texts("load .", context) == [".hidden.json"])
    #expect(texts("load runs/", context) == ["runs/x.json"])
    // Where nothing has the right ending, everything is shown.
    #expect(texts("load runs/../", context) == ["runs/../y.txt"])
    #expect(texts("load \"b", context) == ["\"b c.json\""])
    #expect(texts("model spec a", context) == ["a.json"])
    #expect(texts("model patch=a", context) == ["a.json"])
    #expect(texts("model patch=\"b c", context) == ["\"b c.json\""])
    #expect(texts("export pyhf a", context) == ["a.json"])
    let directory = completion("load ru", context).candidates
    #expect(directory.map(\.endsWord) == [false])
    for line in texts("load ", context).dropFirst().map({ "load \($0)" }) {
      #expect(throws: Never.self, "\(line)") { try Command(line: line) }
    }
  }

  @Test func pathsAreQuotedAsTheyAreRead() {
    let context = files([
      "": [.init("data[1.csv"), .init(#"we"ird.csv"#), .init("year=2018", isDirectory: true)],
      "year=2018/": [.init("ok.csv")],
    ])
    #expect(
      Array(texts("sample s ", context).prefix(3)) == [#""data[1.csv""#, #""we""ird.csv""#, #""year=2018/"#])
    #expect(texts(#"sample s "year=2018/"#, context) == [#""year=2018/ok.csv""#])
    #expect(texts(#"sample s "we""i"#, context) == [#""we""ird.csv""#])
  }

  /// A workspace is looked for beside the session file as well; other files are not.
  @Test func filesAreThoseOfTheFoldersInWhichTheCommandLooks() {
    var context = files(["": [.init("a.json")], "/study/": [.init("b.json")], "/study/w/": [.init("c.json")]])
    context.folder = "/study"
    #expect(texts("model spec ", context) == ["a.json", "b.json"])
    #expect(texts("model spec w/", context) == ["w/c.json"])
    #expect(texts("model patch=", context) == ["none", "a.json", "b.json"])
    #expect(texts("load ", context) == ["network", "a.json"])
    #expect(texts("load network ", context) == ["a.json", "b.json"])
  }

  @Test func theHomeFolderIsListedUnderItsShortName() throws {
    let home = try #require(ProcessInfo.processInfo.environment["HOME"])
    let context = files(["\(home)/": [.init("a.json")]])
    #expect(texts("load ~/", context) == ["~/a.json"])
    #expect(try Command(line: "load ~/a.json") == .load("\(home)/a.json"))
    #expect(try Command(line: "load a~/a.json") == .load("a~/a.json"))
  }

  @Test func directoriesAreRead() throws {
    let folder = try TemporaryFolder()
    try Data().write(to: URL(filePath: folder.file("state.json")))
    try FileManager.default.createDirectory(atPath: folder.file("runs"), withIntermediateDirectories: true)
    #expect(texts("load \(folder.path)/") == ["\(folder.path)/runs/", "\(folder.path)/state.json"])
    #expect(texts("load \(folder.path)/nowhere/").isEmpty)
  }

  /// Whatever is typed, completion answers with a range that is in the line.
  @Test func noLineTraps() {
    let words = [
      "set", "expect", "break", "when", "run", "until", "model", "spec", "histogram", "=", "±", "<", "[",
      "logpdf(",
      "mu=", ")", "\"", "#", "bins=", "fit", "minos=", ",", "🙂", "e\u{301}", "within", "rel", "yields.",
      "help", "+-",
    ]
    for word in RandomKey(seed: 6).bits64(5_000) {
      var bits = word
      var line = ""
      for _ in 0..<(bits % 7) {
        bits = bits &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        line += words[Int((bits >> 33) % UInt64(words.count))] + ((bits >> 60) & 1 == 0 ? " " : "")
      }
      let completion = completion(line)
      #expect(completion.range.upperBound == line.count)
    }
  }
}
