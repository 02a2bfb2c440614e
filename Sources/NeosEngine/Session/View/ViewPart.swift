/// What of a session is looked at. Each part costs time of its own; what is not asked for costs nothing.
public enum ViewPart: Sendable, Hashable {
  /// The yields, bin by bin: ``HistogramView``.
  case histogram
  /// The distribution of the network's output in each sample: ``ScoreView``.
  case scores
  /// The network's output over two features, by position: ``PlaneView``.
  case plane(x: Int, y: Int)
  /// The fits and tests of the present model: ``FitView``.
  case fit
  /// What the loss is sensitive to: ``Attribution``.
  case attribution
  /// The loss beside the same number from ordinary counts: ``LossGap``.
  case gap
}
