import Foundation
import Testing

/// What the inference commands say and exit with when they cannot answer, and when they are stopped.
@Suite struct InferenceFailuresTests {
  /// Arguments, changes of the workspace, the exit status and what is said.
  struct Mistake: CustomTestStringConvertible {
    let arguments: [String]
    var old = ""
    var new = ""
    let status: Int32
    let message: String
    var testDescription: String { arguments.joined(separator: " ") + " " + new }
  }

  static let mistakes: [Mistake] = [
    Mistake(
      arguments: ["cls"], old: #""name":"mu",""#, new: #""name":"mu""#, status: 2,
      message: "w.json: line 2, column "),
    Mistake(
      arguments: ["fit"], old: "normsys", new: "normsis", status: 2,
      message: "w.json: channels[0].samples[1].modifiers[0].type: found \"normsis\", expected one of"),
    Mistake(
      arguments: ["cls"], old: "[20,30]", new: "[20]", status: 2,
      message: "w.json: channels[0].samples[1].data"),
    Mistake(
      arguments: ["cls", "--measurement", "othr"], status: 2,
      message: "w.json: there is no measurement \"othr\" among m, other; did you mean 'other'?"),
    Mistake(
      arguments: ["cls"], old: #""parameters":[]"#, new: #""parameters":[{"name":"mu","fixed":true}]"#,
      status: 1,
      message: "the parameter of interest mu is fixed; a test needs it free"),
    Mistake(
      arguments: ["cls"], old: "[5,4]", new: "[NaN,4]", status: 2,
      message: "w.json: line 2, column 28, in channels[0].samples[0].data[0]: found 'NaN', expected a value"),
    Mistake(
      arguments: ["fit"], old: "[5,4]", new: "[1e999,4]", status: 2,
      message: "in channels[0].samples[0].data[0]: found a number beyond the largest double"),
    Mistake(
      arguments: ["limit"], old: "[22,31]", new: "[-1,31]", status: 1,
      message: "the count of bin 0 of channel SR is -1.0; a count is 0 or more"),
    Mistake(
      arguments: ["significance"], old: #""lo":0.9"#, new: #""lo":0"#, status: 2,
      message: "w.json: channels[0].samples[1].modifiers[0].data.lo: found 0.0, expected a factor above 0"),
    Mistake(arguments: ["scan", "--range", "0:1:1"], status: 64, message: "from 2 to 100000, found 1"),
    Mistake(arguments: ["limit", "--scan", "0..3"], status: 64, message: "it is LOW:HIGH:COUNT"),
    Mistake(
      arguments: ["significance", "--toys", "3"], status: 64,
      message: "--toys and --seed go with --calctype toybased"),
    Mistake(arguments: ["limit", "--test-stat", "t"], status: 64, message: "qtilde"),
    Mistake(
      arguments: ["ranking"], old: #""parameters":[]"#,
      new: #""parameters":[{"name":"mu","bounds":[[0,0.5]]}]"#, status: 1,
      message: "mu starts at 1.0, outside its bounds 0.0 to 0.5"),
    Mistake(
      arguments: ["inspect", "--measurement", "othr"], status: 2,
      message: "w.json: there is no measurement \"othr\" among m, other; did you mean 'other'?"),
    Mistake(
      arguments: ["limit", "--seed", "3"], status: 64,
      message: "--toys and --seed go with --calctype toybased"),
    Mistake(
      arguments: ["limit"], old: #""poi":"mu""#, new: #""poi":"""#, status: 1,
      message: "parameter of interest"),
    Mistake(
      arguments: ["cls", "--test-poi", "11"], status: 1,
      message: "mu = 11.0 is outside its bounds 0.0 to 10.0"),
    Mistake(
      arguments: ["fit", "--fix", "syss=0"], status: 1, message: "no parameter 'syss'; did you mean 'sys'?"),
    Mistake(arguments: ["fit", "--minos", "nu"], status: 1, message: "did you mean 'mu'?"),
    Mistake(arguments: ["scan", "--parameter", "nu"], status: 1, message: "did you mean 'mu'?"),
    Mistake(arguments: ["limit", "--level", "2"], status: 64, message: "between 0 and 1"),
    Mistake(arguments: ["limit", "--level", "-1"], status: 64, message: "between 0 and 1"),
    Mistake(
      arguments: ["fit", "--threads", "-1"], status: 64,
      message: "--threads must be from 1 to 1024, found -1"),
    Mistake(
      arguments: ["fit"], old: #""lo":0.9}}"#, new: #""lo":"x"}},{"name":"b","type":"none","data":null}"#,
      status: 2,
      message: """
        w.json: channels[0].samples[1].modifiers[0].data.lo: found "x", expected a number
        w.json: channels[0].samples[1].modifiers[1].type: found "none", expected one of
        """),
    Mistake(
      arguments: ["cls", "--patch", "none.json"], status: 2, message: "none.json: there is no such file"),
    Mistake(
      arguments: ["cls"], old: "[5,4]", new: #"{"events":"signal"}"#, status: 2,
      message: "SR.signal is filled by the events 'signal'; a session trains such a workspace"),
    Mistake(
      arguments: ["cls", "--output-file", "nowhere/out.json"], status: 1,
      message: "nowhere/out.json: No such file or directory"),
    Mistake(
      arguments: ["cls", "--calctype", "toybased", "--toys", "0"], status: 64,
      message: "--toys must be from 1"),
    Mistake(arguments: ["fit", "--fix", "mu"], status: 64, message: "NAME=VALUE"),
    Mistake(
      arguments: ["fit", "--fix", "sys=0", "--fix", "sys=1"], status: 64, message: "sys more than once"),
    Mistake(
      arguments: ["limit", "--scan", "3:1:5"], status: 64, message: "LOW must be below HIGH, found 3 and 1"),
    Mistake(arguments: ["cls", "--test-stat", "qq"], status: 64, message: "qtilde"),
    Mistake(arguments: ["cls", "--threads", "0"], status: 64, message: "--threads must be from 1"),
  ]

