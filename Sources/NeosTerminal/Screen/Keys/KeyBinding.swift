/// Keys and what they do: the one table for the handling of keys, the help and the README.
struct KeyBinding: Sendable {
  /// Where a binding stands in the help.
  enum Section: String, Sendable, CaseIterable {
    case session = "Session"
    case panes = "Panes"
    case charts = "Charts"
    case program = "Program"
    case replay = "While a file is replayed"
  }

  let section: Section
  let keys: [Key]
  let action: Action
  /// A word for the hints at the bottom.
  let name: String
  /// What it does, in a line.
  let help: String

  private init(_ section: Section, _ keys: [Key], _ action: Action, _ name: String, _ help: String) {
    self.section = section
    self.keys = keys
    self.action = action
    self.name = name
    self.help = help
  }

  /// All bindings, in the order of the help.
  static let table: [KeyBinding] = [
    .init(.session, [" "], .runOrPause, "run/pause", "run until paused, or pause after the step in flight"),
    .init(.session, ["s"], .step, "step", "take one step; 5s takes five"),
    .init(.session, ["S"], .stepMany, "steps", "ask how many steps to take"),
    .init(.session, ["b"], .back, "back", "undo one step; 10b undoes ten"),
    .init(.session, ["f"], .forward, "forward", "redo a step that was undone; 10f redoes ten"),
    .init(.session, ["-"], .rate(up: false), "rate", "lower the learning rate by a notch"),
    .init(.session, ["+", "="], .rate(up: true), "rate", "raise the learning rate by a notch"),
    .init(.session, ["["], .bandwidth(up: false), "bandwidth", "lower the bandwidth by a notch"),
    .init(.session, ["]"], .bandwidth(up: true), "bandwidth", "raise the bandwidth by a notch"),
    .init(.session, ["o"], .nextObjective, "objective", "train on the next objective"),
    .init(.session, ["F"], .fork, "fork", "go on in a copy, beside what was done so far"),
    .init(.session, ["w"], .save, "save", "save the whole state to a file"),
    .init(.session, ["r"], .record, "record", "record all commands to a file, or end the recording"),
    .init(.session, ["."], .repeatLast, "again", "do the last change or step again"),

    .init(.panes, [.tab], .nextPane, "next pane", "go to the next pane"),
    .init(.panes, [.backTab], .previousPane, "previous pane", "go to the pane before"),
    .init(.panes, ["z"], .zoom, "zoom", "give the pane the whole window, or end that"),
    .init(.panes, ["x"], .hide, "hide", "hide the pane"),
    .init(.panes, ["X"], .showAll, "show all", "show all panes again"),
    .init(.panes, ["L"], .arrange, "layout", "lay the panes out in another way"),
    .init(
      .panes, [.left, "h"], .move(.left), "left", "move the cursor to the left: it reads values"),
    .init(
      .panes, [.right, "l"], .move(.right), "right", "move the cursor to the right"),
    .init(.panes, [.down, "j"], .move(.down), "down", "scroll down; in the plane, move the cursor down"),
    .init(.panes, [.up, "k"], .move(.up), "up", "scroll up; in the plane, move the cursor up"),
    .init(.panes, [.pageDown, .control("d")], .page(up: false), "page down", "scroll a page down"),
    .init(.panes, [.pageUp, .control("u")], .page(up: true), "page up", "scroll a page up"),
    .init(.panes, [.home, "g"], .toStart, "start", "go to the start"),
    .init(.panes, [.end, "G"], .toEnd, "end", "go to the end"),
    .init(.panes, [.escape], .clear, "clear", "take the cursor, a mark or a search away"),

    .init(.charts, ["y"], .logScale, "log", "histogram, curves: y axis logarithmic or linear"),
    .init(.charts, ["e"], .signalFactor, "signal", "histogram: draw the signal up to 100 times as large"),
    .init(.charts, ["d"], .data, "data", "histogram: Asimov or observed data as points, or none"),
    .init(.charts, ["i"], .sample, "sample", "histogram: one sample at a time, or all"),
    .init(.charts, ["v"], .variation, "variation", "histogram: the band of the next systematic"),
    .init(.charts, ["c"], .channel, "channel", "histogram: the next channel"),
    .init(.charts, ["m"], .metric, "metric", "curves: the next metric, or all of them"),
    .init(.charts, ["t"], .window, "last steps", "curves: the last 1000, 100, 20 steps, or all"),
    .init(.charts, ["p"], .features, "features", "plane: the next pair of features, or densities"),

    .init(.program, [":"], .commandLine, "command", "type a command; Esc ends it"),
    .init(.program, ["/"], .search, "search", "search the log or this help"),
    .init(.program, ["n"], .searchAgain(forward: true), "next", "go to the next place that was searched for"),
    .init(.program, ["N"], .searchAgain(forward: false), "previous", "go to the place before"),
    .init(.program, ["?"], .help, "help", "show all keys, or end that"),
    .init(.program, ["M"], .mouse, "mouse", "listen to the mouse, or leave it to the terminal"),
    .init(.program, [.control("l")], .repaint, "repaint", "draw the screen anew"),
    .init(.program, [.control("z")], .suspend, "suspend", "go back to the shell; fg returns"),
    .init(.program, [.control("c")], .interrupt, "stop", "stop a run; when nothing runs, quit"),
    .init(.program, ["q"], .quit, "quit", "quit; asks when something would be lost"),

    .init(.replay, [" "], .pausePlaying, "pause", "pause, or go on"),
    .init(.replay, ["s"], .playLine, "one line", "play one line and pause"),
    .init(.replay, ["-"], .pace(faster: false), "slower", "play slower"),
    .init(.replay, ["+", "="], .pace(faster: true), "faster", "play faster"),
    .init(.replay, ["T"], .takeOver, "take over", "end the replay and go on by hand from here"),
  ]

