internal import Foundation

extension Session {
  /// Writes something of the session to a file, which is replaced in one go.
  ///
  /// - Parameters:
  ///   - export: what is written.
  ///   - path: the file.
  ///   - options: what it is of, and how a chart is drawn.
  ///   - control: who draws charts.
  /// - Returns: What a reader of the file should know, in a sentence.
  /// - Throws: ``SessionError`` when there is no such thing now, or the file cannot be written.
  mutating func export(
    _ export: Export, to path: String, _ options: ExportOptions, _ control: SessionControl
  ) throws(SessionError) -> String {
    try checkExportTarget(path)
    let (bytes, note): (Data, String) =
      switch export {
      case .pyhf: try workspaceExport(counting: options.basis.counts)
      case .network: try networkExport(path)
      case .scores: try scoresExport()
      case .yields: try yieldExport(path, options.basis)
      case .metrics: try tableExport(metricTable(), path)
      case .parameters: try parameterExport(path, options.basis)
      case .session: (Data(script(for: path).utf8), counted(journal.count, "command"))
      case .histogram: try figureExport(.histogram, options, control)
      case .curves: try figureExport(.curves, options, control)
      case .plane: try figureExport(.plane, options, control)
      case .pulls: try figureExport(.pulls, options, control)
      }
    try FileWriting.replace(path, with: bytes)
    return "wrote \(note) to \(path)"
  }

  /// A table in the format that the ending of a path names.
  func tableExport(_ table: Display, _ path: String) throws(SessionError) -> (Data, String) {
    let text = path.hasSuffix(".json") ? table.records.text(.indented) : CSV(table).text
    return (Data(text.utf8), counted(table.rows.count, "row"))
  }

  private mutating func yieldExport(
    _ path: String, _ basis: QuestionBasis
  ) throws(SessionError) -> (Data, String) {
    let (bytes, note) = try tableExport(yieldTable(counting: basis.counts), path)
    return (bytes, "\(note) (\(templatesInWords(basis.counts)))")
  }

  private mutating func networkExport(_ path: String) throws(SessionError) -> (Data, String) {
    try prepare()
    let network = try pipeline().network
    guard let weights = branch.state?.point.weights else { throw .setup("there is no network yet") }
    let note = "the network of step \(step)"
    if path.hasSuffix(".safetensors") {
      let file = SafeTensors(
        network, weights: weights, standardization: branch.state?.standardization,
        metadata: ["step": "\(step)"])
      return (Data(file.bytes), note)
    }
    do throws(ONNXError) {
      let bytes = try network.onnx(
        weights: weights, standardization: branch.state?.standardization,
        metadata: ["layers": network.words, "step": "\(step)"])
      return (Data(bytes), note)
    } catch {
      throw .request("\(error)")
    }
  }
}
