import ArgumentParser

/// The program: it parses arguments, calls the engine and prints.
@main
struct Neos: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "neos",
    abstract: "Optimize an analysis end to end: network, histogram, likelihood, fit, expected CLs.",
    discussion: "A session file says what to do, line by line; 'neos language' explains the lines.",
    subcommands: [
      Run.self, FitCommand.self, CLsCommand.self, LimitCommand.self, SignificanceCommand.self,
      RankingCommand.self, ScanCommand.self, InspectCommand.self, Bench.self, Language.self,
    ])
}
