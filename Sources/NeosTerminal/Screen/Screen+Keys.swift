internal import NeosEngine
internal import NeosPlot

extension Screen {
  /// Takes a key.
  mutating func press(_ key: Key) -> [Effect] {
    notice = nil
    // These work wherever the keys go.
    if key == .control("l") { return [.repaint] }
    if key == .control("z") { return [.suspend] }
    switch mode {
    case .keys: return pressFreely(key)
    case .command: return typeCommand(key)
    case .search(let inHelp): return typeSearch(key, inHelp)
    case .help: return readHelp(key)
    case .question(let question): return answer(question, key)
    }
  }

  private mutating func pressFreely(_ key: Key) -> [Effect] {
    if case .character(let character) = key, let digit = character.wholeNumberValue, character.isASCII,
      digit > 0 || count != nil
    {
      count = min((count ?? 0) * 10 + digit, 1_000_000_000)
      return []
    }
    let times = count
    count = nil
    guard let action = KeyBinding.action(of: key, isReplaying: isReplaying) else { return [.bell] }
    if KeyBinding.binding(of: action)?.changesSession == true {
      if isReplaying {
        notice = "the file plays; T takes over from it"
        return [.bell]
      }
      // What comes now is no more of the file.
      player = nil
    }
    return perform(action, times: times)
  }

  /// Does what a key stands for.
  mutating func perform(_ action: Action, times: Int? = nil) -> [Effect] {
    switch action {
    case .runOrPause: return runOrPause()
    case .step: return change("step\(times.map { " \($0)" } ?? "")", action)
    case .back, .forward:
      return change((action == .back ? "back" : "forward") + (times.map { " \($0)" } ?? ""), action)
    case .rate(let up):
      return turn("rate", session.view.configuration.optimizer.rate, up: up, Notch.coarse, action)
    case .bandwidth(let up):
      let method = session.view.configuration.method
      guard method.hasBandwidth else {
        notice = "a \(method.rawValue) histogram has no bandwidth"
        return [.bell]
      }
      return turn("bandwidth", session.view.bandwidth, up: up, Notch.fine, action)
    case .nextObjective: return turnObjective(action)
    case .repeatLast:
      guard let lastLine else { return [.bell] }
      return [.work(.perform(lastLine))]
    case .stepMany: return openCommand("step ")
    case .fork: return openCommand("fork \(freeCopy)")
    case .save: return openCommand("save \(Word.quoted(stateFile))")
    case .record:
      if willRecord { return [.work(.perform("record off"))] }
      return openCommand("record \(Word.quoted(freeFile("\(stem)-record", "neos")))")
    case .pausePlaying: return player?.pauseOrResume() ?? []
    case .playLine: return player?.playOne() ?? []
    case .pace(let faster): return player?.change(faster: faster) ?? []
    case .takeOver: return takeOver()
    case .commandLine: return openCommand("")
    case .search:
      search.clear()
      mode = .search(inHelp: false)
    case .help:
      mode = .help
      helpScroll = 0
      helpQuery = ""
    case .mouse:
      isMouseOn.toggle()
      notice = isMouseOn ? "the mouse selects panes and reads values" : "the mouse is the terminal's"
      return [.setMouse(isMouseOn)]
    case .repaint: return [.repaint]
    case .suspend: return [.suspend]
    case .interrupt: return session.isIdle ? quit() : stop()
    case .quit: return quit()
    case .nextPane: layout.moveFocus(by: 1)
    case .previousPane: layout.moveFocus(by: -1)
    case .zoom: layout.isZoomed.toggle()
    case .hide: layout.hide()
    case .showAll:
      layout.hidden = []
      layout.isZoomed = false
    case .arrange:
      layout.arrangement = layout.arrangement.next
      layout.isZoomed = false
    case .searchAgain(let forward): return searchLog(nil, forward ? .older : .newer)
    case .signalFactor, .data, .sample, .channel, .variation:
      layout.show(.histogram)
      histogram.perform(action, session.view.histogram)
    case .metric, .window:
      layout.show(.curves)
      curves.perform(action, session)
    case .features:
      layout.show(.plane)
      plane.perform(action, session)
    case .logScale, .move, .page, .toStart, .toEnd, .clear: performInFocus(action)
    }
    return []
  }

  mutating func performInFocus(_ action: Action) {
    if action == .clear { forgetBreakpoint() }
    switch layout.focus {
    case .histogram: histogram.perform(action, session.view.histogram)
    case .curves: curves.perform(action, session)
    case .plane: plane.perform(action, session)
    case .fit: fit.perform(action, fitScroll)
    case .log: scrollLog(action)
    }
  }

