import NeosEngine
import Testing

@Suite struct CommandParserTests {
  @Test func readsEveryVerb() throws {
    #expect(try Command(line: "step") == .step(1))
    #expect(try Command(line: "step 1e3") == .step(1000))
    #expect(try Command(line: "back 10") == .back(10))
    #expect(try Command(line: "forward") == .forward(1))
    #expect(try Command(line: "fork wide-1") == .fork("wide-1"))
    #expect(try Command(line: "switch main") == .switchTo("main"))
    #expect(try Command(line: "compare") == .compare)
    #expect(try Command(line: "break list") == .show(.topic(.breaks)))
    #expect(try Command(line: "break clear") == .breakClear(nil))
    #expect(try Command(line: "break clear 2") == .breakClear(2))
    #expect(try Command(line: "show") == .show(.topic(.status)))
    #expect(try Command(line: "show yields") == .show(.topic(.yields)))
    #expect(try Command(line: "show bandwidth") == .show(.quantity(.bandwidth)))
    #expect(try Command(line: "show optimizer") == .show(.knob("optimizer")))
    #expect(try Command(line: "save a.json") == .save("a.json"))
    #expect(try Command(line: "load a.json") == .load("a.json"))
    #expect(try Command(line: "record a.neos") == .record("a.neos"))
    #expect(try Command(line: "record off") == .record(nil))
    #expect(try Command(line: "echo half way") == .echo("half way"))
    #expect(try Command(line: "help step") == .help("step"))
    #expect(try Command(line: "quit") == .quit)
    let condition = Condition(quantity: .step, relation: .greater, operand: .numbers([3]), tolerance: nil)
    #expect(try Command(line: "run until step > 3 within 7") == .runUntil(condition, within: 7))
    #expect(try Command(line: "break when step>3") == .breakWhen(condition))
    #expect(try Command(line: "expect step > 3") == .expect(condition))
  }

  @Test func settingsLinesAndSetSayTheSame() throws {
    let line = try Command(line: "histogram bandwidth=0.2")
    #expect(try Command(line: "set bandwidth 0.2") == line)
    #expect(try Command(line: "set histogram.bandwidth 0.2") == line)
    #expect(try Command(line: "set bandwidth = 0.2") == line)
    #expect(try Command(line: "set bandwidth=0.2") == line)
    #expect(try Command(line: "set histogram.bandwidth= 0.2") == line)
    #expect(try Command(line: "set objective discovery") == Command(line: "objective discovery"))
    #expect(try Command(line: "set network 5 tanh 1 sigmoid") == Command(line: "network 5 tanh 1 sigmoid"))
  }

  /// A line, the column of what is wrong, a part of the message, and the word that is proposed.
  struct Mistake: CustomTestStringConvertible {
    let line: String
    let column: Int
    let message: String
    let suggestion: String?
    var testDescription: String { line }
  }

