import Foundation
import Testing

/// A terminal of its own, by tmux on a private socket, with a shell in it.
///
/// The server ends with the value, whatever happened.
final class Tmux {
  /// What went wrong.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// How long to wait for what must come, in seconds: machines are busy.
  static let patience = 60.0

  /// Where the shell is, gone after the test.
  let folder: URL
  private let socket = "neos-test-\(UUID().uuidString)"

  /// Whether there is a tmux to test with.
  static let isInstalled = ["/usr/bin", "/usr/local/bin", "/bin"].contains {
    FileManager.default.isExecutableFile(atPath: "\($0)/tmux")
  }

  /// A window with a shell.
  ///
  /// - Parameter environment: what the shell gets in addition, such as another `TERM`.
  init(width: Int = 100, height: Int = 30, environment: [String: String] = [:]) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: socket)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let settings = folder.appending(path: "tmux.conf")
    try Data("set -g default-terminal tmux-256color\nset -g status off\n".utf8).write(to: settings)
    let all = [
      "LC_ALL": "C.UTF-8", "PS1": "$ ", "XDG_STATE_HOME": folder.path, "HOME": folder.path, "NO_COLOR": "",
      // A shell that wrote its history as it ends would leave the folder behind.
      "HISTFILE": "/dev/null",
      "SWIFT_BACKTRACE": "enable=no", "NEOS": Program.executable.path,
    ].merging(environment) { $1 }
    let words = all.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }
    try tmux(
      [
        "-f", settings.path, "new-session", "-d", "-x", "\(width)", "-y", "\(height)", "-c", folder.path,
        "env",
      ] + words + ["bash", "--norc", "--noprofile", "-i"])
    try wait("the shell") { $0.contains("$") }
  }

  deinit {
    _ = try? tmux(["kill-server"])
    try? FileManager.default.removeItem(at: folder)
  }

  // MARK: Acting

  /// Presses keys, by tmux' names: `Enter`, `C-z`, `q`.
  func press(_ keys: String...) throws { try tmux(["send-keys"] + keys) }

  /// Types text.
  func type(_ text: String) throws { try tmux(["send-keys", "-l", text]) }

  /// Types a line for the shell, or for the program's command line.
  func enter(_ line: String) throws {
    try type(line)
    try press("Enter")
  }

  /// Pastes text, in brackets if the program asked for them.
  func paste(_ text: String) throws {
    try tmux(["set-buffer", text])
    try tmux(["paste-buffer", "-p"])
  }

  /// Changes the size of the window.
  func resize(width: Int, height: Int) throws {
    try tmux(["resize-window", "-x", "\(width)", "-y", "\(height)"])
  }

  /// Sends a signal to the program that the shell runs.
  func signal(_ number: Int32) throws { _ = kill(try program(), number) }

  /// Ends the program by force. What the shell says of it may be lost: the program can end within what it writes.
  func killOutright() throws {
    let child = try program()
    _ = kill(child, SIGKILL)
    try wait("the end of the program") { _ in !FileManager.default.fileExists(atPath: "/proc/\(child)") }
  }

  /// The program that the shell runs.
  func program() throws -> pid_t {
    let shell = try tmux(["display-message", "-p", "#{pane_pid}"]).trimmingCharacters(
      in: .whitespacesAndNewlines)
    let children = try String(contentsOfFile: "/proc/\(shell)/task/\(shell)/children", encoding: .utf8)
    guard let child = children.split(separator: " ").last.flatMap({ pid_t($0) }) else {
      throw Failure(description: "the shell runs nothing:\n\(try screen())")
    }
    return child
  }

  // MARK: Looking

  /// What is on the screen.
  func screen() throws -> String { try tmux(["capture-pane", "-p"]) }

  /// What is on the screen, with its colors.
  func colored() throws -> String { try tmux(["capture-pane", "-p", "-e"]) }

  /// What the terminal was told and has not been told to end: another screen, the mouse, keys, no cursor.
  func modes() throws -> String {
    try tmux([
      "display-message", "-p",
      "screen #{alternate_on} mouse #{mouse_any_flag} keypad #{keypad_flag} cursor #{cursor_flag}",
    ]).trimmingCharacters(in: .newlines)
  }

  /// The modes of a terminal that belongs to the shell.
  static let shellModes = "screen 0 mouse 0 keypad 0 cursor 1"

  /// Waits until the screen is as it should be.
  func wait(
    _ what: String, limit: Double = Tmux.patience, until condition: (String) throws -> Bool
  ) throws {
    let end = Date(timeIntervalSinceNow: limit)
    var last = ""
    repeat {
      last = try screen()
      if try condition(last) { return }
      usleep(30_000)
    } while Date() < end
    throw Failure(description: "waited in vain for \(what); the screen is\n\(last)")
  }

  /// Waits until the screen has a text.
  func wait(for text: String) throws { try wait("'\(text)'") { $0.contains(text) } }

  /// Runs tmux. Not by `Process`, which waits for the server too that the first command starts.
  @discardableResult
  private func tmux(_ arguments: [String]) throws -> String {
    let answer = folder.appending(path: ".answer").path
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, answer, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    // The threads of a test have signals blocked, without which nothing in a terminal works.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var words =
      (["env", "LC_ALL=C.UTF-8", "tmux", "-u", "-L", socket] + arguments).map { strdup($0) } + [nil]
    defer { words.forEach { free($0) } }
    var child: pid_t = 0
    guard posix_spawn(&child, "/usr/bin/env", &actions, &attributes, &words, environ) == 0 else {
      throw Failure(description: "tmux cannot be started")
    }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    let text = String(decoding: try Data(contentsOf: URL(filePath: answer)), as: UTF8.self)
    guard status == 0 else { throw Failure(description: "tmux \(arguments): \(text)") }
    return text
  }
}
