/// Numbers of a session that are shown as a chart.
public enum Picture: Sendable {
  /// What can be shown as a chart: words after `show`.
  public enum Topic: String, Sendable, Hashable, CaseIterable {
    /// The yields, bin by bin.
    case histogram
    /// The loss and the metrics against the step.
    case curves
    /// The network's output over the first two features.
    case plane
    /// The distribution of the network's output.
    case scores
    /// The fit's parameters and pulls.
    case pulls

    /// Those that `export` writes as figures.
    static let figures: [Topic] = [.histogram, .curves, .plane, .pulls]

    /// What it shows, in a line.
    public var summary: String {
      switch self {
      case .histogram: "a chart of the yields, with systematic band and statistical errors"
      case .curves: "charts of the loss and every metric against the step"
      case .plane: "a map of the network's output over two features, with events"
      case .scores: "a chart of the network's output in each sample"
      case .pulls: "a chart of the fit's parameters and pulls"
      }
    }
  }

  /// The yields.
  case histogram(HistogramView)
  /// The steps so far, the present one last.
  case curves([StepRecord])
  /// The output over two features.
  case plane(PlaneView)
  /// The distribution of the output.
  case scores(ScoreView)
  /// The fit.
  case pulls(PullView)

  /// What it shows.
  public var topic: Topic {
    switch self {
    case .histogram: .histogram
    case .curves: .curves
    case .plane: .plane
    case .scores: .scores
    case .pulls: .pulls
    }
  }
}

extension Session {
  /// The numbers of a chart at the present step.
  ///
  /// - Throws: ``SessionError`` when there are none, with the reason.
  public mutating func picture(_ topic: Picture.Topic) throws(SessionError) -> Picture {
    _ = try evaluated()
    switch topic {
    case .histogram:
      if let histogram = view([.histogram]).histogram { return .histogram(histogram) }
      throw .request("the model has no templates to show")
    case .curves: return .curves(records)
    case .plane:
      if let plane = view([.plane(x: 0, y: 1)]).plane { return .plane(plane) }
      throw .request("the events have no two features to show the output over; 'show scores' shows it alone")
    case .scores:
      if let scores = view([.scores]).scores { return .scores(scores) }
      throw .request("the network has several outputs; 'show plane' shows them")
    case .pulls:
      if let fit = view([.fit]).fit { return .pulls(fit.pulls) }
      throw .request("the model has no parameter of interest that can be tested")
    }
  }
}
