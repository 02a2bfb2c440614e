internal import Foundation

extension Session {
  /// A chart of the present step as a figure.
  ///
  /// - Returns: The file's contents, and what they are in words.
  /// - Throws: ``SessionError`` when there is nothing to draw or nobody who draws.
  mutating func figureExport(
    _ topic: Picture.Topic, _ options: ExportOptions, _ control: SessionControl
  ) throws(SessionError) -> (Data, String) {
    let renderer = try renderer(control)
    let figure = try figure(topic, options)
    return (
      Data(renderer.figure(figure).utf8), "the \(topic.rawValue) of step \(step) (\(figure.conditions))"
    )
  }

  /// Writes a report of the session as it stands to a file.
  ///
  /// - Returns: What was written, in a sentence.
  /// - Throws: ``SessionError`` when the session gives no loss or nobody draws, or the file cannot be written; an old
  ///   file is then as it was.
  mutating func writeReport(
    to path: String, _ basis: QuestionBasis, _ control: SessionControl
  ) throws(SessionError) -> String {
    let renderer = try renderer(control)
    try checkExportTarget(path)
    let text = renderer.page(try report(basis, control))
    try FileWriting.replace(path, with: Data(text.utf8))
    return "wrote the report of step \(step) to \(path)"
  }

  private func renderer(_ control: SessionControl) throws(SessionError) -> FigureRenderer {
    guard let renderer = control.renderer else {
      throw .request("nothing draws figures here; a program gives a renderer to the session's control")
    }
    return renderer
  }
}
