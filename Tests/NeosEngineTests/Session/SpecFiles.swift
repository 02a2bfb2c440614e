import Foundation
import NeosEngine

/// Workspaces in a folder, for sessions that name them.
struct SpecFiles {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try write(Self.learned, to: "learned.json")
    try write(Self.numbers, to: "numbers.json")
    try write(Self.dotted, to: "dotted.json")
    try write(#"[{"op": "replace", "path": "/channels/0/samples/1/data/0", "value": 30}]"#, to: "more.json")
  }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(filePath: folder.file(name)))
  }

  /// A session that looks for workspaces here.
  func session(_ lines: [String] = smallSettings, threads: Int = 1) throws -> Session {
    var session = Session(threads: threads)
    session.folder = folder.path
    try session.run(lines)
    return session
  }

  /// Two channels that share the network, one of them with a bin of its own.
  static let learned = """
    {"channels": [
      {"name": "SR", "samples": [
        {"name": "signal", "data": {"events": "signal"},
         "modifiers": [{"name": "mu", "type": "normfactor", "data": null}]},
        {"name": "background", "data": {"events": "nominal"}, "modifiers": [
          {"name": "shape", "type": "histosys",
           "data": {"hi_data": {"events": "up"}, "lo_data": {"events": "down"}}},
          {"name": "xsec", "type": "normsys", "data": {"hi": 1.3, "lo": 0.9}}]}]},
      {"name": "CR", "samples": [
        {"name": "background", "data": {"events": "nominal", "bins": [0, 0.5]}, "modifiers": [
          {"name": "stat", "type": "staterror", "data": {"events": "nominal", "bins": [0, 0.5]}},
          {"name": "xsec", "type": "normsys", "data": {"hi": 1.3, "lo": 0.9}}]}]}],
     "observations": [{"name": "SR", "data": [40, 30, 20]}, {"name": "CR", "data": [60]}],
     "measurements": [{"name": "m", "config": {"poi": "mu", "parameters": []}}], "version": "1.0.0"}
    """

  /// Two templates whose names are written alike.
  static let dotted = """
    {"channels": [
      {"name": "A", "samples": [
        {"name": "signal", "data": {"events": "signal"},
         "modifiers": [{"name": "mu", "type": "normfactor", "data": null}]},
        {"name": "B.C", "data": {"events": "nominal"}, "modifiers": [
          {"name": "xsec", "type": "normsys", "data": {"hi": 1.3, "lo": 0.9}}]}]},
      {"name": "A.B", "samples": [
        {"name": "C", "data": {"events": "nominal", "bins": [0, 0.5]}, "modifiers": [
          {"name": "xsec", "type": "normsys", "data": {"hi": 1.3, "lo": 0.9}}]}]}],
     "observations": [{"name": "A", "data": [40, 30, 20]}, {"name": "A.B", "data": [60]}],
     "measurements": [{"name": "m", "config": {"poi": "mu", "parameters": []}}], "version": "1.0.0"}
    """

  /// Numbers alone, with observed counts.
  static let numbers = """
    {"channels": [{"name": "SR", "samples": [
      {"name": "signal", "data": [5, 4], "modifiers": [{"name": "mu", "type": "normfactor", "data": null}]},
      {"name": "background", "data": [20, 30], "modifiers": [
        {"name": "xsec", "type": "normsys", "data": {"hi": 1.1, "lo": 0.9}},
        {"name": "shape", "type": "histosys", "data": {"hi_data": [21, 34], "lo_data": [18, 28]}}]}]}],
     "observations": [{"name": "SR", "data": [22, 31]}],
     "measurements": [{"name": "m", "config": {"poi": "mu", "parameters": []}},
       {"name": "narrow", "config": {"poi": "mu", "parameters": [{"name": "mu", "bounds": [[0, 3]]}]}}],
     "version": "1.0.0"}
    """
}
