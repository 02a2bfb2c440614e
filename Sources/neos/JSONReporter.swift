import Foundation
import NeosEngine

/// One JSON object a line, for programs.
struct JSONReporter: Reporter {
  private let file: String

  init(_ file: String) { self.file = file }

  func report(_ event: SessionEvent, at place: String) {
    switch event {
    case .step(let record, _):
      write([
        "event": .text("step"), "step": .integer(record.step), "loss": .number(record.loss),
        "rate": .number(record.rate), "gradientNorm": .number(record.gradientNorm),
        "train": .numbers(record.train), "test": record.hasTest ? .numbers(record.test) : .null,
      ])
    case .display(let table):
      write([
        "event": .text("show"), "title": .text(table.title),
        "columns": .array(table.columns.map { .text($0) }),
        "rows": .array(table.rows.map { row in .array(row.map(cell)) }),
      ])
    case .note(let text): write(["event": .text("note"), "text": .text(text)])
    case .expectation(let expectation):
      write([
        "event": .text("expect"), "at": .text(place), "condition": .text("\(expectation.condition)"),
        "found": .array(expectation.found.map { .number($0) }),
        "expected": .array(expectation.expected.map { .number($0) }), "holds": .bool(expectation.holds),
      ])
    }
  }

  func fail(_ message: String, at place: String) {
    write(["event": .text("error"), "at": .text(place), "message": .text(message)])
    StandardError.write("\(place): \(message)\n")
  }

  func finish(_ session: Session, held: Int, failed: Int, isComplete: Bool) {
    write([
      "event": .text("end"), "step": .integer(session.step), "complete": .bool(isComplete),
      "loss": session.loss.map { .number($0) } ?? .null, "held": .integer(held),
      "failed": .integer(failed),
    ])
  }

  private func cell(_ cell: Display.Cell) -> JSONValue {
    switch cell {
    case .text(let text): .text(text)
    case .number(let value): .number(value)
    case .empty: .null
    }
  }

  private func write(_ object: [String: JSONValue]) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard
      let data = try? encoder.encode(JSONValue.object(object.merging(["file": .text(file)]) { a, _ in a }))
    else { return }
    print(String(decoding: data, as: UTF8.self))
  }
}

/// A JSON value. A number that JSON cannot hold becomes null.
enum JSONValue: Encodable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case text(String)
  case numbers([String: Double])
  case array([JSONValue])
  case object([String: JSONValue])

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .number(let value) where value.isFinite: try container.encode(value)
    case .number: try container.encodeNil()
    case .text(let value): try container.encode(value)
    case .numbers(let values): try container.encode(values.mapValues { JSONValue.number($0) })
    case .array(let values): try container.encode(values)
    case .object(let values): try container.encode(values)
    }
  }
}
