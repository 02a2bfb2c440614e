import Testing

@Suite struct LanguageTests {
  @Test func theOverviewNamesEveryVerb() throws {
    try Program.inFolder { program in
      let outcome = try program.run("language")
      #expect(outcome.status == 0)
      for verb in ["step", "run until", "set", "back", "fork", "break when", "expect", "save", "histogram"] {
        #expect(outcome.output.contains(verb))
      }
    }
  }

  @Test func anUnknownWordProposesTheNearest() throws {
    try Program.inFolder { program in
      let outcome = try program.run("language", "histogrm")
      #expect(outcome.status != 0)
      #expect(outcome.errors.contains("did you mean 'histogram'?"))
    }
  }
}
