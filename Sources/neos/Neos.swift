import ArgumentParser

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
    subcommands: [
      Open.self, Replay.self, Run.self, FitCommand.self, CLsCommand.self, LimitCommand.self,
      SignificanceCommand.self,
      RankingCommand.self, ScanCommand.self, InspectCommand.self, Bench.self, Language.self,
    ],
    defaultSubcommand: Open.self)
}
