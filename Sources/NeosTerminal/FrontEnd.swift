internal import Foundation
public import NeosEngine
public import NeosPlot

/// The front end as a whole: a session on a thread of its own, the screen, and the terminal.
public struct FrontEnd {
  /// What it begins with.
  public var session: Session
  /// What the session is called; nil for nothing yet.
  public var name: String?
  /// Lines that are carried out first.
  public var lines: [String] = []
  /// A session file that is played in the screen; nil for none.
  public var replayed: SessionFile?
  /// The time from line to line of it; nil for a pace to read along.
  public var secondsPerLine: Double?
  /// The file to which the screen is recorded; nil for none.
  public var castPath: String?
  /// The characters to draw with; nil for what the terminal can show.
  public var glyphs: GlyphSet?
  /// The least time between two states that are kept against a crash, in seconds.
  public var stateInterval = 30.0

  /// A front end.
  public init(_ session: Session, name: String? = nil) {
    self.session = session
    self.name = name
  }

  /// Runs on the terminal that the program was started on; gives the exit status.
  ///
  /// A session that the user leaves is forgotten; one that ends by a signal can be gone on with at the next start.
  ///
  /// - Throws: ``TerminalError`` when there is no terminal, ``CastError`` when the recording cannot begin.
  public func run() throws -> Int32 {
    if let castPath { try CastRecorder.checkTarget(castPath, opened: name) }
    let terminal = try CursesTerminal(glyphs: glyphs)
    defer { terminal.close() }
    let recorder = try castPath.map { path in
      try CastRecorder(
        path: path, palette: terminal.palette, terminal: ProcessInfo.processInfo.environment["TERM"] ?? "",
        timestamp: Int(Date().timeIntervalSince1970))
    }
    let worker = SessionWorker(
      session, name: name, lines: lines, isReplay: replayed != nil,
      journalFolder: SessionJournal.standardFolder, stateInterval: stateInterval)
    let history = HistoryFile.standard(environment: ProcessInfo.processInfo.environment)
    let (typed, problem) = history?.read() ?? ([], nil)
    var screen =
      replayed.map { Screen(replaying: $0, secondsPerLine: secondsPerLine, history: typed) }
      ?? Screen(name: name, history: typed)
    if let problem { _ = screen.update(.output(problem)) }
    var program = TerminalProgram(
      screen, on: terminal, worker: worker, recorder: recorder, history: history)
    let status = program.run()
    if status < 128 { worker.close() }
    FileLock.releaseAll()
    return status
  }
}
