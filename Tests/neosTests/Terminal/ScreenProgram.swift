import Foundation
import Testing

/// `neos` on a screen in tmux.
extension Tmux {
  /// Starts the program from the shell, which says before and after how the terminal is set.
  func start(_ arguments: String = "", environment: String = "") throws {
    try enter("clear; stty -a > before; \(environment) $NEOS \(arguments); echo status $?; stty -a > after")
  }

  /// Starts it and waits until the first numbers are there.
  func open(_ arguments: String = "") throws {
    try start(arguments)
    try wait(for: "ready")
  }

  /// Checks that the terminal is the shell's again, set as it was.
  func expectRestored(sourceLocation: SourceLocation = #_sourceLocation) throws {
    // The shell writes this file when it is its turn again.
    try wait("the shell") { _ in read("after")?.isEmpty == false }
    #expect(read("before") == read("after"), sourceLocation: sourceLocation)
    #expect(try modes() == Tmux.shellModes, sourceLocation: sourceLocation)
  }

  /// The contents of a file in the folder.
  func read(_ name: String) -> String? {
    (try? Data(contentsOf: folder.appending(path: name))).map { String(decoding: $0, as: UTF8.self) }
  }
}
