import Foundation
import NeosPlot
import Testing

/// Compares text with a file in `Snapshots`; with `NEOS_RECORD_SNAPSHOTS=1` in the environment, writes it.
func expectSnapshot(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws
{
  let file = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Snapshots/\(name).txt")
  if ProcessInfo.processInfo.environment["NEOS_RECORD_SNAPSHOTS"] == "1" {
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data((text + "\n").utf8).write(to: file)
  }
  let recorded = try String(decoding: Data(contentsOf: file), as: UTF8.self)
  #expect(text + "\n" == recorded, sourceLocation: sourceLocation)
}
