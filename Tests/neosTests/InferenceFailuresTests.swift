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
      arguments: ["limit"], old: #""poi":"mu""#, new: #""poi":"""#, status: 1,
      message: "parameter of interest"),
    Mistake(
      arguments: ["cls", "--test-poi", "11"], status: 1,
      message: "mu = 11.0 is outside its bounds 0.0 to 10.0"),
    Mistake(
      arguments: ["fit", "--fix", "syss=0"], status: 1, message: "no parameter 'syss'; did you mean 'sys'?"),
    Mistake(arguments: ["fit", "--minos", "nu"], status: 1, message: "did you mean 'mu'?"),
    Mistake(arguments: ["scan", "--parameter", "nu"], status: 1, message: "did you mean 'mu'?"),
    Mistake(arguments: ["limit", "--level", "2"], status: 1, message: "between 0 and 1"),
    Mistake(
      arguments: ["cls", "--patch", "none.json"], status: 2, message: "none.json: there is no such file"),
    Mistake(
      arguments: ["cls"], old: "[5,4]", new: #"{"events":"signal"}"#, status: 2,
      message: "SR.signal is filled by the events 'signal'; a session trains such a workspace"),
    Mistake(
      arguments: ["cls", "--output-file", "nowhere/out.json"], status: 1,
      message: "nowhere/out.json: it cannot be written"),
    Mistake(
      arguments: ["cls", "--calctype", "toybased", "--toys", "0"], status: 64,
      message: "--toys must be from 1"),
    Mistake(arguments: ["fit", "--fix", "mu"], status: 64, message: "NAME=VALUE"),
    Mistake(arguments: ["limit", "--scan", "3:1:5"], status: 64, message: "LOW:HIGH:COUNT"),
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

  @Test(arguments: ["nowhere.json", "."])
  func aFileThatCannotBeReadExitsWith2(name: String) throws {
    try Program.inFolder { program in
      let outcome = try program.run("cls", name)
      #expect(outcome.status == 2)
      #expect(outcome.errors.hasPrefix("\(name): "))
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

  @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
  func aStoppedRunReportsWhatItHas(signal: Int32, status: Int32) throws {
    try Program.inFolder { program in
      try program.write(Workspaces.text, to: "w.json")
      // More toys than are drawn before the signal.
      let outcome = try program.run([
        "cls", "w.json", "--calctype", "toybased", "--toys", "2000000",
      ]) { process in
        usleep(2_000_000)
        kill(process.processIdentifier, signal)
      }
      #expect(outcome.status == status)
      #expect(outcome.errors == "warning: stopped before all toys were drawn\n")
      #expect(try outcome.object()["problems"] as? [String] == ["stopped before all toys were drawn"])
      let cls = try outcome.numbers("CLs_obs")[0]
      // Some thousand toys at least: within 0.1 of the asymptotic value 0.38.
      #expect(abs(cls - 0.384) < 0.1)
    }
  }
}
