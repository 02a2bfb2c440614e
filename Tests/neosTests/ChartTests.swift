import Foundation
import Testing

/// Charts of a run without a screen.
@Suite struct ChartTests {
  private static let session = """
    data events=50
    network 8 relu 1 sigmoid
    histogram bins=0:1:3 bandwidth=0.2
    step 4

    """

  /// The lines that a run of some more lines prints, in a pipe, with variables of the environment.
  private func lines(
    _ more: String = "", _ arguments: [String] = [], environment: [String] = []
  ) throws -> [String] {
    var lines: [String] = []
    try Program.inFolder { program in
      try program.write(Self.session + more, to: "a.neos")
      let outcome = try program.run(
        ["-i", "PATH=/usr/bin:/bin"] + environment + [Program.executable.path, "run", "--quiet", "a.neos"]
          + arguments, of: URL(filePath: "/usr/bin/env"))
      #expect(outcome.status == 0, "\(outcome.errors)")
      lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
    return lines
  }

  @Test(arguments: ["histogram", "curves", "plane", "scores", "pulls"])
  func aChartIsPrintedToAPipeInASCIIWithoutColor(topic: String) throws {
    let lines = try lines("show \(topic)\n", environment: ["LC_ALL=C", "TERM=xterm-256color"])
    #expect(lines.count > 5)
    #expect(lines.allSatisfy { $0.allSatisfy { $0.isASCII && $0 != "\u{1B}" } && $0.count <= 80 })
    #expect(lines.contains { $0.count > 60 })
  }

  @Test func blocksAreUsedWhereTheLocaleHasThem() throws {
    let lines = try lines("show histogram\n", environment: ["LC_ALL=C.UTF-8"])
    #expect(lines.contains { $0.contains("█") })
  }

  @Test func columnsSetTheWidth() throws {
    let lines = try lines("show curves\n", environment: ["LC_ALL=C", "COLUMNS=50"])
    #expect(lines.allSatisfy { $0.count <= 50 })
    #expect(lines.contains { $0.count > 40 })
  }

  @Test func curvesAreOfTheLossAndEveryMetric() throws {
    let lines = try lines(
      "metrics significance uncertainty\nstep 2\nshow curves\n", environment: ["LC_ALL=C"])
    let titles = lines.filter { ["loss", "significance", "uncertainty"].contains($0) }
    #expect(titles == ["loss", "significance", "uncertainty"])
    #expect(lines.contains { $0.contains("train.significance") })
  }

  @Test func plotDrawsHistogramAndLossAtTheEnd() throws {
    let lines = try lines("", ["--plot"], environment: ["LC_ALL=C"])
    let titles = lines.filter { $0 == "loss" || $0.hasPrefix("expected events") }
    #expect(titles.map { $0.prefix(4) } == ["expe", "loss"])
    #expect(lines.dropLast().last?.hasPrefix("step 4, loss") == true)
  }

  @Test func programsGetTheNumbers() throws {
    try Program.inFolder { program in
      try program.write(Self.session + "show histogram\nshow pulls\n", to: "a.neos")
      let charts = try program.run("run", "--quiet", "--json", "--plot", "a.neos").objects().filter {
        $0["event"] as? String == "chart"
      }
      #expect(charts.map { $0["title"] as? String } == ["histogram", "pulls", "histogram", "curves"])
      let channels = try #require(charts[0]["channels"] as? [[String: Any]])
      #expect((channels[0]["edges"] as? [Double])?.count == 4)
      #expect((charts[3]["loss"] as? [Double])?.count == 5)
      let metrics = try #require(charts[3]["train"] as? [String: [Double]])
      #expect(metrics["significance"]?.count == 5)
    }
  }

  @Test func curvesHaveTheValidationSample() throws {
    try Program.inFolder { program in
      // Events enough for some in each bin.
      try program.write(
        """
        split validation=0.3
        metrics significance
        data events=400
        network 8 relu 1 sigmoid
        histogram bins=0:1:2 bandwidth=0.2
        step 4
        show curves

        """, to: "a.neos")
      let chart = try #require(
        try program.run("run", "--quiet", "--json", "a.neos").objects().first {
          $0["event"] as? String == "chart"
        })
      let metrics = try #require(chart["validation"] as? [String: [Any]])
      #expect(metrics["significance"]?.count == 5)
      #expect((chart["test"] as? [String: Any])?.isEmpty == true)
      #expect(try program.run("run", "--quiet", "a.neos").output.contains("validation.significance"))
    }
  }

  @Test func aChartThatCannotBeMadeSaysWhy() throws {
    try Program.inFolder { program in
      try program.write("data events=20\nnetwork 2 softmax\nhistogram softmax\nshow scores\n", to: "a.neos")
      let outcome = try program.run("run", "a.neos")
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains("the network has several outputs"))
    }
  }
}