  /// How many lines of the fit pane are and can be scrolled away.
  private var fitScroll: FitPane.ScrollRange {
    let frame = ScreenFrame(width: size.width, height: size.height, self)
    guard let inside = frame.panes.first(where: { $0.pane == .fit })?.area.inset(by: 1) else {
      return (0, 0)
    }
    return fit.scrollRange(session, width: inside.width, height: inside.height)
  }

  // MARK: The session

  private mutating func runOrPause() -> [Effect] {
    session.isIdle ? [.work(.run)] : stop()
  }

  /// Whether commands are recorded when all that was asked for is carried out.
  private var willRecord: Bool {
    for line in waiting.reversed() {
      switch try? Command(line: line) {
      case .record(let path): return path != nil
      case .load: return false
      default: break
      }
    }
    return session.view.recordingPath != nil
  }

  /// Ends the replay; the session stays as it is, after the step in flight.
  private mutating func takeOver() -> [Effect] {
    player = nil
    notice = "the session is yours"
    return (session.isIdle ? [] : stop()) + Player.letGo
  }

  private mutating func stop() -> [Effect] {
    if session.activity == .restoring {
      notice = "the session comes back, which is not stopped; q leaves, and keeps it for the next start"
      return [.bell]
    }
    session.isStopping = true
    return [.work(.stop)]
  }

  /// Sends a line, which `.` repeats.
  private mutating func change(_ line: String, _ action: Action) -> [Effect] {
    if action.isRepeatable { lastLine = line }
    return [.work(.perform(line))]
  }

  /// Turns a knob by a notch, from where the key before has turned it.
  private mutating func turn(
    _ knob: String, _ known: Double, up: Bool, _ series: [Double], _ action: Action
  ) -> [Effect] {
    let present = turned[knob].flatMap(Double.init) ?? known
    guard let value = Notch.next(present, up: up, series) else { return [.bell] }
    turned[knob] = value
    return change("set \(knob) \(value)", action)
  }

  private mutating func turnObjective(_ action: Action) -> [Effect] {
    let present = turned["objective"].flatMap(Objective.init) ?? session.view.configuration.objective
    let all = Objective.allCases
    let next = all[((all.firstIndex(of: present) ?? 0) + 1) % all.count].rawValue
    turned["objective"] = next
    return change("objective \(next)", action)
  }

  private mutating func quit() -> [Effect] {
    guard losesSomething else { return [.quit(0)] }
    mode = .question(session.activity == .restoring ? .quitRestoring : .quit)
    return []
  }

  /// Whether leaving the session would lose something. What a replay does is in its file.
  private var losesSomething: Bool {
    !isReplaying && !(session.isSaved && session.isIdle && waiting.isEmpty)
  }

  // MARK: Typing, reading, answering

  private mutating func openCommand(_ text: String) -> [Effect] {
    mode = .command
    prompt.clear()
    for character in text { _ = prompt.handle(.character(character)) }
    return []
  }

  private mutating func typeCommand(_ key: Key) -> [Effect] {
    switch prompt.handle(key) {
    case .submit(let line):
      mode = .keys
      switch try? Command(line: line) {
      case .quit?: return [.remember(line)] + quit()
      case .load? where losesSomething:
        mode = .question(.load(line: line))
        return [.remember(line)]
      case let command? where command.writtenFile != nil:
        return [.remember(line), .work(.propose(line))]
      default: return [.remember(line), .work(.perform(line))]
      }
    case .cancel:
      mode = .keys
      return []
    case .bell, .ignored: return [.bell]
    case nil: return []
    }
  }

  private mutating func answer(_ question: Question, _ key: Key) -> [Effect] {
    switch (question, key) {
    case (.quit, .character("y")), (.quitRestoring, .character("y")),
      (.quitRestoring, .control("c")):
      return [.quit(0)]
    case (.quit, .character("w")), (.load, .character("w")):
      mode = .keys
      return perform(.save)
    case (.restore, .character("g")):
      mode = .keys
      return [.work(.restore)]
    case (.restore, .character("d")):
      mode = .keys
      return [.work(.discard)]
    case (.replace(_, let line), .character("y")), (.load(let line), .character("y")):
      mode = .keys
      return [.work(.perform(line))]
    case (.replace(_, let line), .character("n")): return openCommand(line)
    case (.replay, .character("g")):
      mode = .keys
      player?.goOn()
    case (.replay, .character("T")):
      mode = .keys
      return takeOver()
    case (.replay, .character("q")):
      mode = .keys
      return quit()
    case (.replay, _): return [.bell]
    case (_, .character("n")), (_, .escape), (_, .control("c")): mode = .keys
    default: return [.bell]
    }
    return []
  }
}
