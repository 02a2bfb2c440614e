import NeosEngine
import Testing

@Suite struct WordTests {
  private func command(_ line: String) throws -> Command? { try Command(line: line) }

  @Test(arguments: ["", "   ", "\t", "# only a comment", "   # step 5"])
  func linesThatSayNothing(line: String) throws {
    #expect(try command(line) == nil)
  }

  @Test func commentsEndALine() throws {
    #expect(try command("step 5 # and no more") == .step(5))
    // Inside a word, # is a character like any other.
    #expect(try command("save a#b.json") == .save("a#b.json"))
  }

  @Test func quotesHoldSpaces() throws {
    #expect(try command(#"save "my state.json""#) == .save("my state.json"))
    #expect(throws: LanguageError(column: 6, "this quote is not closed")) {
      try command(#"save "my state.json"#)
    }
  }

  @Test func aDoubledQuoteInQuotesIsOne() throws {
    #expect(try command(#"save "a ""b"".json""#) == .save(#"a "b".json"#))
    #expect(try command(#"save """.json""#) == .save(#"".json"#))
    #expect(try command(#"echo "a" "b""#) == .echo("a b"))
    #expect(try command(#"save "a\b\""#) == .save(#"a\b\"#))
    #expect(throws: LanguageError(column: 6, "this quote is not closed")) {
      try command(#"save "a""b"#)
    }
  }

  @Test(arguments: [
    "data[1.csv", "data(1.csv", "a) (b.csv", "year=2018/ok.csv", #"we"ird.csv"#, "\"", #"a "b" [c=d.csv"#,
    "#1.csv", #"back\slash.csv"#, "[a](b).csv",
  ])
  func aWordThatIsWrittenIsReadAgain(path: String) throws {
    #expect(try command("save \(Word.quoted(path))") == .save(path))
    #expect(
      try command("load network \(Word.quoted(path)) digest=01234567")
        == .loadNetwork(path, digest: "01234567"))
  }

  @Test func aQuotedWordIsNoKeyAndValue() throws {
    guard case .configure(let assignments) = try command(#"model spec "k=v/ws.json" patch=a=b.json"#) else {
      Issue.record("it is a setting")
      return
    }
    #expect(assignments.map(\.words) == [["spec", "k=v/ws.json"], ["a=b.json"]])
  }

  @Test(arguments: [
    (#"cls "poi=1""#, 5, #"poi="1""#), (#"histogram kde "bins=0:1:2""#, 15, #"bins="0:1:2""#),
    (#"sample a x.csv "where=x > 0" columns=x"#, 16, #"where="x > 0""#),
    (#"vary a b "norm=1,2""#, 10, #"norm="1,2""#),
  ])
  func aKeyStandsBeforeTheQuotes(line: String, column: Int, right: String) throws {
    let error = try #require(throws: LanguageError.self) { try Command(line: line) }
    #expect(error.column == column && error.message == "a key stands before the quotes: \(right)")
  }

  /// Names of parameters and results are whatever a workspace calls them.
  @Test(arguments: [
    #"break when "fit.my par" > 1"#, #"break when "fit.a""b" < "result.c d""#, #"break when "fit.a[b" > 0"#,
    "break when logpdf(mu=0, data=1) < 3",
  ])
  func aConditionThatIsWrittenIsReadAgain(line: String) throws {
    guard case .breakWhen(let condition) = try command(line) else {
      Issue.record("it is a breakpoint")
      return
    }
    #expect("break when \(condition)" == line)
  }

  @Test func tabsSeparateAsSpacesDo() throws {
    #expect(try command("step\t5") == .step(5))
  }
}
