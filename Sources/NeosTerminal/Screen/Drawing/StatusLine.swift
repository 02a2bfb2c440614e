internal import NeosEngine
internal import NeosPlot

/// The lines at the top: what the session is at.
struct StatusLine {
  private let screen: Screen
  private let glyphs: GlyphSet

  init(_ screen: Screen, _ glyphs: GlyphSet) {
    self.screen = screen
    self.glyphs = glyphs
  }

  func draw(in canvas: inout Canvas, _ area: Rectangle) {
    canvas.fill(
      Rectangle(x: 0, y: area.y, width: area.width, height: 1), with: Cell(" ", Style(.title, .reverse)))
    let all = first(isNarrow: false)
    let parts =
      Self.columns(all.filter(\.isEssential)) <= area.width ? all : first(isNarrow: true)
    write(parts, in: &canvas, area.y, area.width, Style(.title, .reverse))
    guard area.height > 1 else { return }
    write(second.map { Part(text: $0) }, in: &canvas, area.y + 1, area.width, Style(.dim))
  }

  /// Words that are written whole or left out.
  private struct Part {
    var text: String
    /// Whether others are left out before it.
    var isEssential = false
    /// What stands behind it where all others have room.
    var more = ""
  }

  /// The columns of parts with what stands before and between them.
  private static func columns(_ parts: [Part]) -> Int { parts.reduce(-1) { $0 + $1.text.columnCount + 2 } }

  /// Writes what fits, the most important first, two spaces between.
  private func write(_ parts: [Part], in canvas: inout Canvas, _ y: Int, _ width: Int, _ style: Style) {
    var room = width - Self.columns(parts.filter(\.isEssential))
    let shown = parts.filter { part in
      guard !part.isEssential else { return true }
      guard part.text.columnCount + 2 <= room else { return false }
      room -= part.text.columnCount + 2
      return true
    }
    var x = 1
    for part in shown {
      let more = part.more.columnCount <= room ? part.more : ""
      room -= more.columnCount
      x += canvas.write(part.text + more, x: x, y: y, style) + 2
    }
  }

  private var state: SessionState { screen.session }

  /// What the session is at. In a narrow window only a sign says whether it runs, and the loss has fewer digits.
  private func first(isNarrow: Bool) -> [Part] {
    var parts = [
      Part(text: isNarrow ? activity.sign : activity.text, isEssential: true),
      Part(text: "step \(state.view.step)", isEssential: true),
    ]
    func add(_ text: String) { parts.append(Part(text: text)) }
    if let loss = state.view.record?.loss {
      let digits = isNarrow ? 4 : 6
      parts.append(Part(text: "loss \(NumberText.brief(loss, digits: digits))", isEssential: true))
    }
    if state.stepping != nil || state.activity == .restoring {
      if let speed = state.speed.perSecond { add("\(NumberText.brief(speed, digits: 3)) steps/s") }
      if let left = timeLeft { add(left) }
    }
    if let waiting { add(waiting) }
    if !state.isIdle, !screen.waiting.isEmpty {
      add("\(counted(screen.waiting.count, "line")) waiting")
    }
    add(state.name)
    if let path = state.view.recordingPath {
      parts.append(Part(text: "recording", isEssential: true, more: " to \(path)"))
    } else if !screen.isReplaying, state.activity != .restoring {
      parts.append(Part(text: state.isSaved ? "saved" : "not saved", isEssential: !state.isSaved))
    }
    return parts
  }

  private var activity: (sign: String, text: String) {
    func form(_ sign: String, _ plain: String, _ word: String) -> (String, String) {
      glyphs == .unicode ? (sign, "\(sign) \(word)") : (plain, "[\(word)]")
    }
    if state.isStopping { return form("◌", "..", "stopping") }
    if let player = screen.player, screen.isReplaying {
      if player.isPlaying { return form("▶", ">", "playing") }
      return state.isIdle || player.isHeld ? form("‖", "||", "paused") : form("◌", "..", "pausing")
    }
    return switch state.activity {
    case .idle: form("‖", "||", "paused")
    case .stepping: form("▶", ">", "running")
    case .restoring: form("◌", "..", "coming back")
    case .working: form("◌", "..", "working")
    }
  }

  private var waiting: String? {
    if let reading = state.reading { return reading }
    return switch state.activity {
    case .working(let line): "waiting for: \(line)"
    case .stepping where state.isStopping: "waiting for the step in flight"
    default: nil
    }
  }

  /// The time left of a command that knows its end.
  private var timeLeft: String? {
    guard let progress = state.progress, progress.total < 1_000_000_000, let speed = state.speed.perSecond
    else { return nil }
    let seconds = Double(progress.total - progress.done) / speed
    let time =
      seconds < 100
      ? "\(Int(seconds.rounded(.up))) s"
      : seconds < 6000 ? "\(Int(seconds / 60)) min" : "\(Int(seconds / 3600)) h"
    return "\(progress.done) of \(progress.isLimit ? "at most " : "")\(progress.total), \(time) left"
  }

  private func replay(_ player: Player) -> [String] {
    var parts = ["replay \(player.name), line \(player.position) of \(player.lines.count)"]
    parts.append(
      player.next.map { "next: \($0.text.truncated(toColumns: 30, glyphs))" }
        ?? (player.isFinished ? "at its end" : "the last line"))
    if player.held + player.broken > 0 {
      parts.append("\(player.held) of \(player.held + player.broken) expectations hold")
    }
    func rate(_ value: Double?) -> String { value.map { NumberText.brief($0) } ?? "any" }
    parts.append("pace: \(rate(player.pace.lines)) lines/s, \(rate(player.pace.steps)) steps/s")
    return parts
  }

  private var second: [String] {
    if let player = screen.player { return replay(player) }
    let view = state.view
    var parts = [
      "objective \(view.configuration.objective.rawValue)", "rate \(NumberText.brief(view.rate))",
    ]
    if view.configuration.method.hasBandwidth {
      parts.append("bandwidth \(NumberText.brief(view.bandwidth))")
    }
    // The outputs of a softmax network are the bins.
    parts.append(
      view.configuration.method == .softmax
        ? counted(view.configuration.outputCount, "output") : counted(max(view.edges.count - 1, 0), "bin"))
    if view.branchNames.count > 1 {
      parts.append("copy \(view.branchName) of \(view.branchNames.joined(separator: ", "))")
    }
    if let held = view.heldSteps, held.count > 1 {
      parts.append("held: steps \(held.lowerBound) to \(held.upperBound)")
    }
    if !view.breakpoints.isEmpty { parts.append(counted(view.breakpoints.count, "breakpoint")) }
    return parts
  }
}
