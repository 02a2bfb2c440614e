/// How scores become bin contents.
public enum HistogramMethod: String, Sendable, Hashable, CaseIterable, Codable {
  /// Binned kernel-density counts: smooth in scores, edges and bandwidth.
  case kde
  /// The network's outputs are the soft bins.
  case softmax
  /// Ordinary counts, for evaluation; no gradient flows through them.
  case hard

  /// Whether scores are smeared with a kernel of some width.
  package var hasBandwidth: Bool { self == .kde }

  /// The method of that name.
  ///
  /// - Throws: ``HistogramError/unknownMethod(_:)``, which names the known ones.
  public init(named name: String) throws(HistogramError) {
    guard let method = HistogramMethod(rawValue: name) else { throw .unknownMethod(name) }
    self = method
  }
}
