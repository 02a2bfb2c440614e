import Foundation
import Testing

/// `neos fit`, `cls`, `limit`, `significance`, `ranking`, `scan` and `inspect` on a workspace.
@Suite struct InferenceCommandsTests {
  /// pyhf 0.7.6 with SciPy's tolerance at 1e-12; its fits leave 1e-6.
  @Test func theNumbersAreThoseOfPyhf() throws {
    try Workspaces.inFolder { program in
      let cls = try program.run("cls", "w.json")
      #expect(cls.status == 0)
      #expect(cls.errors.isEmpty)
      let band = [0.04792437, 0.12282392, 0.28711652, 0.56373871, 0.84445422]
      #expect(
        try zip(cls.numbers("CLs_exp") + cls.numbers("CLs_obs"), band + [0.38386692])
          .allSatisfy { abs($0 - $1) < 1e-6 })
      let fit = try program.run("fit", "w.json")
      let best = try #require(try fit.object()["mle_parameters"] as? [String: [Double]])
      #expect(best.keys.sorted() == ["mu", "sys"])
      #expect(abs((best["mu"]?.first ?? 0) - 0.362944) < 1e-6)
      #expect(try abs(fit.numbers("twice_nll")[0] - 12.05923629) < 1e-8)
    }
  }

  @Test(arguments: [
    ("fit", ["mle_parameters", "twice_nll", "uncertainties"]), ("cls", ["CLs_obs", "CLs_exp"]),
    ("limit", ["limit_obs", "limit_exp"]), ("significance", ["p0_obs", "Z_obs"]), ("ranking", ["ranking"]),
    ("scan", ["points"]), ("inspect", ["channels", "samples", "parameters", "modifiers", "systematics"]),
  ])
  func standardInputIsAWorkspaceToo(verb: String, keys: [String]) throws {
    try Workspaces.inFolder { program in
      let outcome = try program.run(verb, "w.json")
      #expect(outcome.status == 0)
      for key in keys { #expect(try outcome.object()[key] != nil, "\(key)") }
      for arguments in [[verb], [verb, "-"], [verb, "--json", "-"]] {
        let piped = try program.run(arguments, input: Workspaces.text)
        #expect(piped.output == outcome.output, "\(arguments)")
        #expect(piped.status == 0)
      }
      let written = try program.run(verb, "w.json", "--output-file", "out.json")
      #expect(written.output.isEmpty)
      #expect(program.read("out.json") == outcome.output)
    }
  }

  /// The commands are those of sessions and say the same.
  @Test func aSessionSaysTheSame() throws {
    try Workspaces.inFolder { program in
      for verb in ["fit", "cls", "limit", "significance", "ranking", "scan"] {
        let direct = try program.run(verb, "w.json").object()
        let session = try program.run("run", "--json", "-", input: "model spec w.json\n\(verb) on=observed\n")
        let answer = try #require(try session.objects().first { $0["event"] as? String == "answer" })
        var object = try #require(answer["answer"] as? [String: Any])
        object["data"] = nil
        #expect(NSDictionary(dictionary: object) == NSDictionary(dictionary: direct), "\(verb)")
      }
    }
  }

  // MARK: Options

  @Test func patchesAndMeasurements() throws {
    try Workspaces.inFolder { program in
      let heavy = try program.run("cls", "w.json", "--patch", "patch.json").numbers("CLs_obs")
      #expect(try heavy != program.run("cls", "w.json").numbers("CLs_obs"))
      #expect(
        try program.run("cls", "w.json", "-p", "patch.json", "-p", "patch.json").numbers("CLs_obs") == heavy)
      #expect(try program.run("cls", "w.json", "--measurement", "other", "--test-poi", "6").status == 1)
      #expect(try program.run("cls", "w.json", "--test-poi", "6").status == 0)
      // At twice the signal, half the strength.
      let half = try program.run("cls", "w.json", "-p", "patch.json", "--test-poi", "0.5").numbers("CLs_obs")
      #expect(try abs(half[0] - program.run("cls", "w.json").numbers("CLs_obs")[0]) < 1e-8)
    }
  }

  @Test func aPatchSetIsAnsweredWhole() throws {
    try Workspaces.inFolder { program in
      let one = try program.run("cls", "w.json", "--patchset", "set.json", "--threads", "1")
      #expect(one.status == 1)
      #expect(one.errors.hasSuffix("warning: 1 of 3 points failed: broken\n"), "\(one.errors)")
      #expect(
        one.errors.hasPrefix("warning: broken: w.json: channels[0].samples[0].data[1]"), "\(one.errors)")
      let points = try #require(try one.object()["points"] as? [String: [String: Any]])
      #expect(points.keys.sorted() == ["broken", "heavy", "light"])
      #expect((points["heavy"]?["values"] as? [String: Any])?["mass"] as? Int == 200)
      #expect(
        try points["light"]?["CLs_obs"] as? Double == program.run("cls", "w.json").numbers("CLs_obs")[0])
      #expect(points["broken"]?["error"] as? String != nil)
      #expect(
        try program.run("cls", "w.json", "--patchset", "set.json", "--threads", "2").output == one.output)
      let heavy = try program.run("cls", "w.json", "--patchset", "set.json", "--point", "heavy")
      #expect(try heavy.output == program.run("cls", "w.json", "-p", "patch.json").output)

      let unknown = try program.run("cls", "w.json", "--patchset", "set.json", "--point", "heavi")
      #expect(unknown.status == 2)
      #expect(unknown.errors.contains("did you mean 'heavy'?"), "\(unknown.errors)")
      try program.write(Workspaces.text.replacing("31]", with: "32]"), to: "other.json")
      let other = try program.run("cls", "other.json", "--patchset", "set.json")
      #expect(other.status == 2)
      #expect(other.errors.contains("sha256"), "\(other.errors)")
      #expect(try program.run("cls", "w.json", "--point", "heavy").status == 64)
    }
  }

  @Test func fixedParametersAndIntervals() throws {
    try Workspaces.inFolder { program in
      let fit = try program.run("fit", "w.json", "--fix", "mu=1", "--fix", "sys=0.5")
      let best = try #require(try fit.object()["mle_parameters"] as? [String: [Double]])
      #expect(best == ["mu": [1], "sys": [0.5]])
      let minos = try program.run("fit", "w.json", "--minos", "all")
      let intervals = try #require(try minos.object()["intervals"] as? [String: [Any]])
      #expect(intervals.keys.sorted() == ["mu", "sys"])
      let upper = try #require(intervals["mu"]?.last as? Double)
      // There -2 ln L is 1 above its minimum, to the tolerance of the root finder.
      let there = try program.run("fit", "w.json", "--fix", "mu=\(upper)").numbers("twice_nll")[0]
      #expect(try abs(there - program.run("fit", "w.json").numbers("twice_nll")[0] - 1) < 1e-5)
    }
  }

  @Test func toysAreAFunctionOfTheirSeed() throws {
    try Workspaces.inFolder { program in
      func run(_ seed: Int, threads: Int) throws -> Program.Outcome {
        try program.run([
          "cls", "w.json", "--calctype", "toybased", "--toys", "300", "--seed", "\(seed)", "--threads",
          "\(threads)",
        ])
      }
      let one = try run(3, threads: 1)
      #expect(one.status == 0)
      #expect(try run(3, threads: 2).output == one.output)
      #expect(try run(4, threads: 2).output != one.output)
      // 300 toys: the error of CLs is 0.05; five of them.
      #expect(try abs(one.numbers("CLs_obs")[0] - 0.384) < 0.25)
    }
  }

  /// Toys on the command line are those of a session, and an error stands beside the limit.
  @Test func limitsByToys() throws {
    try Workspaces.inFolder { program in
      let arguments = ["limit", "w.json", "--calctype", "toybased", "--toys", "200", "--seed", "3"]
      let limit = try program.run(arguments + ["--threads", "1"])
      #expect(limit.status == 0)
      #expect(limit.errors.isEmpty)
      #expect(try program.run(arguments + ["--threads", "2"]).output == limit.output)
      let (value, error) = try (limit.numbers("limit_obs")[0], limit.numbers("limit_obs_error")[0])
      // The formulas have 2.177; some tens of counts shift it by less than a few percent.
      #expect(abs(value - 2.177) < 4 * error + 0.1)
      #expect((0.05...0.8).contains(error))
      #expect(try limit.numbers("limit_exp").count == 5)
      #expect(try (limit.object()["limit_exp_error"] as? [Any])?.count == 5)
      let session = try program.run(
        "run", "--json", "-", input: "model spec w.json\nlimit toys=200 seed=3 on=observed\n")
      let answer = try #require(try session.objects().first { $0["event"] as? String == "answer" })
      #expect((answer["answer"] as? [String: Any])?["limit_obs"] as? Double == value)
      let scan = try program.run(arguments + ["--scan", "1:3:3"])
      #expect(try (scan.object()["scan"] as? [Any])?.count == 3)
    }
  }

  /// pyhf 0.7.6's `tmu` and `tmu_tilde` with SciPy's tolerance at 1e-12: on the bound of 0 they are one number.
  @Test(arguments: ["t", "ttilde"])
  func twoSidedTests(statistic: String) throws {
    try Workspaces.inFolder { program in
      for (strength, expected) in [("0.2", 0.03174974), ("1", 0.45359420), ("2.5", 4.64849081)] {
        let test = try program.run("cls", "w.json", "--test-stat", statistic, "--test-poi", strength)
        #expect(test.status == 0)
        #expect(try abs(test.numbers("test_stat_obs")[0] - expected) < 1e-7)
        let session = try program.run(
          "run", "--json", "-",
          input: "model spec w.json\ncls poi=\(strength) stat=\(statistic) on=observed\n")
        let answer = try #require(try session.objects().first { $0["event"] as? String == "answer" })
        let value = (answer["answer"] as? [String: Any])?["CLsb_obs"] as? Double
        #expect(try value == test.numbers("CLsb_obs")[0])
      }
      // Twice the tail beyond the root of 0.4536, and the p-value of toys, 600 of which have an error of 0.02.
      let test = try program.run("cls", "w.json", "--test-stat", statistic)
      #expect(try abs(test.numbers("CLsb_obs")[0] - 0.50063) < 1e-4)
      let toys = try program.run(
        "cls", "w.json", "--test-stat", statistic, "--calctype", "toybased", "--toys", "600")
      #expect(try abs(toys.numbers("CLsb_obs")[0] - 0.50063) < 0.1)
    }
  }

  /// pyhf 0.7.6, `hypotest` of q0: p0 is 0.3443796, of which toys are shares.
  @Test func significanceByToys() throws {
    try Workspaces.inFolder { program in
      #expect(try abs(program.run("significance", "w.json").numbers("p0_obs")[0] - 0.3443796) < 1e-6)
      let arguments = ["significance", "w.json", "--calctype", "toybased", "--toys", "1000", "--seed", "3"]
      let toys = try program.run(arguments + ["--threads", "1"])
      #expect(toys.status == 0)
      #expect(try program.run(arguments + ["--threads", "2"]).output == toys.output)
      let (p0, error) = try (toys.numbers("p0_obs")[0], toys.numbers("p0_obs_error")[0])
      #expect((0.01...0.02).contains(error))
      // Counts of 20 and 30 are not many: the formulas are off by some hundredths.
      #expect(abs(p0 - 0.344) < 4 * error + 0.05)
      let session = try program.run(
        "run", "--json", "-", input: "model spec w.json\nsignificance toys=1000 seed=3 on=observed\n")
      let answer = try #require(try session.objects().first { $0["event"] as? String == "answer" })
      #expect((answer["answer"] as? [String: Any])?["p0_obs"] as? Double == p0)
    }
  }

  /// The measurement is marked, as `pyhf inspect` has it.
  @Test func aMeasurementIsMarked() throws {
    try Workspaces.inFolder { program in
      for (arguments, marked) in [([], "(*) m "), (["--measurement", "other"], "(*) other ")] {
        let line = ([Program.executable.path, "inspect", "w.json"] + arguments).joined(separator: " ")
        let table = try program.run(["-qec", line, "/dev/null"], of: URL(filePath: "/usr/bin/script"))
        #expect(table.output.contains(marked), "\(table.output)")
      }
    }
  }

  // MARK: Terminal

  @Test func aTerminalGetsTables() throws {
    try Workspaces.inFolder { program in
      let path = Program.executable.path
      for (verb, part) in [
        ("cls", "expected median"), ("inspect", "constrained_by_normal"), ("fit", "best fit"),
      ] {
        let line = "\(path) \(verb) w.json"
        let table = try program.run(["-qec", line, "/dev/null"], of: URL(filePath: "/usr/bin/script"))
        #expect(table.status == 0)
        #expect(table.output.contains(part), "\(table.output)")
        #expect(!table.output.contains("{"))
        let json = try program.run(
          ["-qec", line + " --json", "/dev/null"], of: URL(filePath: "/usr/bin/script"))
        #expect(json.output.hasPrefix("{"))
      }
    }
  }
}
