internal import CNcurses
internal import Foundation

extension CursesTerminal {
  /// Sees that there is a terminal; gives its kind.
  static func check(_ environment: [String: String]) throws(TerminalError) -> String {
    if isatty(STDIN_FILENO) == 0 { throw .notATerminal("input") }
    if isatty(STDOUT_FILENO) == 0 { throw .notATerminal("output") }
    guard let name = environment["TERM"], !name.isEmpty else { throw .unnamed }
    // `newterm` writes to the terminal as soon as it knows it, so that what it can do is asked for before.
    var status: Int32 = 0
    guard setupterm(name, STDOUT_FILENO, &status) == OK else { throw .unknown(name) }
    if neos_terminal_text("cup") == nil { throw .incapable(name) }
    return name
  }

  /// Streams of their own, so that standard output and error can go elsewhere while the screen is up.
  static func streams() throws(TerminalError) -> (
    input: UnsafeMutablePointer<FILE>, output: UnsafeMutablePointer<FILE>
  ) {
    func open(_ descriptor: Int32, _ mode: String) -> UnsafeMutablePointer<FILE>? {
      let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
      return copy < 0 ? nil : fdopen(copy, mode)
    }
    guard let input = open(STDIN_FILENO, "r"), let output = open(STDOUT_FILENO, "w") else {
      throw .system(String(cString: strerror(errno)))
    }
    return (input, output)
  }

  /// Colors as far as there are any and they are wanted.
  static func startColors(_ environment: [String: String]) -> Palette {
    let palette = Palette(colors: has_colors() ? Int(tigetnum("colors")) : 0, environment: environment)
    if palette.depth != .none {
      start_color()
      use_default_colors()
    }
    return palette
  }
}

/// Sequences that ncurses has no calls for, or that are needed when ncurses can no longer be called.
struct TerminalSequences {
  /// Puts brackets around what is pasted.
  let pasteOn: String
  /// Puts no brackets any more.
  let pasteOff: String
  /// Leaves the screen with everything turned off; never freed, for handlers of signals.
  let farewell: UnsafeBufferPointer<UInt8>

  /// The sequences of the terminal that `newterm` was called for.
  init() {
    func text(_ name: String) -> String? { neos_terminal_text(name).map { String(cString: $0) } }
    // GNU screen passes the brackets on and does not say so in its description.
    let name = termname().map { String(cString: $0) } ?? ""
    let hasBrackets = text("BE") != nil || name.hasPrefix("screen")
    pasteOn = hasBrackets ? text("BE") ?? "\u{1B}[?2004h" : ""
    pasteOff = hasBrackets ? text("BD") ?? "\u{1B}[?2004l" : ""
    let mouseOff = text("kmous") == nil ? "" : "\u{1B}[?1006l\u{1B}[?1000l"
    let ends = ["sgr0", "rmkx", "cnorm"].compactMap(text)
    let leaving = text("rmcup") ?? "\r\n"
    let all = ([mouseOff, pasteOff] + ends + [leaving]).joined().replacing(/\$<[^>]*>/, with: "")
    let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: all.utf8.count)
    _ = bytes.initialize(from: all.utf8)
    farewell = UnsafeBufferPointer(bytes)
  }
}
