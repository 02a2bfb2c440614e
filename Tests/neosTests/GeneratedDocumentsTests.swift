import Foundation
import Testing

/// What is generated from the argument parser: shell completions, and the description that a man page is made of.
@Suite struct GeneratedDocumentsTests {
  private func output(_ arguments: String...) throws -> String {
    var output = ""
    try Program.inFolder { program in
      let outcome = try program.run(arguments)
      #expect(outcome.status == 0)
      output = outcome.output
    }
    return output
  }

  /// A command of the description, with its options.
  private struct Description: Decodable {
    struct Argument: Decodable {
      var kind: String
      var valueName: String?
      var abstract: String?
      var shouldDisplay: Bool
    }
    struct Command: Decodable {
      var commandName: String
      var abstract: String?
      var arguments: [Argument]?
      var subcommands: [Command]?
    }
    var command: Command
  }

  @Test func everyCommandAndEveryOptionSaysWhatItIsFor() throws {
    let dump = try output("--experimental-dump-help")
    let root = try JSONDecoder().decode(Description.self, from: Data(dump.utf8)).command
    let commands = (root.subcommands ?? []).filter { $0.commandName != "help" }
    #expect(commands.count >= 10)
    for command in [root] + commands {
      #expect(command.abstract?.isEmpty == false, "\(command.commandName)")
      for argument in command.arguments ?? [] where argument.shouldDisplay {
        #expect(argument.abstract?.isEmpty == false, "\(command.commandName) \(argument.valueName ?? "")")
      }
    }
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func completionsKnowTheCommandsAndTheFiles(shell: String) throws {
    let script = try output("--generate-completion-script", shell)
    for word in ["run", "ranking", "neos", "json", "plot", "histogram", "bandwidth"] {
      #expect(script.contains(word), "\(word)")
    }
  }

  @Test func bashTakesItsScript() throws {
    let script = try output("--generate-completion-script", "bash")
    try Program.inFolder { program in
      try program.write(
        script
          + """

          touch a.neos b.txt
          COMP_WORDS=(neos run a) COMP_CWORD=2 COMP_LINE='neos run a' COMP_POINT=10
          _neos neos a run
          echo "files: ${COMPREPLY[*]}"
          COMPREPLY=()
          COMP_WORDS=(neos ra) COMP_CWORD=1 COMP_LINE='neos ra' COMP_POINT=7
          _neos neos ra neos
          echo "commands: ${COMPREPLY[*]}"
          """, to: "script")
      let outcome = try program.run(["script"], of: URL(filePath: "/bin/bash"))
      #expect(outcome.output.contains("files: a.neos"), "\(outcome.output)\(outcome.errors)")
      #expect(outcome.output.contains("commands: ranking"), "\(outcome.output)\(outcome.errors)")
    }
  }
}
