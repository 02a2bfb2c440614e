import Foundation
import Testing

/// `neos bench` in a pipe, as briefly as it goes.
@Suite struct BenchTests {
  @Test func stepsAreTimedRoomByRoomBesideTheMachinesProducts() throws {
    try Program.inFolder { program in
      let outcome = try program.run("bench", "--seconds", "0", "--threads", "2")
      #expect(outcome.status == 0, "\(outcome.errors)")
      let answer = try #require(
        JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
      #expect(answer["threads"] as? Int == 2)
      try expectMachine(in: answer)
      #expect(answer["productRate"] as? Double ?? 0 > 0)
      // 6 operations for each weight and event, but 4 in the first layer, whose inputs need no gradient.
      let operations: [String: Double] = [
        "published": 4 * 500 * (4 * 2048 + 6 * 1024),
        "demo": 4 * 2000 * (4 * 2048 + 6 * 1024 * 1024 + 6 * 1024),
        "wide": 4 * 2000 * (4 * 200 + 6 * 10_000 + 6 * 100),
      ]
      let problems = try #require(answer["problems"] as? [String: [String: Any]])
      #expect(problems.mapValues { $0["operations"] as? Double } == operations)
      for (name, problem) in problems {
        let step = try #require(problem["step"] as? Double)
        let rooms = try #require(problem["rooms"] as? [String: Double])
        for room in ["network", "histogram", "model", "backward", "update"] {
          #expect(rooms[room] ?? 0 > 0, "\(name), \(room)")
        }
        // A single step, whose rooms follow each other.
        let sum = rooms.values.reduce(0, +)
        #expect(sum <= step, "\(name)")
        // What the rooms do not have is little; only a step of some tenths of a second hides what a busy machine adds.
        if name == "demo" { #expect(sum > step / 2) }
        let rate = try #require(problem["productRate"] as? Double)
        let share = try #require(problem["shareOfProducts"] as? Double)
        #expect(abs(share - (operations[name] ?? 0) / rate / step) <= 1e-9 * share, "\(name)")
      }
    }
  }

  @Test func workspacesAreApartFromTheMachine() throws {
    try Program.inFolder { program in
      // Paths that are also the names of what else there is.
      let paths = ["machine", "version"]
      for path in paths { try program.write(Workspaces.text, to: path) }
      let outcome = try program.run(["bench", "--seconds", "0", "--threads", "2"] + paths)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let answer = try #require(
        JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
      #expect(Set(answer.keys) == ["version", "machine", "threads", "workspaces"])
      #expect(answer["threads"] as? Int == 2)
      try expectMachine(in: answer)
      let workspaces = try #require(answer["workspaces"] as? [String: [String: Double]])
      #expect(Set(workspaces.keys) == Set(paths))
      for (path, parts) in workspaces {
        #expect(
          Set(parts.keys)
            == ["read", "compile", "logpdf", "gradient", "hessian", "fit", "hypotest", "objective"], "\(path)"
        )
        #expect(parts.values.allSatisfy { $0 > 0 }, "\(path)")
      }
    }
  }

  @Test func aPatchThatIsNoUseIsNamed() throws {
    try Program.inFolder { program in
      try program.write(Workspaces.text, to: "w.json")
      let patches = [
        "missing.json": nil, "broken.json": "[", "unfit.json": #"[{"op": "remove", "path": "/nowhere"}]"#,
      ]
      for (path, text) in patches {
        if let text { try program.write(text, to: path) }
        let outcome = try program.run("bench", "--seconds", "0", "w.json", "--patch", path)
        #expect(outcome.status == 2)
        #expect(outcome.errors.hasPrefix("\(path): "), "\(outcome.errors)")
      }
    }
  }

  @Test func timesOfAFitThatFailsComeWithAWarning() throws {
    try Program.inFolder { program in
      let empty = #"""
        [{"op": "replace", "path": "/channels/0/samples", "value": [{"name": "signal", "data": [0, 0],
          "modifiers": [{"name": "mu", "type": "normfactor", "data": null}]}]}]
        """#
      try program.write(Workspaces.text, to: "w.json")
      try program.write(empty, to: "empty.json")
      let outcome = try program.run("bench", "--seconds", "0", "w.json", "--patch", "empty.json")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(
        outcome.errors.contains("warning: w.json: the fit that is timed: not defined at its start"),
        "\(outcome.errors)")
    }
  }

  private func expectMachine(in answer: [String: Any]) throws {
    #expect((answer["version"] as? String)?.isEmpty == false)
    let machine = try #require(answer["machine"] as? [String: Any])
    #expect(Set(machine.keys) == ["processor", "cores", "products", "productSettings"])
    #expect((machine["processor"] as? String)?.isEmpty == false)
    #expect((machine["products"] as? String)?.isEmpty == false)
    #expect(machine["cores"] as? Int == ProcessInfo.processInfo.activeProcessorCount)
  }

  @Test(arguments: [
    (["--patch", "a.json"], "--patch is for a workspace"),
    (["--threads", "0"], "from 1 to 1024"), (["--seconds", "4000"], "from 0 to 3600"),
  ])
  func wrongArgumentsAreRefused(arguments: [String], message: String) throws {
    try Program.inFolder { program in
      let outcome = try program.run(["bench"] + arguments)
      #expect(outcome.status != 0)
      #expect(outcome.errors.contains(message), "\(outcome.errors)")
    }
  }
}
