import ArgumentParser
import Foundation
import NeosEngine
import NeosPlot
import NeosTerminal

/// `neos open`, and `neos` alone: the screen.
struct Open: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Open a session on the screen: the published example, or a file.",
    discussion: """
      A session file is opened ready to run: its lines are carried out up to the first that steps, files that are \
      there already are replaced only after a yes, and 'neos replay' plays all of it. A saved state is loaded. On the screen, '?' shows all keys and ':' takes a line of \
      the language.
      """)

  @Argument(help: "A session file or a saved state.", completion: .file(extensions: ["neos", "json"]))
  var file: String?

  @OptionGroup var screen: ScreenOptions

  func run() throws {
    let opening = try OpenedFile(file)
    try screen.show(opening)
  }
}

/// What the commands that show a screen have in common.
struct ScreenOptions: ParsableArguments {
  @Option(
    help: "Record the screen to a file for asciinema, in place of an earlier recording but of no other file.",
    completion: .file(extensions: ["cast"]))
  var cast: String?

  @Flag(help: "Draw with nothing beyond ASCII. (default: what the terminal and the locale can show)")
  var ascii = false

  @Option(
    name: .shortAndLong, parsing: .unconditional,
    help: "Threads to use; the results do not depend on it. (default: as many as there are free cores)")
  var threads: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Seconds between the states that are kept against a crash.", visibility: .private))
  var stateInterval = 30.0

  func validate() throws {
    try ThreadCount.check(threads)
  }

  /// Shows a session until the user leaves, and ends the program.
  func show(_ opened: OpenedFile, secondsPerLine: Double? = nil) throws -> Never {
    var session = Session(threads: threads)
    session.folder = opened.folder
    session.source = opened.source
    if let path = opened.savedState {
      do throws(SessionError) {
        try session.load(from: path)
      } catch {
        StandardError.write("\(error)\n")
        throw ExitCode(2)
      }
    }
    var frontEnd = FrontEnd(session, name: opened.name)
    frontEnd.lines = opened.lines
    frontEnd.replayed = opened.replayed
    frontEnd.secondsPerLine = secondsPerLine
    frontEnd.castPath = cast
    frontEnd.glyphs = ascii ? .ascii : nil
    frontEnd.stateInterval = stateInterval
    let status: Int32
    do {
      status = try frontEnd.run()
    } catch {
      StandardError.write("\(error)\n")
      throw ExitCode(error is TerminalError || error is CastError ? 64 : 1)
    }
    // The session's thread may be in a step, and libraries that end under it would crash.
    fflush(nil)
    _exit(status)
  }
}

/// A file that a session begins with.
struct OpenedFile {
  /// What the session is called.
  var name: String?
  var folder: String?
  /// The session file that nothing may overwrite.
  var source: String?
  /// The saved state that is loaded.
  var savedState: String?
  /// What is carried out first.
  var lines: [String] = []
  /// The session file that is played.
  var replayed: SessionFile?

  /// Reads a file; nil is the published example.
  init(_ path: String?) throws {
    guard let path else { return }
    name = path
    if path.lowercased().hasSuffix(".json") {
      savedState = path
      return
    }
    // A word that looks like no file may be meant for a command.
    if !path.contains("."), !path.contains("/"), !FileManager.default.fileExists(atPath: path) {
      StandardError.write(
        "\(path): there is no such file, and no such command; 'neos --help' lists the commands\n")
      throw ExitCode(2)
    }
    let file = try take(path)
    lines = file.lines.prefix { !$0.command.isStepping && $0.command != .quit }.map(\.text)
  }

  /// A session file to be played.
  init(replaying path: String) throws {
    name = path
    replayed = try take(path)
  }

  private mutating func take(_ path: String) throws -> SessionFile {
    do {
      let file = try SessionFile(path: path)
      folder = file.folder
      source = path
      file.warnOfUnfinishedLine()
      return file
    } catch {
      StandardError.write("\(error)\n")
      throw ExitCode(2)
    }
  }
}

extension SessionFile {
  /// Says when a recording's last line was left out.
  func warnOfUnfinishedLine() {
    guard let unfinishedLine else { return }
    StandardError.write(
      "\(name):\(unfinishedLine): warning: the recording ended by force within this line, which is left out\n"
    )
  }
}
