/// How the numbers of charts become files: what a front end that can draw gives to a session, which cannot.
///
/// Both are functions of their argument alone, so that equal sessions write equal bytes.
public struct FigureRenderer: Sendable {
  /// The text of an SVG file with the charts of a figure.
  public var figure: @Sendable (SessionFigure) -> String
  /// The text of an HTML page with a report.
  public var page: @Sendable (SessionReport) -> String

  /// A renderer.
  public init(
    figure: @escaping @Sendable (SessionFigure) -> String, page: @escaping @Sendable (SessionReport) -> String
  ) {
    self.figure = figure
    self.page = page
  }
}
