import ArgumentParser
import Foundation
internal import NeosKernels

/// The program: it parses arguments, calls the engine and prints.
@main
struct Neos: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "neos",
    abstract: "Optimize an analysis end to end: network, histogram, likelihood, fit, expected CLs.",
    discussion: """
      Without a command, the screen opens on the published example. A session file says what to do, line by line; \
      'neos language' explains the lines.
      """,
    version: Version.text,
    subcommands: [
      Open.self, Replay.self, Run.self, FitCommand.self, CLsCommand.self, LimitCommand.self,
      SignificanceCommand.self,
      RankingCommand.self, ScanCommand.self, InspectCommand.self, Table.self, Bench.self, Inferno.self,
      Language.self,
    ],
    defaultSubcommand: Open.self)

  static func main() {
    occupyClosedStreams()
    neos_keep_memory()
    main(arranged(Array(CommandLine.arguments.dropFirst())))
  }

  /// Opens something that can be neither read nor written in place of each standard stream that is closed: a pipe or a
  /// file of the program would get its number, and be taken for it.
  private static func occupyClosedStreams() {
    for (stream, mode) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)]
    where fcntl(stream, F_GETFD) < 0 {
      // A new file gets the lowest number that is free.
      _ = open("/dev/null", mode)
    }
  }

  /// The arguments with the options of the screen after the command that shows it: they are taken before it as well,
  /// as they are where the command is left out.
  private static func arranged(_ arguments: [String]) -> [String] {
    var rest = arguments[...]
    var options: [String] = []
    while let option = rest.first, option.hasPrefix("-") {
      options.append(rest.removeFirst())
      if ["--cast", "--threads", "-t"].contains(option), let value = rest.popFirst() {
        options.append(value)
      }
    }
    guard let command = rest.first, ["open", "replay"].contains(command) else { return arguments }
    return [command] + options + rest.dropFirst()
  }
}
