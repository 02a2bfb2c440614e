import Foundation
import NeosEngine

/// One JSON object a line, for programs.
struct JSONReporter: Reporter {
  private let file: String
  private let quiet: Bool

  init(_ file: String, quiet: Bool) {
    self.file = file
    self.quiet = quiet
  }

  func report(_ event: SessionEvent, at place: String) {
    switch event {
    case .step where quiet: break
    case .step(let record, _):
      write([
        "event": .string("step"), "step": .integer(record.step), "loss": JSONValue(record.loss),
        "rate": JSONValue(record.rate), "gradientNorm": JSONValue(record.gradientNorm),
        "train": numbers(record.train), "validation": record.validation.map(numbers) ?? .null,
        "test": record.hasTest ? numbers(record.test) : .null,
      ])
    case .display(let table):
      write([
        "event": .string("show"), "title": .string(table.title),
        "columns": .array(table.columns.map { .string($0) }),
        "rows": .array(table.rows.map { row in .array(row.map(cell)) }),
      ])
    case .picture(let picture):
      var object = picture.json
      object["event"] = .string("chart")
      object["title"] = .string(picture.topic.rawValue)
      write(object)
    case .answer(let report, let title):
      write(["event": .string("answer"), "title": .string(title), "answer": .object(report.json)])
    case .reading: break
    case .note, .stopped: write(["event": .string("note"), "text": .string("\(event)")])
    case .expectation(let expectation):
      write([
        "event": .string("expect"), "at": .string(place), "condition": .string("\(expectation.condition)"),
        "found": .array(expectation.found.map { JSONValue($0) }),
        "expected": .array(expectation.expected.map { JSONValue($0) }), "holds": .bool(expectation.holds),
      ])
    }
  }

  func fail(_ message: String, at place: String) {
    write(["event": .string("error"), "at": .string(place), "message": .string(message)])
    StandardError.write("\(place): \(message)\n")
  }

  func finish(_ session: Session, held: Int, failed: Int, isComplete: Bool) {
    write([
      "event": .string("end"), "step": .integer(session.step), "complete": .bool(isComplete),
      "loss": JSONValue(session.loss), "held": .integer(held),
      "failed": .integer(failed),
    ])
  }

  private func cell(_ cell: Display.Cell) -> JSONValue {
    switch cell {
    case .text(let text): .string(text)
    case .number(let value): JSONValue(value)
    case .empty: .null
    }
  }

  private func numbers(_ values: [String: Double]) -> JSONValue {
    var object: JSONObject = [:]
    for (name, value) in values { object[name] = JSONValue(value) }
    return .object(object)
  }

  private func write(_ object: JSONObject) {
    var object = object
    object["file"] = .string(file)
    print(JSONValue.object(object).text(.canonical))
    StandardOutput.flush()
  }
}
