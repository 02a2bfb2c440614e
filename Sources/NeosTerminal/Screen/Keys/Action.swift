/// What a key does.
enum Action: Sendable, Hashable {
  // The session.
  case runOrPause, step, stepMany, back, forward
  case rate(up: Bool), bandwidth(up: Bool), nextObjective
  case fork, save, record
  // Panes.
  case nextPane, previousPane, zoom, hide, showAll, arrange
  case move(Direction), page(up: Bool), toStart, toEnd, clear
  case logScale, signalFactor, data, sample, channel, variation, metric, window, features
  // A file that is played.
  case pausePlaying, playLine, pace(faster: Bool), takeOver
  // The program.
  case commandLine, search, searchAgain(forward: Bool), help, repeatLast
  case mouse, repaint, suspend, interrupt, quit

  /// Where an arrow points.
  enum Direction: Sendable, Hashable { case left, right, up, down }

  /// Whether `.` repeats it.
  var isRepeatable: Bool {
    switch self {
    case .step, .back, .forward, .rate, .bandwidth, .nextObjective: true
    default: false
    }
  }
}
