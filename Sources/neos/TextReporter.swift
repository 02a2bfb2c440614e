import Foundation
import NeosEngine

/// Lines for people: one for a step, tables, and a summary.
struct TextReporter: Reporter {
  /// Whether steps get no line.
  let quiet: Bool
  private let progress = ProgressLine()
  private let charts = ChartPrinter()

  init(quiet: Bool) { self.quiet = quiet }

  func report(_ event: SessionEvent, at place: String) {
    // Who reads along waits for nothing that is known.
    defer { StandardOutput.flush() }
    switch event {
    case .step(let record, let steps):
      if !quiet {
        progress.clear()
        print(line(record))
      }
      StandardOutput.flush()
      progress.show(steps, loss: record.loss)
    case .display(let table):
      progress.clear()
      print(table)
    case .picture(let picture):
      progress.clear()
      charts.print(picture)
    case .answer(let report, _):
      progress.clear()
      print(report.tables.map(\.description).joined(separator: "\n"))
      for problem in report.problems { StandardError.write("\(place): warning: \(problem)\n") }
    case .reading: progress.show(event.description)
    case .note, .stopped:
      progress.clear()
      print(event)
    case .expectation(let expectation):
      progress.clear()
      if expectation.holds {
        if !quiet { print("\(expectation)") }
      } else {
        StandardError.write("\(place): \(expectation)\n")
      }
    }
  }

  func fail(_ message: String, at place: String) {
    progress.clear()
    StandardError.write("\(place): \(message)\n")
  }

  func finish(_ session: Session, held: Int, failed: Int, isComplete: Bool) {
    progress.clear()
    var parts = ["step \(session.step)"]
    if let loss = session.loss { parts.append("loss \(short(loss))") }
    if held + failed > 0 { parts.append("\(held) of \(held + failed) expectations hold") }
    if !isComplete { parts.append("stopped before the end") }
    print(parts.joined(separator: ", "))
  }

  private func line(_ record: StepRecord) -> String {
    let (part, metrics) = record.counted
    let shown = metrics.sorted { $0.key < $1.key }
      .filter { ["cls", "discovery", "significance"].contains($0.key) }
    let prefix = part == .train ? "" : "\(part.rawValue)."
    let numbers = shown.map { "\(prefix)\($0.key) \(brief($0.value))" }
    return (["step \(record.step)", "loss \(short(record.loss))"] + numbers).joined(separator: "  ")
  }
}