  @Test(arguments: mistakes)
  func saysWhatIsWrong(mistake: Mistake) throws {
    try Program.inFolder { program in
      #expect(mistake.old.isEmpty || Workspaces.text.contains(mistake.old))
      try program.write(
        mistake.old.isEmpty
          ? Workspaces.text : Workspaces.text.replacing(mistake.old, with: mistake.new, maxReplacements: 1),
        to: "w.json")
      let outcome = try program.run([mistake.arguments[0], "w.json"] + mistake.arguments.dropFirst())
      #expect(outcome.status == mistake.status)
      #expect(outcome.output.isEmpty)
      #expect(outcome.errors.contains(mistake.message), "\(outcome.errors)")
    }
  }

  /// Five of six limits are an answer, but not the one that a script waits for.
  @Test func aLimitThatIsMissingFails() throws {
    try Program.inFolder { program in
      try program.write(
        Workspaces.text.replacing("[22,31]", with: "[2200,3100]", maxReplacements: 1), to: "w.json")
      let outcome = try program.run("limit", "w.json")
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains("observed limit: the limit lies above the bound mu = 10.0"))
      #expect(try outcome.numbers("limit_exp").count == 5)
    }
  }

  @Test(arguments: ["nowhere.json", "."])
  func aFileThatCannotBeReadExitsWith2(name: String) throws {
    try Program.inFolder { program in
      let outcome = try program.run("cls", name)
      #expect(outcome.status == 2)
      #expect(outcome.errors.hasPrefix("\(name): "))
    }
  }

  /// Texts that are no JSON, or too much of it.
  @Test(arguments: [
    ("cut", Data(Workspaces.text.utf8.dropLast(40)), "line "),
    ("nested", Data(String(repeating: "[", count: 200_000).utf8), "more than 256 arrays and objects"),
    (
      "utf-16", Data([0xFF, 0xFE] + Workspaces.text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }),
      "UTF-16"
    ),
    ("zero", Data([0]), "found the byte 0x0"),
    ("twice", Data((Workspaces.text + Workspaces.text).utf8), "expected the end of the text"),
  ])
  func whatIsNoJSONIsRefusedWithItsPlace(name: String, bytes: Data, message: String) throws {
    try Program.inFolder { program in
      try bytes.write(to: program.folder.appending(path: "w.json"))
      for verb in ["fit", "inspect"] {
        let outcome = try program.run(verb, "w.json")
        #expect(outcome.status == 2)
        #expect(outcome.errors.hasPrefix("w.json: line "), "\(outcome.errors)")
        #expect(outcome.errors.contains(message), "\(outcome.errors)")
      }
    }
  }

  /// A byte order mark and the line ends of Windows are no mistakes.
  @Test func textOfWindowsIsRead() throws {
    try Program.inFolder { program in
      try program.write(Workspaces.text, to: "w.json")
      try program.write("\u{FEFF}" + Workspaces.text.replacing("\n", with: "\r\n"), to: "windows.json")
      #expect(try program.run("cls", "windows.json").output == program.run("cls", "w.json").output)
    }
  }

  /// A patch may leave nothing, and a device may not end.
  @Test func inputsWithoutAWorkspace() throws {
    try Program.inFolder { program in
      try program.write(Workspaces.text, to: "w.json")
      for (patch, message) in [
        (#"[{"op": "remove", "path": "/channels/0"}]"#, "channels: found an array of 0 entries"),
        (#"[{"op": "remove", "path": "/channels/0/samples/0"}]"#, "config.poi: found \"mu\""),
        (#"[{"op": "remove", "path": ""}]"#, "the whole document cannot be removed"),
      ] {
        try program.write(patch, to: "patch.json")
        let outcome = try program.run("cls", "w.json", "-p", "patch.json")
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains(message), "\(outcome.errors)")
      }
      let null = try program.run("cls", "/dev/null")
      #expect(null.status == 2)
      #expect(null.errors.hasPrefix("/dev/null: line 1, column 1: found the end"), "\(null.errors)")
    }
  }

  /// Numbers that rest on fits which did not converge are shown, with a warning, and fail a script.
  @Test(arguments: ["cls", "significance", "limit"])
  func numbersNotToTrustFailAScript(verb: String) throws {
    try Program.inFolder { program in
      // Without a signal the first bin is empty, but something was seen.
      try program.write(Workspaces.text.replacing("[20,30]", with: "[0,30]"), to: "w.json")
      let outcome = try program.run(verb, "w.json")
      #expect(outcome.status == 1)
      #expect(
        outcome.errors.contains("the expected count is not positive in bin 0 of channel SR"),
        "\(outcome.errors)")
      #expect(try outcome.object()["problems"] as? [String] != nil)
    }
  }

  /// The other points of a scan are kept, and the failed ones counted and named.
  @Test(arguments: [("scan", "--range", "0:12:7", 1), ("limit", "--scan", "0:12:7", 1)])
  func failedPointsFailAScript(verb: String, option: String, range: String, count: Int) throws {
    try Program.inFolder { program in
      try program.write(Workspaces.text, to: "w.json")
      let outcome = try program.run(verb, "w.json", option, range)
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains("\(count) of 7 points failed: 12\n"), "\(outcome.errors)")
      #expect(outcome.errors.contains("mu = 12.0 is outside its bounds"), "\(outcome.errors)")
      let points = try outcome.object()[verb == "scan" ? "points" : "scan"] as? [[String: Any]]
      #expect((points?.count ?? 0) >= 6)
    }
  }

  /// A width that is nothing next to its measurement.
  @Test(arguments: [("0", "a width above 0"), ("1e-200", "a width above the rounding of 1.0")])
  func aLuminosityNeedsAWidth(width: String, expected: String) throws {
    try Program.inFolder { program in
      let lumi = #"{"name":"lumi","auxdata":[1],"sigmas":[\#(width)],"bounds":[[0,2]],"inits":[1]}"#
      try program.write(
        Workspaces.text.replacing(#""parameters":[]"#, with: #""parameters":[\#(lumi)]"#, maxReplacements: 1)
          .replacing(
            #""data":null}]"#, with: #""data":null},{"name":"lumi","type":"lumi","data":null}]"#,
            maxReplacements: 1),
        to: "w.json")
      let outcome = try program.run("fit", "w.json")
      #expect(outcome.status == 2)
      #expect(
        outcome.errors.contains("measurements[0].config.parameters[0].sigmas[0]: found ")
          && outcome.errors.contains(expected), "\(outcome.errors)")
      #expect(try program.run("inspect", "w.json").status == 0)
    }
  }

  @Test func emptyInputIsNoWorkspace() throws {
    try Program.inFolder { program in
      let outcome = try program.run("cls", input: "")
      #expect(outcome.status == 2)
      #expect(outcome.errors.hasPrefix("standard input: line 1, column 1: "), "\(outcome.errors)")
    }
  }

  /// A fit that did not converge is an answer with a warning, and a failure to a script.
  @Test func whatDidNotGoWellIsSaidBesideTheAnswer() throws {
    try Program.inFolder { program in
      // Nothing can be expected in the first bin, but something was seen.
      try program.write(
        Workspaces.text.replacing("[20,30]", with: "[0,30]").replacing("[5,4]", with: "[0,4]"), to: "w.json")
      let outcome = try program.run("fit", "w.json")
      #expect(outcome.status == 1)
      #expect(
        outcome.errors.hasPrefix(
          "warning: not defined at its start: the expected count is not positive in bin 0"),
        "\(outcome.errors)")
      #expect(try (outcome.object()["problems"] as? [String])?.isEmpty == false)
    }
  }

  /// A pipe that nothing comes out of stands for a large file.
  @Test func whileAFileIsReadTheFirstSignalEndsIt() throws {
    try Program.inFolder { program in
      let pipe = program.folder.appending(path: "w.json").path
      try #require(mkfifo(pipe, 0o600) == 0)
      var end: CInt = -1
      let outcome = try program.run("cls", "w.json") { process in
        // This waits until the program reads.
        end = open(pipe, O_WRONLY)
        kill(process.processIdentifier, SIGINT)
      }
      close(end)
      #expect(outcome.status == 130)
      #expect(outcome.errors == "stopped while it was read; there is no answer\n")
    }
  }

  @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
  func aStoppedRunReportsWhatItHas(signal: Int32, status: Int32) throws {
    try Program.inFolder { program in
      try program.write(Workspaces.text, to: "w.json")
      // More toys than are drawn before the signal, which a slow machine gets later.
      var outcome: Program.Outcome
      var drawn = 0
      var seconds: UInt32 = 2
      repeat {
        outcome = try program.run([
          "cls", "w.json", "--calctype", "toybased", "--toys", "2000000",
        ]) { process in
          sleep(seconds)
          kill(process.processIdentifier, signal)
        }
        let words = outcome.errors.split(separator: " ")
        drawn = words.count > 3 ? Int(words[3]) ?? 0 : 0
        seconds *= 4
      } while drawn < 1000 && seconds < 600
      #expect(outcome.status == status)
      let problem = try #require(try (outcome.object()["problems"] as? [String])?.first)
      #expect(outcome.errors == "warning: \(problem)\n")
      let match = try #require(problem.wholeMatch(of: /stopped when (\d+) of 4000000 toys were drawn/))
      #expect((1000..<4_000_000).contains(drawn) && String(drawn) == match.1)
      let method = try outcome.object()["method"] as? String
      #expect(method == "\(match.1) toys, half of them of each hypothesis, seed 0")
      let cls = try #require(try outcome.numbers("CLs_obs").first)
      // Some thousand toys at least: within 0.1 of the asymptotic value 0.38.
      #expect(abs(cls - 0.384) < 0.1)
    }
  }
}
