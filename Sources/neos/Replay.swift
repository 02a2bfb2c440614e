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

  @Option(
    parsing: .unconditional,
    help: "Seconds from line to line, in which a line takes five steps; 0 for as fast as it goes.")
  var pace = 0.5

  @OptionGroup var screen: ScreenOptions

  func validate() throws {
    if !(0...3600).contains(pace) {
      throw ValidationError("--pace must be from 0 to 3600 seconds, found \(pace)")
    }
  }

  func run() throws {
    try screen.show(OpenedFile(replaying: file), secondsPerLine: pace)
  }
}