  private static func actions(_ isIncluded: (Section) -> Bool) -> [Key: Action] {
    let bindings = table.filter { isIncluded($0.section) }
    return Dictionary(
      bindings.flatMap { binding in binding.keys.map { ($0, binding.action) } },
      uniquingKeysWith: { first, _ in first })
  }

  private static let usual = actions { $0 != .replay }
  private static let whileReplaying = actions { $0 == .replay }

  /// What a key does outside of the command line.
  static func action(of key: Key, isReplaying: Bool = false) -> Action? {
    isReplaying ? whileReplaying[key] ?? usual[key] : usual[key]
  }

  /// Whether it changes the session, or begins to.
  var changesSession: Bool {
    section == .session || action == .commandLine
  }

  /// The binding of an action.
  static func binding(of action: Action) -> KeyBinding? { table.first { $0.action == action } }

  /// The keys as text, `← h`.
  func keyText(isUnicode: Bool = true) -> String {
    keys.map { $0.text(isUnicode: isUnicode) }.joined(separator: " ")
  }

  /// The table as Markdown, for the README.
  static var markdown: String {
    var lines = ["| key | what it does |", "|---|---|"]
    for section in Section.allCases {
      lines.append("| **\(section.rawValue)** | |")
      for binding in table where binding.section == section {
        let keys = binding.keys.map { "`\($0.text(isUnicode: true))`" }.joined(separator: " ")
        lines.append("| \(keys) | \(binding.help) |")
      }
    }
    return lines.joined(separator: "\n")
  }
}

extension Key: ExpressibleByUnicodeScalarLiteral {
  /// The key that types a character.
  public init(unicodeScalarLiteral scalar: Unicode.Scalar) { self = .character(Character(scalar)) }
}

extension Key {
  /// What the key is called.
  func text(isUnicode: Bool) -> String {
    switch self {
    case .character(" "): "space"
    case .character(let character): String(character)
    case .control(let character): "Ctrl-\(character.uppercased())"
    case .alt(let character): "Alt-\(character)"
    case .enter: "Enter"
    case .tab: "Tab"
    case .backTab: "Shift-Tab"
    case .escape: "Esc"
    case .backspace: "Backspace"
    case .delete: "Delete"
    case .up: isUnicode ? "↑" : "Up"
    case .down: isUnicode ? "↓" : "Down"
    case .left: isUnicode ? "←" : "Left"
    case .right: isUnicode ? "→" : "Right"
    case .home: "Home"
    case .end: "End"
    case .pageUp: "PgUp"
    case .pageDown: "PgDn"
    }
  }
}
