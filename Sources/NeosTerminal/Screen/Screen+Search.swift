internal import NeosPlot

extension Screen {
  /// Columns and rows of the log's pane.
  private var logSize: (width: Int, height: Int) {
    let frame = ScreenFrame(width: size.width, height: size.height, self)
    let area = frame.panes.first { $0.pane == .log }?.area.inset(by: 1)
    return (area?.width ?? 78, area?.height ?? 20)
  }

  /// Scrolls the log as a key asks.
  mutating func scrollLog(_ action: Action) {
    let (width, height) = logSize
    switch action {
    case .move(.up): log.scroll(by: -1, width: width, height: height)
    case .move(.down): log.scroll(by: 1, width: width, height: height)
    case .page(let up): log.scroll(by: up ? -height : height, width: width, height: height)
    case .toStart: log.scrollToStart(width: width, height: height)
    case .toEnd: log.scrollToEnd()
    case .clear:
      log.endSearch()
      log.scrollToEnd()
    default: break
    }
  }

  /// Takes a key while something to search for is typed.
  mutating func typeSearch(_ key: Key, _ inHelp: Bool) -> [Effect] {
    switch key {
    case .enter:
      mode = inHelp ? .help : .keys
      guard !search.text.isEmpty else { return [] }
      if inHelp {
        helpQuery = search.text
        return searchHelp(from: helpScroll)
      }
      layout.show(.log)
      return searchLog(search.text, .older)
    case .escape, .control("c"), .control("g"): mode = inHelp ? .help : .keys
    case .backspace where search.text.isEmpty: mode = inHelp ? .help : .keys
    default: return search.handle(key) == nil ? [.bell] : []
    }
    return []
  }

  /// Goes to the next place in the log; the bell tells that there is none, and a sentence why.
  mutating func searchLog(_ text: String?, _ direction: Log.Direction) -> [Effect] {
    let (width, height) = logSize
    if log.search(text, direction, width: width, height: height) { return [] }
    let (next, opposite): (String, Log.Direction) =
      direction == .older ? ("older", .newer) : ("newer", .older)
    var other = log
    notice =
      if log.query.isEmpty {
        "nothing was searched for; / searches"
      } else if log.found == nil {
        "'\(log.query)' is not in the log"
      } else if other.search(nil, opposite, width: width, height: height) {
        "no \(next) place has '\(log.query)'"
      } else {
        "no other place has '\(log.query)'"
      }
    return [.bell]
  }

  /// Takes a key while the help is shown.
  mutating func readHelp(_ key: Key) -> [Effect] {
    switch KeyBinding.action(of: key) {
    case .move(.down): helpScroll += 1
    case .move(.up): helpScroll = max(helpScroll - 1, 0)
    case .page(let up): helpScroll = max(helpScroll + (up ? -10 : 10), 0)
    case .toStart: helpScroll = 0
    case .search:
      search.clear()
      mode = .search(inHelp: true)
    case .searchAgain: return searchHelp(from: helpScroll + 1)
    default: mode = .keys
    }
    return []
  }

  /// Scrolls to the next line of the help that holds what is searched for, after the last one to the first; the bell
  /// tells that there is none, and a sentence why.
  private mutating func searchHelp(from start: Int) -> [Effect] {
    guard !helpQuery.isEmpty else {
      notice = "nothing was searched for; / searches"
      return [.bell]
    }
    let lines = HelpOverlay.lines(.unicode, windowWidth: size.width)
    let found = lines.indices.filter { HelpOverlay.line(lines[$0], holds: helpQuery) }
    guard let place = found.first(where: { $0 >= start }) ?? found.first else {
      notice = "'\(helpQuery)' is not in the help"
      return [.bell]
    }
    helpScroll = place
    return []
  }
}
