/// The models that a chain can end in.
public enum ModelKind: String, Sendable, Hashable, CaseIterable, Codable {
  /// A signal on a background with one correlated shape uncertainty: ``HistosysModel``.
  case histosys
  /// One shared background factor, as neos 0.1.5 published it: ``HepdataLikeModel``.
  case hepdataLike = "hepdata-like"
  /// One background factor for each bin, as in pyhf: ``HepdataLikeModel``.
  case uncorrelatedBackground = "uncorrelated-background"

  /// How the samples' histograms become the model's templates.
  public var templateRule: TemplateRule { self == .histosys ? .asTheyAre : .meanAndSpread }

  /// What it is, in a line.
  public var summary: String {
    switch self {
    case .histosys: "signal, and a background with a correlated shape uncertainty (4 samples)"
    case .hepdataLike: "signal, background and its uncertainty, one shared factor (3 samples)"
    case .uncorrelatedBackground: "signal, background and its uncertainty, one factor a bin (3 samples)"
    }
  }

  /// The model of the given templates.
  ///
  /// - Throws: ``ModelError`` when the templates do not fit or are not finite.
  public func model(_ yields: Yields) throws(ModelError) -> any StatisticalModel {
    switch self {
    case .histosys: try HistosysModel(yields)
    case .hepdataLike: try HepdataLikeModel(yields, scaleFactors: .shared)
    case .uncorrelatedBackground: try HepdataLikeModel(yields, scaleFactors: .perBin)
    }
  }
}
