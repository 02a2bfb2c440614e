import Foundation
import Synchronization
import Testing

/// The program on a terminal of its own, without a shell around it: it is started and killed in no time.
///
/// What it writes is kept without the sequences that move the cursor, so that words can be looked for.
final class PseudoTerminal {
  let process: pid_t
  private let descriptor: Int32
  private let output = Output()

  // What Swift does not see of Linux' headers: TIOCGPTN, TIOCSPTLCK, POSIX_SPAWN_SETSID.
  private static let getNumber: UInt = 0x8004_5430
  private static let setLock: UInt = 0x4004_5431
  private static let newSession: Int32 = 0x80
  private var isOver = false

  /// Starts a program.
  init(_ arguments: [String], in folder: URL, environment: [String: String]) throws {
    descriptor = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var (number, isLocked): (Int32, Int32) = (0, 0)
    try #require(
      ioctl(descriptor, Self.getNumber, &number) == 0 && ioctl(descriptor, Self.setLock, &isLocked) == 0)
    var size = winsize(ws_row: 40, ws_col: 130, ws_xpixel: 0, ws_ypixel: 0)
    try #require(ioctl(descriptor, UInt(TIOCSWINSZ), &size) == 0)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // The first terminal that the leader of a session opens is its own.
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/pts/\(number)", O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | Self.newSession))
    let all = ProcessInfo.processInfo.environment.merging(["TERM": "xterm", "LC_ALL": "C.UTF-8"]) { $1 }
      .merging(environment) { $1 }
    var variables = all.map { strdup("\($0)=\($1)") } + [nil]
    // `env` becomes the program.
    var words = (["env", "-C", folder.path] + arguments).map { strdup($0) } + [nil]
    defer { (variables + words).forEach { free($0) } }
    var child: pid_t = 0
    try #require(posix_spawn(&child, "/usr/bin/env", &actions, &attributes, &words, &variables) == 0)
    process = child
    Thread.detachNewThread { [descriptor, output] in output.read(descriptor) }
  }

  /// What the program has written.
  private final class Output: Sendable {
    let text = Mutex("")

    /// Reads until nobody has the terminal any more.
    func read(_ descriptor: Int32) {
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        let count = Foundation.read(descriptor, &buffer, buffer.count)
        guard count > 0 else { break }
        let new = String(decoding: buffer[..<count], as: UTF8.self)
        text.withLock { $0 += new }
      }
      close(descriptor)
    }
  }

  /// Types text.
  func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(descriptor, bytes, bytes.count)
  }

  /// What was written so far.
  var written: String {
    output.text.withLock { $0 }.replacing(/\u{1B}(\[[0-9;?]*[A-Za-z]|\([A-Z0-9]|[=>])/, with: "")
  }

  /// Waits until one of some texts was written; gives which one.
  @discardableResult
  func wait(for texts: String..., limit: Double = Tmux.patience) throws -> String {
    let end = Date(timeIntervalSinceNow: limit)
    repeat {
      let written = written
      if let found = texts.first(where: { written.contains($0) }) { return found }
      usleep(3000)
    } while Date() < end
    throw Tmux.Failure(description: "waited in vain for \(texts); written was \(written.suffix(2000))")
  }

  /// Kills it outright.
  func killOutright() {
    guard !isOver else { return }
    isOver = true
    kill(process, SIGKILL)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
  }

  deinit { killOutright() }
}
