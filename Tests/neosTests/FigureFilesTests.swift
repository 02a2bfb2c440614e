import Foundation
import Testing

/// Figures and reports that a session file writes.
@Suite struct FigureFilesTests {
  private static let session = """
    data events=60
    network 8 relu 1 sigmoid
    histogram bins=0:1:3 bandwidth=0.2
    split test=0.3
    step 3

    """
  private static let exports = """
    export histogram h.svg
    export curves c.svg
    export plane p.svg
    export pulls u.svg
    report r.html

    """
  private static let names = ["h.svg", "c.svg", "p.svg", "u.svg", "r.html"]

  @Test func aSessionFileWritesThemAndTheSameTwice() throws {
    try Program.inFolder { program in
      try program.write(Self.session + Self.exports, to: "a.neos")
      let outcome = try program.run("run", "--quiet", "a.neos")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(
        outcome.output.contains(
          "wrote the histogram of step 3 (templates as counted in training at step 3) to h.svg"))
      #expect(outcome.output.contains("wrote the report of step 3 to r.html"))
      let first = Self.names.map { program.read($0) ?? "" }
      #expect(first.dropLast().allSatisfy { $0.hasPrefix("<svg ") && $0.hasSuffix("</svg>\n") })
      #expect(try program.run("run", "--quiet", "--threads", "1", "a.neos").status == 0)
      #expect(Self.names.map { program.read($0) ?? "" } == first)
    }
  }

  @Test func theReportHasWhatWasDoneAndWhatCameOfIt() throws {
    try Program.inFolder { program in
      for name in ["a<b>.neos", "other.neos"] {
        try program.write(Self.session + "report r.html\n", to: name)
      }
      #expect(try program.run("run", "--quiet", "a<b>.neos").status == 0)
      let html = try #require(program.read("r.html"))
      #expect(html.contains("<title>neos report, step 3</title>"))
      for text in [
        "step 3", "nn_histosys", "CLs expected, median", "test, last", "split test=0.3", "<svg ",
        "<title>Expected events of each sample</title>",
        "Of: templates from ordinary counts of the test sample at step 3.",
      ] {
        #expect(html.contains(text), "\(text)")
      }
      #expect(!html.contains("<b>"))
      // Equal sessions write equal bytes, whatever their files are called.
      #expect(try program.run("run", "--quiet", "other.neos").status == 0)
      #expect(program.read("r.html") == html)
    }
  }

  @Test func aFigureSaysWhatItIsOf() throws {
    try Program.inFolder { program in
      let lines = """
        export histogram h.svg counts=test scale=log
        export pulls u.svg on=1
        export plane p.svg

        """
      try program.write(Self.session + lines, to: "a.neos")
      let outcome = try program.run("run", "--quiet", "a.neos")
      #expect(outcome.status == 0, "\(outcome.errors)")
      for (name, title, conditions) in [
        (
          "h.svg", "Expected events of each sample",
          "templates from ordinary counts of the test sample at step 3"
        ),
        (
          "u.svg", "Pulls of the parameters",
          "fit to Asimov data, strength 1; templates as counted in training at step 3"
        ),
        ("p.svg", "Network output over feature 0 and feature 1", "network and training events of step 3"),
      ] {
        let svg = try #require(program.read(name))
        #expect(svg.contains("<title>\(title)</title>\n<desc>\(conditions)</desc>"), "\(svg.prefix(600))")
        #expect(svg.contains("width=\"85mm\""))
      }
      // Ticks of a log axis.
      #expect(try #require(program.read("h.svg")).contains(">100</text>"))
    }
  }

  /// A limit on the size of files stands for a full disk.
  @Test(arguments: zip(["export plane p.svg", "report r.html"], ["p.svg", "r.html"]))
  func aFailingWriteLeavesTheOldFile(line: String, name: String) throws {
    try Program.inFolder { program in
      try program.write(Self.session + line + "\n", to: "a.neos")
      try program.write("old", to: name)
      let command = "trap '' XFSZ; ulimit -f 8; exec \"$0\" run --quiet a.neos"
      let outcome = try program.run(
        ["-c", command, Program.executable.path], of: URL(filePath: "/bin/sh"))
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains("\(name): File too large"), "\(outcome.errors)")
      #expect(program.read(name) == "old")
      let left = try FileManager.default.contentsOfDirectory(atPath: program.folder.path)
      #expect(!left.contains { $0.hasPrefix(".neos-") })
    }
  }

  @Test func whatThereIsNotIsSaidAndWritesNothing() throws {
    try Program.inFolder { program in
      try program.write("network 8 relu 3 softmax\nhistogram softmax\nexport scores s.svg\n", to: "a.neos")
      let outcome = try program.run("run", "a.neos")
      #expect(outcome.status == 2)
      try program.write(Self.session + "report a.neos\n", to: "a.neos")
      let own = try program.run("run", "--quiet", "a.neos")
      #expect(own.errors.contains("it is the session file that is being run"))
    }
  }
}
