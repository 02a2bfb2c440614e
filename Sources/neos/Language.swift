import ArgumentParser
import NeosEngine

/// `neos language`: what the `help` of a session says.
struct Language: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Explain the lines of a session file.")

  @Argument(
    help: "A verb, a setting, 'show' or 'quantities'; everything if left out.",
    completion: .list(Completion(of: "help ", cursor: 5).candidates.map(\.text)))
  var word: String?

  func run() throws {
    var session = Session()
    do {
      try session.execute(
        .help(word), line: "help",
        control: SessionControl(report: { if case .display(let table) = $0 { print(table) } }))
    } catch {
      throw ValidationError("\(error)")
    }
    try StandardOutput.finish()
  }
}