  static let mistakes: [Mistake] = [
    Mistake(line: "stpe 3", column: 1, message: "unknown command 'stpe'", suggestion: "step"),
    Mistake(line: "  bananas", column: 3, message: "unknown command", suggestion: nil),
    Mistake(line: "step three", column: 6, message: "'three' is not a whole number", suggestion: nil),
    Mistake(line: "step 0", column: 6, message: "from 1 to", suggestion: nil),
    Mistake(line: "step 5 6", column: 8, message: "ends before '6'", suggestion: nil),
    Mistake(
      line: "histogram kde bandwith=0.5", column: 15, message: "no key 'bandwith'", suggestion: "bandwidth"),
    Mistake(line: "histogram bandwidth=0", column: 21, message: "above 0", suggestion: nil),
    Mistake(line: "histogram bandwidth=", column: 21, message: "a value is missing", suggestion: nil),
    Mistake(line: "histogram", column: 10, message: "histogram needs a setting", suggestion: nil),
    Mistake(line: "histogram kdee", column: 11, message: "kde, softmax, hard", suggestion: "kde"),
    Mistake(line: "histogram bins=0:1:0", column: 16, message: "number of bins", suggestion: nil),
    Mistake(line: "histogram bins=0,0.5,0.2", column: 16, message: "must increase", suggestion: nil),
    Mistake(
      line: "network 1024 rleu 1 sigmoid", column: 14, message: "'rleu' is neither", suggestion: "relu"),
    Mistake(line: "network -3 relu 1", column: 9, message: "the width '-3'", suggestion: nil),
    Mistake(line: "network 5 relu 0", column: 16, message: "the width '0'", suggestion: nil),
    Mistake(
      line: "data blobs samples=5", column: 20, message: "3 samples (signal, up, down) or 4", suggestion: nil),
    Mistake(line: "optimizer adma", column: 11, message: "sgd, adam, adamw", suggestion: "adam"),
    Mistake(line: "optimizer rate=nan", column: 16, message: "'nan' is not a number", suggestion: nil),
    Mistake(line: "objective clx", column: 11, message: "unknown objective", suggestion: "cls"),
    Mistake(line: "split test=1.5", column: 12, message: "between 0 and 1", suggestion: nil),
    Mistake(line: "seed events=-1", column: 13, message: "whole number from 0", suggestion: nil),
    Mistake(line: "set bandwidht 0.2", column: 5, message: "unknown knob", suggestion: "bandwidth"),
    Mistake(line: "set bandwidth", column: 14, message: "needs a value", suggestion: nil),
    Mistake(line: "set bandwidth 1 2", column: 17, message: "takes one value", suggestion: nil),
    Mistake(line: "set events 5", column: 5, message: "seed.events or data.events", suggestion: nil),
    Mistake(line: "expect", column: 7, message: "a condition is missing", suggestion: nil),
    Mistake(line: "expect clss < 3", column: 8, message: "unknown quantity", suggestion: "cls"),
    Mistake(line: "expect cls < ", column: 14, message: "a value is missing", suggestion: nil),
    Mistake(line: "expect cls ~ 3", column: 12, message: "not a comparison", suggestion: nil),
    Mistake(line: "expect cls = 3 ± x", column: 18, message: "a tolerance is a number", suggestion: nil),
    Mistake(
      line: "expect cls < 3 ± 1", column: 16, message: "only = and != take a tolerance", suggestion: nil),
    Mistake(line: "expect yields.signal[x] = 3", column: 8, message: "not an index", suggestion: nil),
    Mistake(line: "expect logpdf(mu=0) = 3", column: 8, message: "data=VALUE", suggestion: nil),
    Mistake(line: "run 5", column: 5, message: "run until CONDITION", suggestion: nil),
    Mistake(line: "break whn cls < 1", column: 7, message: "break when CONDITION", suggestion: "when"),
    Mistake(line: "fork a/b", column: 6, message: "letters, digits", suggestion: nil),
    Mistake(line: "save", column: 5, message: "needs a file name", suggestion: nil),
    Mistake(line: "show yeilds", column: 6, message: "neither a topic", suggestion: "yields"),
    Mistake(line: "cls pio=1", column: 5, message: "cls has no key 'pio'", suggestion: "poi"),
    Mistake(line: "cls 1", column: 5, message: "cls takes key=value, found '1'", suggestion: nil),
    Mistake(line: "cls poi=x", column: 9, message: "poi: 'x' is not a number", suggestion: nil),
    Mistake(line: "cls poi=", column: 9, message: "a value is missing", suggestion: nil),
    Mistake(line: "cls poi=1 poi=2", column: 11, message: "on this line already", suggestion: nil),
    Mistake(line: "cls stat=qtild", column: 10, message: "test statistic", suggestion: "qtilde"),
    Mistake(line: "cls toys=0", column: 10, message: "toys: it must be from 1 to", suggestion: nil),
    Mistake(line: "cls on=obsreved", column: 8, message: "strength of Asimov data", suggestion: "observed"),
    Mistake(line: "limit level=1.5", column: 13, message: "between 0 and 1", suggestion: nil),
    Mistake(line: "limit at=3:1:4", column: 10, message: "3 must be below 1", suggestion: nil),
    Mistake(line: "limit at=0:1", column: 10, message: "LOW:HIGH:COUNT", suggestion: nil),
    Mistake(line: "fit level=0.1", column: 5, message: "fit has no key 'level'", suggestion: nil),
    Mistake(line: "fit fix=mu", column: 9, message: "NAME:VALUE between commas", suggestion: nil),
    Mistake(line: "fit minos=", column: 11, message: "a value is missing", suggestion: nil),
    Mistake(line: "model spec", column: 7, message: "'model spec FILE'", suggestion: nil),
    Mistake(line: "model histosis", column: 7, message: "unknown model 'histosis'", suggestion: "histosys"),
    Mistake(line: "model histosys=code3", column: 16, message: "code0, code2, code4p", suggestion: "code0"),
    Mistake(line: "model ptach=a.json", column: 7, message: "no key 'ptach'", suggestion: "patch"),
    Mistake(line: "inspect all", column: 9, message: "ends before 'all'", suggestion: nil),
    Mistake(line: "expect result. < 1", column: 8, message: "it is written result.KEY[i]", suggestion: nil),
    Mistake(
      line: "compute threads=auto", column: 17,
      message: "'auto' is not a whole number; it is a count, or all",
      suggestion: nil),
    Mistake(
      line: "clip 0", column: 6, message: "found 0; it is a number above 0, or none", suggestion: nil),
    Mistake(
      line: "penalty events=-1", column: 16, message: "found -1; it is a number above 0, or none",
      suggestion: nil),
    Mistake(line: "train egdes", column: 7, message: "cannot be trained", suggestion: "edges"),
  ]

