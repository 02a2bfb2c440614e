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

  @Test func tabsSeparateAsSpacesDo() throws {
    #expect(try command("step\t5") == .step(5))
  }
}
