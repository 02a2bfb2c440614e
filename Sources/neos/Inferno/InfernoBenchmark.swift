import NeosEngine

/// The five benchmarks of INFERNO's three-dimensional example.
enum InfernoBenchmark {
  /// Their numbers.
  static let numbers = 0...4

  /// What a network is trained for.
  enum Training: String, CaseIterable, Hashable {
    /// To tell signal from background, the uncertainties unseen.
    case classifier
    /// For the uncertainty on the signal.
    case aware = "neos"

    /// The lines that come before the first step.
    fileprivate var lines: [String] {
      switch self {
      case .aware: []
      case .classifier:
        [
          "network 100 relu 100 relu 1 sigmoid", "histogram kde bins=0:1:10 bandwidth=0.1", "objective bce",
          "optimizer adam rate=1e-3", "clip none",
        ]
      }
    }
  }

  /// The published figures (arXiv:1806.04743, table 2), benchmark by benchmark.
  static let published = [
    ("published classifier", [14.99, 18.94, 23.94, 21.54, 26.71]),
    ("published INFERNO", [15.51, 16.79, 16.95, 16.89, 18.68]),
    ("analytical likelihood", [14.71, 15.52, 15.65, 15.62, 16.89]),
  ]

  /// The expected signal events.
  private static let signal = 50.0

  /// The expected uncertainty on the signal events after training, on the test sample.
  ///
  /// - Parameter network: a file for the trained network, if it is to be kept.
  static func figure(
    _ file: SessionFile, _ training: Training, seed: Int, threads: Int?, network: String?
  ) throws -> Double {
    var session = Session(threads: threads)
    try session.perform("seed events=\(seed) network=\(seed) split=\(seed) batch=\(seed)")
    var others = training.lines
    for line in file.lines {
      switch line.command {
      case .step, .runUntil, .runWhile:
        for other in others { try session.perform(other) }
        others = []
      case .show, .expect: continue
      default: break
      }
      try session.execute(line.command, line: line.text)
    }
    if let network { try session.execute(.export(.network, network), line: "") }
    return try signal * session.values(of: .metric(.uncertainty, .test))[0]
  }
}
