/// What a sample of events stands for when templates are made from it.
public enum SampleRole: String, Sendable, Hashable, CaseIterable, Codable {
  /// The signal.
  case signal
  /// The background as it is expected to be.
  case nominal
  /// The background with the systematic effect up by one standard deviation.
  case up
  /// The background with the systematic effect down by one standard deviation.
  case down

  /// Two background modes, whose mean is the background and whose spread its uncertainty.
  public static let threeSamples: [SampleRole] = [.signal, .up, .down]
  /// A nominal background with an up and a down variation.
  public static let fourSamples: [SampleRole] = allCases
}
