import Foundation
import NeosPlot
import Testing

/// Compares text with a file in `Snapshots`; with `NEOS_RECORD_SNAPSHOTS=1` in the environment, writes it.
func expectSnapshot(
  _ text: String, _ name: String, extension kind: String = "txt",
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let file = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Snapshots/\(name).\(kind)")
  if ProcessInfo.processInfo.environment["NEOS_RECORD_SNAPSHOTS"] == "1" {
    try Data((text + "\n").utf8).write(to: file)
  }
  let recorded = try String(decoding: Data(contentsOf: file), as: UTF8.self)
  #expect(text + "\n" == recorded, sourceLocation: sourceLocation)
}

/// A chart in both glyph sets, with its roles, as one text.
func bothForms(_ chart: some Chart, width: Int, height: Int) -> String {
  let unicode = chart.canvas(width: width, height: height, glyphs: .unicode)
  return [
    unicode.description, chart.text(width: width, height: height, glyphs: .ascii),
    "foreground\n" + unicode.foregroundDescription, "background\n" + unicode.backgroundDescription,
  ].joined(separator: "\n\n")
}

extension String {
  /// The lines.
  var lines: [Substring] { split(separator: "\n", omittingEmptySubsequences: false) }
}

/// Numbers that look random and are always the same: a linear congruential generator.
struct TestGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 29)
  }

  /// A number that may be anything: ordinary, tiny, huge, negative, zero, infinite or not a number.
  mutating func anyNumber() -> Double {
    switch Int.random(in: 0..<12, using: &self) {
    case 0: .nan
    case 1: .infinity
    case 2: -.infinity
    case 3: 0
    case 4: Double(bitPattern: UInt64.random(in: 0...UInt64.max, using: &self))
    case 5: .greatestFiniteMagnitude
    case 6: .leastNonzeroMagnitude
    case 7: -1e-200
    default: Double.random(in: -100...100, using: &self)
    }
  }

  mutating func anyNumbers(_ count: Int) -> [Double] { (0..<count).map { _ in anyNumber() } }
}
