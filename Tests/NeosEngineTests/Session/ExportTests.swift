import Foundation
import NeosEngine
import Testing

/// What `export` writes beside pyhf's workspace.
@Suite struct ExportTests {
  let files: SpecFiles

  init() throws { files = try SpecFiles() }

  /// The rows of a table that a session exports, by column.
  private func rows(_ session: inout Session, _ export: String) throws -> [[String: String]] {
    let path = files.folder.file("table.csv")
    try session.run("export \(export) \(path)")
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(fields)
    let columns = try #require(lines.first)
    #expect(lines.allSatisfy { $0.count == columns.count })
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(columns, $0)) }
  }

  /// The fields of a line of CSV (RFC 4180).
  private func fields(_ line: Substring) -> [String] {
    var (fields, isQuoted) = ([""], false)
    for character in line {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: fields.append("")
      default: fields[fields.count - 1].append(character)
      }
    }
    return fields
  }

  private func number(_ row: [String: String], _ column: String) throws -> Double {
    try #require(row[column].flatMap { Double($0) }, "\(column) of \(row)")
  }

  @Test func yieldsAreThoseOfTheSession() throws {
    var session = try files.session(smallSettings + ["model spec learned.json", "train edges", "step 3"])
    let rows = try rows(&session, "yields")
    for (channel, sample, template, modifier, name) in [
      ("SR", "signal", "nominal", "", "SR.signal"),
      ("SR", "background", "hi", "shape", "SR.background.hi.shape"),
      ("CR", "background", "staterror", "stat", "CR.background.staterror.stat"),
    ] {
      let found = rows.filter {
        $0["channel"] == channel && $0["sample"] == sample && $0["template"] == template
          && $0["modifier"] == modifier
      }
      #expect(found.count == (channel == "SR" ? 3 : 1))
      for (bin, row) in found.enumerated() {
        #expect(try number(row, "bin") == Double(bin))
        #expect(try number(row, "value").bitPattern == session.value("yields.\(name)[\(bin)]").bitPattern)
      }
    }
    let edges = rows.filter { $0["template"] == "observed" && $0["channel"] == "SR" }
    for (bin, row) in edges.enumerated() {
      #expect(try number(row, "low") == session.value("edges[\(bin)]"))
      #expect(try number(row, "high") == session.value("edges[\(bin + 1)]"))
    }
    #expect(try edges.map { try number($0, "value") } == [40, 30, 20])
    let signal = rows.filter { $0["sample"] == "signal" }
    #expect(try signal.allSatisfy { try number($0, "uncertainty") > 0 })
    // Expected are the signal at a strength of 1, and the backgrounds.
    for bin in 0..<3 {
      func value(_ template: String) throws -> Double {
        try number(rows.filter { $0["channel"] == "SR" && $0["template"] == template }[bin], "value")
      }
      let difference = try value("Asimov, mu = 1") - value("Asimov, mu = 0")
      #expect(try agree(difference, number(signal[bin], "value"), within: 1e-12))
    }
  }

  @Test(arguments: ["histosys", "uncorrelated-background"])
  func builtInModelsHaveYieldsToo(model: String) throws {
    let samples = model == "histosys" ? "data samples=4" : "data samples=3"
    var session = Session()
    try session.run(smallSettings + [samples, "model \(model)", "step 1"])
    let rows = try rows(&session, "yields").filter { $0["sample"] != "" }
    #expect(Set(rows.map { $0["channel"] }) == ["singlechannel"])
    for row in rows {
      let name = "yields.\(row["sample"] ?? "")[\(row["bin"] ?? "")]"
      #expect(try number(row, "value").bitPattern == session.value(name).bitPattern, "\(name)")
    }
    #expect(try number(rows[1], "low") == session.value("edges[1]"))
  }

  @Test func metricsAreThoseOfEveryStep() throws {
    var session = Session()
    try session.run(smallSettings + ["split test=0.25", "metrics cls discovery", "step 3"])
    let rows = try rows(&session, "metrics")
    #expect(rows.count == session.records.count)
    for (row, record) in zip(rows, session.records) {
      #expect(try number(row, "step") == Double(record.step))
      #expect(try number(row, "loss").bitPattern == record.loss.bitPattern)
      #expect(try number(row, "train.discovery") == record.train["discovery"])
      #expect(try number(row, "test.cls") == record.test["cls"])
      #expect(row["train.clb"] == nil)
    }
    let path = files.folder.file("m.json")
    try session.run("export metrics \(path)")
    let json = try #require(JSONValue(path: path).asArray)
    #expect(json.compactMap { $0.asObject?["loss"]?.asNumber } == session.records.map(\.loss))
  }

  @Test(arguments: ["model spec numbers.json", "model histosys"])
  func parametersAreThoseOfTheFit(model: String) throws {
    var session = try files.session(smallSettings + [model, "fit"])
    let rows = try rows(&session, "parameters")
    #expect(rows.contains { $0["parameter"] == "mu" })
    for row in rows {
      let name = try #require(row["parameter"])
      #expect(
        try number(row, "best fit").bitPattern == session.value("result.mle_parameters.\(name)[0]").bitPattern
      )
      #expect(
        try number(row, "uncertainty").bitPattern
          == session.value("result.uncertainties.\(name)[0]").bitPattern)
      #expect(row["pull"]?.isEmpty == (name == "mu"))
      #expect(try number(row, "lower bound") <= number(row, "initial"))
    }
  }

  @Test(arguments: ["single", "double"]) func scoresAreTheNetworksOutputs(precision: String) throws {
    var session = Session()
    try session.run(
      smallSettings + ["split test=0.25", "network precision=\(precision)", "step 2"])
    let rows = try rows(&session, "scores")
    #expect(rows.count == 80 && rows.filter { $0["part"] == "test" }.count == 20)
    #expect(Set(rows.map { $0["sample"] }) == ["signal", "nominal", "up", "down"])
    let path = files.folder.file("w.safetensors")
    try session.run("export network \(path)")
    let file = try SafeTensors(bytes: Array(Data(contentsOf: URL(filePath: path))))
    #expect(file.metadata["step"] == "2" && file.metadata["precision"] == precision)
    let network = try Network(
      inputCount: 2, layers: [.dense(4), .activation(.tanh), .dense(1), .activation(.sigmoid)])
    let features = try rows.flatMap { try [number($0, "feature.0"), number($0, "feature.1")] }
    guard case .double(let weights) = try network.weights(of: file, precision: .double) else { return }
    // Beside double precision, a network in single precision is rounded a few times.
    let outputs = network.outputs(weights: weights, inputs: features)
    let scores = try rows.map { try number($0, "score") }
    #expect(agree(scores, outputs, within: precision == "single" ? 1e-6 : 1e-14))
    #expect(rows.allSatisfy { $0["weight"] == "1" })
  }

  @Test func aScriptLeadsToTheSameBits() throws {
    let path = files.folder.file("s.neos")
    var session = Session()
    try session.run(smallSettings + ["step 2", "set bandwidth 0.3", "step 1", "export session \(path)"])
    // It is no recording: nothing is added.
    #expect(session.recordingPath == nil)
    let script = try SessionFile(path: path)
    try session.run("set rate 0.5")
    #expect(script.lines.map(\.text) == session.journal.dropLast())
    var replayed = Session()
    for line in script.lines { try replayed.execute(line.command, line: line.text) }
    #expect(replayed.step == 3)
    try session.run("step 1")
    try replayed.run("set rate 0.5", "step 1")
    #expect(try replayed.fingerprint() == session.fingerprint())
  }

  @Test func namesAreQuoted() throws {
    try files.write(SpecFiles.numbers.replacing("SR", with: #"a, \"b\""#), to: "odd.json")
    var session = try files.session(smallSettings + ["model spec odd.json"])
    let path = files.folder.file("y.csv")
    try session.run("export yields \(path)")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(
      text.contains("\n\"a, \"\"b\"\"\",signal,nominal,,0,,,5,,templates of the workspace\n"), "\(text)")
  }

  @Test func theEndingSaysWhatIsWritten() throws {
    #expect(try Command(line: "export network a.onnx") == .export(.network, "a.onnx"))
    #expect(try Command(line: "export pyhf a") == .export(.pyhf, "a"))
    for line in [
      "export network a.json", "export yields a.txt", "export scores a.json", "export metrics csv",
    ] {
      let error = try #require(throws: LanguageError.self, "\(line)") { try Command(line: line) }
      #expect(error.message.contains("expected FILE."), "\(error)")
    }
    let error = try #require(throws: LanguageError.self) { try Command(line: "export yield a.csv") }
    #expect(error.suggestion == "yields")
    var session = Session()
    let help = try session.run("help export").map(\.description).joined()
    for export in Export.allCases { #expect(help.contains("export \(export.rawValue)")) }
  }

  @Test func aFileThatCannotBeWrittenIsNamed() throws {
    for export in Export.allCases where export != .pyhf && export.picture == nil {
      let ending = ["network": "onnx", "session": "neos"][export.rawValue] ?? "csv"
      let path = files.folder.file("missing/x.\(ending)")
      var session = try files.session()
      let error = try #require(throws: SessionError.self) {
        try session.run("export \(export.rawValue) \(path)")
      }
      #expect("\(error)".hasPrefix(path), "\(error)")
    }
  }
}
