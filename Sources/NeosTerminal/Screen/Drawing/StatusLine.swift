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
    write(first, in: &canvas, area.y, area.width, Style(.title, .reverse))
    if area.height > 1 { write(second, in: &canvas, area.y + 1, area.width, Style(.dim)) }
  }

  /// Writes what fits, the most important first, two spaces between.
  private func write(_ parts: [String], in canvas: inout Canvas, _ y: Int, _ width: Int, _ style: Style) {
    var x = 1
    for part in parts where x + part.columnCount <= width {
      x += canvas.write(part, x: x, y: y, style) + 2
    }
  }

  private var state: SessionState { screen.session }

  private var first: [String] {
    var parts = [activity, "step \(state.view.step)"]
    if let loss = state.view.record?.loss { parts.append("loss \(NumberText.brief(loss, digits: 6))") }
    if state.stepping != nil || state.activity == .restoring {
      if let speed = state.speed.perSecond { parts.append("\(NumberText.brief(speed, digits: 3)) steps/s") }
      if let left = timeLeft { parts.append(left) }
    }
    if let waiting { parts.append(waiting) }
    if !state.isIdle, !screen.waiting.isEmpty {
      parts.append("\(counted(screen.waiting.count, "line")) waiting")
    }
    parts.append(state.name)
    if !screen.isReplaying, state.activity != .restoring {
      parts.append(state.isSaved ? "saved" : "not saved")
    }
    if let path = state.view.recordingPath { parts.append("recording to \(path)") }
    return parts
  }

  private var activity: String {
    let isUnicode = glyphs == .unicode
    if state.isStopping { return isUnicode ? "◌ stopping" : "[stopping]" }
    switch state.activity {
    case .idle: return isUnicode ? "‖ paused" : "[paused]"
    case .stepping: return isUnicode ? "▶ running" : "[running]"
    case .restoring: return isUnicode ? "◌ coming back" : "[coming back]"
    case .working: return isUnicode ? "◌ working" : "[working]"
    }
  }

  private var waiting: String? {
    switch state.activity {
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
    let place = "replay \(player.name), line \(player.position) of \(player.lines.count)"
    let isPaused = player.isPaused && !player.isFinished
    var parts = [isPaused ? "\(place), paused" : place]
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
      "bandwidth \(NumberText.brief(view.bandwidth))", "\(counted(max(view.edges.count - 1, 0), "bin"))",
    ]
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
