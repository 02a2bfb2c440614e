internal import CNcurses
internal import Foundation
package import NeosPlot

/// The terminal that the program was started on, by ncurses. For the main thread only.
package final class CursesTerminal: Terminal {
  package let glyphs: GlyphSet
  package let palette: Palette
  /// What is in the window; nil when that is not known.
  var shown: Canvas?
  var pairs: [ColorPair: Int32] = [:]
  private var decoder = KeyDecoder()
  private var isMouseOn = false
  private var isOpen = true
  let hasUTF8: Bool
  private let sequences: TerminalSequences
  private let settings: termios
  private let streams: (input: UnsafeMutablePointer<FILE>, output: UnsafeMutablePointer<FILE>)
  private let curses: OpaquePointer
  private let wakeUp = WakeUp()
  private let captured: CapturedOutput?
  private let signals: [(Int32, sigaction)]
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant

  /// Takes the terminal over.
  ///
  /// - Parameter glyphs: the characters to use; nil for what the terminal can show.
  /// - Throws: ``TerminalError``; nothing has been written to the terminal then.
  package init(glyphs wanted: GlyphSet? = nil) throws(TerminalError) {
    start = clock.now
    let environment = ProcessInfo.processInfo.environment
    let name = try Self.check(environment)
    // Only the characters: numbers are written with a point everywhere.
    setlocale(LC_CTYPE, "")
    let codeset = nl_langinfo(CInt(CODESET)).map { String(cString: $0) } ?? ""
    glyphs = wanted ?? GlyphSet(terminal: name, codeset: codeset)
    hasUTF8 = GlyphSet(terminal: "", codeset: codeset) == .unicode
    var settings = termios()
    guard tcgetattr(STDIN_FILENO, &settings) == 0 else { throw .system(String(cString: strerror(errno))) }
    self.settings = settings
    streams = try Self.streams()
    guard let curses = newterm(nil, streams.output, streams.input) else { throw .unknown(name) }
    self.curses = curses
    sequences = TerminalSequences()
    // Ctrl-C and Ctrl-Z are keys: they come in order with the others, and the screen knows what they mean.
    raw()
    noecho()
    nonl()
    set_escdelay(25)
    keypad(neos_window(), true)
    nodelay(neos_window(), true)
    leaveok(neos_window(), true)
    curs_set(0)
    mouseinterval(0)
    palette = Self.startColors(environment)
    signals = TerminalSignals.install(wakeUp: wakeUp)
    captured = CapturedOutput()
    TerminalRescue.install()
    TerminalRescue.arm(
      .init(
        descriptor: fileno(streams.output), settings: settings, farewell: sequences.farewell,
        captured: captured?.ends))
    send(sequences.pasteOn)
    setMouse(true)
  }

  /// Gives the terminal back, as it was.
  package func close() {
    guard isOpen else { return }
    isOpen = false
    leave()
    TerminalRescue.disarm()
    tcsetattr(fileno(streams.output), TCSADRAIN, [settings])
    captured?.release()
    delscreen(curses)
    TerminalSignals.remove(signals)
    fclose(streams.input)
    fclose(streams.output)
  }

  deinit { close() }

  // MARK: Time and size

  package var now: Double { (clock.now - start) / .seconds(1) }

  package var size: (width: Int, height: Int) {
    (Int(getmaxx(neos_window())), Int(getmaxy(neos_window())))
  }

  // MARK: What the screen asks for

  package func repaint() { shown = nil }

  package func bell() { beep() }

  package func setMouse(_ isOn: Bool) {
    isMouseOn = isOn
    mousemask(isOn ? neos_button_press() | neos_scroll_up() | neos_scroll_down() : 0, nil)
    fflush(streams.output)
  }

  package func suspend() {
    leave()
    tcsetattr(fileno(streams.output), TCSADRAIN, [settings])
    TerminalSignals.stop()
    resume()
  }

  /// Turns everything off and leaves the screen.
  private func leave() {
    mousemask(0, nil)
    send(sequences.pasteOff)
    endwin()
  }

  /// Takes the terminal again, whoever had it in between.
  private func resume() {
    reset_prog_mode()
    // After `endwin` this enters the screen again.
    clearok(neos_window(), true)
    wrefresh(neos_window())
    send(sequences.pasteOn)
    setMouse(isMouseOn)
    shown = nil
  }

  private func send(_ text: String) {
    fflush(streams.output)
    text.withCString { _ = write(fileno(streams.output), $0, strlen($0)) }
  }

  // MARK: Waiting

  package func wait(until deadline: Double?, orFor descriptor: Int32) -> [TerminalEvent] {
    // The end of a paste that was lost must not swallow the keys for ever.
    var deadline = deadline
    if decoder.isPasting { deadline = min(deadline ?? .infinity, now + 1) }
    var ends = [fileno(streams.input), wakeUp.descriptor, captured?.ends.reading ?? -1, descriptor].map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    let timeout = deadline.map { Int32(min(max(0, (($0 - now) * 1000).rounded(.up)), 1e6)) } ?? -1
    let count = poll(&ends, nfds_t(ends.count), timeout)
    var events: [TerminalEvent] = []
    if ends[1].revents != 0 {
      wakeUp.lower()
      events += signalEvents()
    }
    if decoder.isPasting, count == 0 { events += decoder.endPaste().map { .input($0) } }
    events += decoder.decode(readCodes()).map { .input($0) }
    if let captured { events += captured.takeLines().map { .output($0) } }
    if ends[0].revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 { events.append(.ended(signal: SIGHUP)) }
    return events
  }

  private func signalEvents() -> [TerminalEvent] {
    let signals = TerminalSignals.takeAll()
    var events: [TerminalEvent] = []
    if signals.contains(SIGTSTP) || signals.contains(SIGCONT) {
      if signals.contains(SIGTSTP) { suspend() } else { resume() }
      events.append(.input(.resized(width: size.width, height: size.height)))
    }
    if signals.contains(SIGINT) { events.append(.input(.key(.control("c")))) }
    for number in [SIGTERM, SIGHUP] where signals.contains(number) { events.append(.ended(signal: number)) }
    return events
  }

  private func readCodes() -> [KeyDecoder.Code] {
    var codes: [KeyDecoder.Code] = []
    while true {
      let code = wgetch(neos_window())
      guard code != ERR else { return codes }
      codes.append(CursesKey.code(code, size: size))
      if code == KEY_RESIZE { shown = nil }
    }
  }
}
