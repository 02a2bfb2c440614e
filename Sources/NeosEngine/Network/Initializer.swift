/// How the weights of a dense layer are drawn: a family, which sets the variance, and a distribution.
///
/// `jax.nn.initializers.variance_scaling`. JAX's own `glorot_normal`, which `stax.Dense` uses and the published
/// numbers come from, draws from a truncated distribution: here it is ``glorotTruncated``.
public struct Initializer: Sendable, Hashable, Codable {
  /// What the variance of a weight is.
  public enum Family: String, Sendable, Hashable, CaseIterable, Codable {
    /// 1 over the mean of the numbers of inputs and outputs (Glorot and Bengio, 2010).
    case glorot
    /// 2 over the number of inputs (He et al., 2015).
    case he
  }

  /// What shape the distribution has.
  public enum Distribution: String, Sendable, Hashable, CaseIterable, Codable {
    /// Normal.
    case normal
    /// Uniform around 0.
    case uniform
    /// Normal, cut at two standard deviations and widened to have the variance after the cut.
    case truncated
  }

  /// What the variance of a weight is.
  public let family: Family
  /// What shape the distribution has.
  public let distribution: Distribution

  /// An initializer.
  public init(_ family: Family, _ distribution: Distribution) {
    self.family = family
    self.distribution = distribution
  }

  /// `stax.Dense`'s own, `jax.nn.initializers.glorot_normal`.
  public static let glorotTruncated = Initializer(.glorot, .truncated)

  /// All of them, in the order of their names in messages.
  public static let allCases = Family.allCases.flatMap { family in
    Distribution.allCases.map { Initializer(family, $0) }
  }

  /// Family and distribution, as in `glorot-truncated`.
  public var name: String { "\(family.rawValue)-\(distribution.rawValue)" }

  /// The initializer of that name.
  ///
  /// - Throws: ``NetworkError/unknownInitializer(_:)``, which names the known ones.
  public init(named name: String) throws(NetworkError) {
    guard let known = Initializer.allCases.first(where: { $0.name == name }) else {
      throw .unknownInitializer(name)
    }
    self = known
  }

  /// The variance of a weight between so many inputs and outputs.
  func variance(inputs: Int, outputs: Int) -> Double {
    switch family {
    case .glorot: 1 / (Double(inputs + outputs) / 2)
    case .he: 2 / Double(inputs)
    }
  }
}
