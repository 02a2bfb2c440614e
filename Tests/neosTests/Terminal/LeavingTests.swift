import Foundation
import Testing

/// The terminal is as it was, whatever happens.
@Suite("Leaving the screen", .needsTmux, .serialized)
struct LeavingTests {
  @Test(
    "A signal ends it, and the terminal is the shell's again",
    arguments: [SIGTERM, SIGHUP, SIGABRT, SIGSEGV, SIGILL, SIGTRAP, SIGBUS, SIGFPE, SIGQUIT, SIGUSR1])
  func signals(_ number: Int32) throws {
    let tmux = try Tmux()
    try tmux.open()
    // In the middle of a run, which is when it happens.
    try tmux.press("Space")
    try tmux.wait(for: "running")
    #expect(try tmux.modes() == "screen 1 mouse 1 keypad 1 cursor 0")
    try tmux.signal(number)
    try tmux.expectEnd(128 + number)
  }

  @Test("With a backtrace, too, the shell has the terminal without a key", arguments: [SIGSEGV, SIGTRAP])
  func backtrace(_ number: Int32) throws {
    let tmux = try Tmux(environment: ["SWIFT_BACKTRACE": "enable=yes"])
    try tmux.open()
    try tmux.signal(number)
    try tmux.wait("the shell") { _ in try tmux.modes() == Tmux.shellModes }
    try tmux.expectEnd(128 + number)
  }

  @Test("An interrupt from outside is Ctrl-C: it stops a run and does not end the program")
  func interrupt() throws {
    let tmux = try Tmux()
    try tmux.open()
    try tmux.press("Space")
    try tmux.wait(for: "running")
    try tmux.signal(SIGINT)
    try tmux.wait(for: "paused")
    try tmux.press("q")
    try tmux.press("y")
    try tmux.expectEnd(0)
  }

  @Test("Ctrl-Z gives the terminal to the shell, and fg draws everything again", arguments: [true, false])
  func suspends(byKey: Bool) throws {
    let tmux = try Tmux()
    try tmux.open()
    try tmux.press("s")
    try tmux.wait(for: "paused  step 1 ")
    let screen = try tmux.screen()
    if byKey { try tmux.press("C-z") } else { try tmux.signal(SIGTSTP) }
    try tmux.wait(for: "Stopped")
    // The shell goes on with the line, and so has written how the terminal is.
    try tmux.expectEnd(128 + SIGTSTP)
    try tmux.enter("clear; echo in the shell; fg")
    try tmux.wait("the same screen") { $0 == screen }
    try tmux.wait("the modes of a screen") { _ in
      try tmux.modes() == "screen 1 mouse 1 keypad 1 cursor 0"
    }
    try tmux.press("s")
    try tmux.wait(for: "paused  step 2 ")
    // Stopped where nothing can be done about it, in a window that is another one afterwards.
    try tmux.signal(SIGSTOP)
    try tmux.resize(width: 90, height: 25)
    try tmux.enter("fg")
    try tmux.wait("a screen of the new size") { screen in
      screen.contains("step 2 ")
        && screen.split(separator: "\n").contains { $0.count == 90 && $0.hasSuffix("┐") }
    }
    try tmux.press("q")
    try tmux.press("y")
    try tmux.wait("the shell") { _ in try tmux.modes() == Tmux.shellModes }
  }

  @Test(
    "It works in every kind of terminal and in a C locale",
    arguments: [
      ("xterm-256color", "C.UTF-8", true), ("tmux-256color", "C", false), ("screen", "C.UTF-8", true),
      ("xterm", "C.UTF-8", true), ("xterm", "C", false), ("linux", "C.UTF-8", false), ("vt100", "C", false),
    ])
  func kinds(_ terminal: String, _ locale: String, isUnicode: Bool) throws {
    let tmux = try Tmux()
    try tmux.open(variables: "TERM=\(terminal) LC_ALL=\(locale)")
    // The charts come after the first numbers.
    try tmux.wait(for: "up/down")
    let screen = try tmux.screen()
    #expect(screen.contains("┌") == isUnicode)
    #expect(screen.allSatisfy(\.isASCII) == !isUnicode)
    #expect(try tmux.colored().contains("\u{1B}[31m") == ["xterm", "screen", "linux"].contains(terminal))
    #expect(try tmux.colored().contains("38;5;") == terminal.hasSuffix("256color"))
    try tmux.press("s")
    try tmux.wait(for: "step 1 ")
    try tmux.press("q")
    try tmux.press("y")
    try tmux.expectEnd(0)
  }

  @Test("NO_COLOR turns colors off")
  func noColor() throws {
    let tmux = try Tmux()
    try tmux.open(variables: "NO_COLOR=1")
    #expect(try tmux.colored().contains(/\[[0-9;]*3[0-8]/) == false)
    try tmux.press("q")
    try tmux.expectEnd(0)
  }

  @Test(
    "Where there can be no screen, a sentence points to neos run",
    arguments: [
      ("TERM=dumb", ""), ("TERM=", ""), ("TERM=nonsense", ""), ("", "| cat; (exit ${PIPESTATUS[0]})"),
      ("", "< /dev/null"),
    ])
  func refuses(_ variables: String, _ rest: String) throws {
    let tmux = try Tmux()
    try tmux.start(rest, variables: variables)
    try tmux.expectEnd(64)
    let screen = try tmux.screen()
    #expect(screen.contains("neos run FILE"))
    #expect(screen.split(separator: "\n").count <= 4)
  }

  @Test("In a pipe it writes no control sequence")
  func pipe() throws {
    try Program.inFolder { program in
      let outcome = try program.run([])
      #expect(outcome.status == 64)
      #expect(outcome.output.isEmpty)
      #expect(
        outcome.errors
          == "standard input is not a terminal; 'neos run FILE' runs a session without a screen\n")
    }
  }
}
