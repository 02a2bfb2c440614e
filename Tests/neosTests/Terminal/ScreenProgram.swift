import Foundation
import Testing

extension Tmux {
  /// Starts `neos` from the shell, which writes down before and after how the terminal is set.
  ///
  /// - Parameter variables: for the environment, `NAME=value`.
  func start(_ arguments: String = "", variables: String = "") throws {
    try? FileManager.default.removeItem(at: folder.appending(path: "after"))
    try enter("clear; stty -a > before; \(variables) $NEOS \(arguments); echo status $?; stty -a > after")
  }

  /// Starts it and waits until the first numbers are there.
  func open(_ arguments: String = "", variables: String = "") throws {
    try start(arguments, variables: variables)
    try wait("the first numbers") { $0.contains("paused") && $0.contains("loss 0.") }
  }

  /// Waits for the end of the program; checks its status, and that the terminal is the shell's and set as before.
  func expectEnd(_ expected: Int32, sourceLocation: SourceLocation = #_sourceLocation) throws {
    var status: Int32?
    try wait("an exit status") { screen in
      let line = screen.split(separator: "\n").last { $0.hasPrefix("status ") }
      status = line.flatMap { Int32($0.dropFirst("status ".count)) }
      return status != nil && read("after")?.hasSuffix("\n") == true
    }
    #expect(status == expected, sourceLocation: sourceLocation)
    // The first line has the size, which a test may have changed.
    let settings = ["before", "after"].map {
      read($0)?.split(separator: "\n").dropFirst().joined(separator: "\n")
    }
    #expect(settings[0] == settings[1], sourceLocation: sourceLocation)
    #expect(try modes() == Tmux.shellModes, sourceLocation: sourceLocation)
  }

  /// The contents of a file in the folder.
  func read(_ name: String) -> String? {
    (try? Data(contentsOf: folder.appending(path: name))).map { String(decoding: $0, as: UTF8.self) }
  }
}

extension Trait where Self == ConditionTrait {
  /// Skips what needs tmux where there is none; CI installs it.
  static var needsTmux: Self { .enabled(if: Tmux.isInstalled, "tmux is not installed") }
}
