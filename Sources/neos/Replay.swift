import ArgumentParser

/// `neos replay`: a session file, played in the screen.
struct Replay: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Play a session file on the screen, line by line.",
    discussion: """
      It can be paused, played faster or slower and line by line, and taken over at any place. 'neos run' carries \
      the same file out without a screen, to the same bits.
      """)

  @Argument(help: "A session file, such as a recording.", completion: .file(extensions: ["neos"]))
  var file: String

  @OptionGroup var screen: ScreenOptions

  func run() throws {
    try screen.show(OpenedFile(replaying: file))
  }
}