  @Test(arguments: mistakes)
  func saysWhatIsWrongAndWhere(mistake: Mistake) throws {
    let error = try #require(throws: LanguageError.self) { try Command(line: mistake.line) }
    #expect(error.column == mistake.column)
    #expect(error.message.contains(mistake.message), "\(error.message)")
    #expect(error.suggestion == mistake.suggestion)
  }

  @Test func theCaretStandsUnderTheMistake() throws {
    let line = "histogram kde bandwith=0.5"
    let error = try #require(throws: LanguageError.self) { try Command(line: line) }
    #expect(error.excerpt(of: line) == "  histogram kde bandwith=0.5\n                ^^^^^^^^")
  }

  @Test func aLongLineIsShownAroundTheMistake() throws {
    let line = String(repeating: " ", count: 5000) + "stpe " + String(repeating: "x", count: 5000)
    let error = try #require(throws: LanguageError.self) { try Command(line: line) }
    let excerpt = error.excerpt(of: line).split(separator: "\n").map(String.init)
    #expect(excerpt[0].count < 120)
    let caret = try #require(excerpt[1].firstIndex(of: "^"))
    #expect(excerpt[0][caret...].hasPrefix("stpe"))
  }

  /// Whatever is typed, the parser answers: 20,000 lines of words of the language and noise, from a seed.
  @Test func noLineTraps() {
    let words =
      [
        "step", "set", "expect", "break", "when", "run", "until", "network", "histogram", "=", "±", "<", "[",
        "]",
      ]
      + [
        "yields.signal[", "logpdf(", "logpdf(mu=", ")", "\"", "#", "bins=0:1:", "1e999", "-",
        "9223372036854775808",
      ]
      + [
        "data", "samples=", "é", "\u{0}", "\u{202E}", "🙂", ",,", ":::", "cls", "1", "edges[99]", "within",
        "rel",
      ]
    for word in RandomKey(seed: 5).bits64(20_000) {
      var bits = word
      var line = ""
      for _ in 0..<(bits % 7) {
        bits = bits &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        line += words[Int((bits >> 33) % UInt64(words.count))] + ((bits >> 60) & 1 == 0 ? " " : "")
      }
      do {
        _ = try Command(line: line)
      } catch {
        #expect(error.column >= 1 && error.column <= line.count + 1)
        _ = error.excerpt(of: line)
      }
    }
  }

  @Test(arguments: [
    "step", "step 5", "run until loss < 0.1", "run while loss improves", "run while test.cls improves for 3",
  ])
  func whatStepsIsKnown(line: String) throws { #expect(try Command(line: line)?.isStepping == true) }

  @Test(arguments: ["back", "forward 2", "break when step > 3", "set rate 0.1", "load s.json", "cls", "quit"])
  func whatDoesNotStepIsKnown(line: String) throws { #expect(try Command(line: line)?.isStepping == false) }
}
