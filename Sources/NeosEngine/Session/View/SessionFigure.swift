/// A chart for a page or a file: its numbers, and what they are of.
public struct SessionFigure: Sendable {
  /// The numbers.
  public var picture: Picture
  /// Which step, counts and data the numbers are of, in words.
  public var conditions: String
  /// Whether the axis of the events of a histogram is logarithmic.
  public var isLogarithmic = false
}

extension Session {
  /// A chart of the present step, of the counts and the data that are asked for.
  ///
  /// - Throws: ``SessionError`` when there are no numbers, with the reason.
  mutating func figure(
    _ topic: Picture.Topic, _ options: ExportOptions = ExportOptions()
  ) throws(SessionError) -> SessionFigure {
    let basis = options.basis
    switch topic {
    case .histogram:
      let templates = try templates(counting: basis.counts)
      guard let view = histogramView(try evaluated().state, templates) else {
        throw .request("the model has no templates to show")
      }
      return SessionFigure(
        picture: .histogram(view), conditions: templatesInWords(basis.counts),
        isLogarithmic: options.isLogarithmic)
    case .pulls:
      let pulls = try pulls(basis)
      return SessionFigure(
        picture: .pulls(pulls), conditions: "\(pulls.title); \(templatesInWords(basis.counts))")
    case .plane:
      return SessionFigure(
        picture: try picture(topic), conditions: "network and training events of step \(step)")
    case .curves, .scores: return SessionFigure(picture: try picture(topic), conditions: "up to step \(step)")
    }
  }

  /// The pulls of the free fit to some data; without a choice of data those of the fit at the tested signal strength
  /// that the screen shows.
  private mutating func pulls(_ basis: QuestionBasis) throws(SessionError) -> PullView {
    if basis.data != .usual {
      let free = try freeFit(basis)
      return free.fit.pulls(of: free.conditions.data)
    }
    guard let fit = fitView(of: try model(yields(counting: basis.counts))) else {
      throw .request("the model has no parameter of interest that can be tested")
    }
    return fit.pulls
  }
}
