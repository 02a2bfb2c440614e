import Testing

@Suite struct TableTests {
  private let table = "pt,eta,w\n10,0.5,1\n30,-1,2\n50,3,-1\n"

  @Test func printsWhatWasRead() throws {
    try Program.inFolder { program in
      try program.write(table, to: "events.csv")
      let outcome = try program.run("table", "events.csv")
      #expect(outcome.status == 0 && outcome.output.contains("\"eta\""))
      let read = try program.run(
        "table", "events.csv", "--columns", "eta,pt", "--weight", "w", "--where", "pt > 20", "--json")
      #expect(read.status == 0)
      for text in ["\"events\": 2", "\"rows\": 3", "\"mean\": 40", "\"largest\": 3", "\"mean\": 0.5"] {
        #expect(read.output.contains(text), "\(text) in \(read.output)")
      }
    }
  }

  @Test func whatIsWrongIsToldWithItsPlace() throws {
    try Program.inFolder { program in
      try program.write(table, to: "events.csv")
      let outcome = try program.run("table", "events.csv", "--columns", "pt", "--where", "pt > etta")
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains("did you mean 'eta'?") && outcome.errors.contains("       ^^^^"))
      #expect(try program.run("table", "events.csv", "--limit", "3").status == 64)
      #expect(try program.run("table", "events.csv", "--columns", "pt,,eta").status == 64)
    }
  }

  @Test func theTimeOfReadingIsToldWhenItIsAsked() throws {
    try Program.inFolder { program in
      try program.write(table, to: "events.csv")
      let timed = try program.run("table", "events.csv", "--columns", "pt", "--time")
      #expect(timed.status == 0 && timed.output.contains("\"seconds\": "))
      #expect(try !program.run("table", "events.csv", "--columns", "pt").output.contains("seconds"))
      #expect(try program.run("table", "events.csv", "--time").status == 64)
    }
  }

  @Test func aNameWithACommaStandsInBackticks() throws {
    try Program.inFolder { program in
      try program.write("\"p,T\",w\n10,1\n30,2\n", to: "events.csv")
      let outcome = try program.run("table", "events.csv", "--columns", "`p,T`", "--weight", "w")
      #expect(outcome.status == 0 && outcome.output.contains("\"mean\": 20"), "\(outcome)")
      let lines = "sample s events.csv columns=`p,T` weight=w\nvary move s shift=`p,T`:1,-1\nrecord s.neos\n"
      #expect(try program.run("run", "-", input: lines).status == 0)
      let recorded = try #require(program.read("s.neos"))
      #expect(
        recorded.contains("columns=`p,T` weight=w") && recorded.contains("shift=`p,T`:1"), "\(recorded)")
      #expect(try program.run("run", "s.neos").status == 0)
    }
  }
}
