import Foundation

/// A small workspace, its patch and its patch set.
enum Workspaces {
  static let text = #"""
    {"channels":[{"name":"SR","samples":[
      {"name":"signal","data":[5,4],"modifiers":[{"name":"mu","type":"normfactor","data":null}]},
      {"name":"bkg","data":[20,30],"modifiers":[
        {"name":"sys","type":"normsys","data":{"hi":1.1,"lo":0.9}}]}]}],
     "observations":[{"name":"SR","data":[22,31]}],
     "measurements":[{"name":"m","config":{"poi":"mu","parameters":[]}},
       {"name":"other","config":{"poi":"mu","parameters":[{"name":"mu","inits":[1],"bounds":[[0,5]]}]}}],
     "version":"1.0.0"}
    """#

  static let patch = #"[{"op": "replace", "path": "/channels/0/samples/0/data", "value": [10, 8]}]"#

  /// pyhf 0.7.6, `utils.digest`.
  static let digest = "3b31a1177c9e411f765474eb0eb2a82d4d9c646161a96cb6d4ac4ab5f64d9d61"

  /// Two points that can be answered for, and one that makes no workspace.
  static let patchSet = #"""
    {"metadata": {"references": {"hepdata": "ins1234567"}, "digests": {"sha256": "DIGEST"}, "labels": ["mass"],
      "description": "a test", "analysis_id": "A"}, "version": "1.0.0",
     "patches": [
      {"metadata": {"name": "light", "values": [100]}, "patch": []},
      {"metadata": {"name": "heavy", "values": [200]},
       "patch": [{"op": "replace", "path": "/channels/0/samples/0/data", "value": [10, 8]}]},
      {"metadata": {"name": "broken", "values": [300]},
       "patch": [{"op": "replace", "path": "/channels/0/samples/0/data", "value": [10, "x"]}]}]}
    """#.replacing("DIGEST", with: digest)

  /// Runs a body with a program in whose folder all of it is.
  static func inFolder(_ body: (Program) throws -> Void) throws {
    try Program.inFolder { program in
      try write(to: program)
      try body(program)
    }
  }

  /// Writes all of it into the program's folder.
  static func write(to program: Program) throws {
    try program.write(text, to: "w.json")
    try program.write(patch, to: "patch.json")
    try program.write(patchSet, to: "set.json")
  }
}

extension Program.Outcome {
  /// Standard output as one JSON object.
  func object() throws -> [String: Any] {
    try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any] ?? [:]
  }

  /// A number, or the numbers of a row, of the output.
  func numbers(_ key: String) throws -> [Double] {
    let value = try object()[key]
    return value as? [Double] ?? (value as? Double).map { [$0] } ?? []
  }
}
