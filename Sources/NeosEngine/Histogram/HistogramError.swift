/// What can be wrong with a histogram's settings.
public enum HistogramError: Error, Sendable, Equatable {
  /// A binning needs at least two edges.
  case tooFewEdges(Int)
  /// An edge is NaN or infinite.
  case edgeNotFinite(index: Int, value: Double)
  /// An edge is not above the one before it.
  case edgesNotIncreasing(index: Int, previous: Double, value: Double)
  /// The number of bins is below 1 or beyond reason.
  case binCount(Int)
  /// A bandwidth is not a positive, finite number.
  case bandwidth(Double)
  /// A histogram method of that name does not exist.
  case unknownMethod(String)
  /// A softmax histogram has as many bins as the network has outputs; these differ.
  case outputsAreNotBins(outputs: Int, bins: Int)
  /// A kernel-density or hard histogram takes one output for each event.
  case needsOneOutput(outputs: Int)
  /// A template is filled by a sample that is not there.
  case unknownSample(String, known: [String])
  /// The samples are not one of the sets from which templates are made.
  case samples([String])
}

extension HistogramError: CustomStringConvertible {
  /// What was found and what would be right.
  public var description: String {
    switch self {
    case .tooFewEdges(let count): "a binning needs at least 2 edges, found \(count)"
    case .edgeNotFinite(let index, let value): "bin edge \(index) is \(value), not a finite number"
    case .edgesNotIncreasing(let index, let previous, let value):
      "bin edges must increase: edge \(index) is \(value) after \(previous)"
    case .binCount(let count): "the number of bins must be from 1 to \(Binning.largestCount), found \(count)"
    case .bandwidth(let value): "the bandwidth must be a positive number, found \(value)"
    case .unknownMethod(let name):
      "unknown histogram method '\(name)'; the known ones are "
        + HistogramMethod.allCases.map(\.rawValue).joined(separator: ", ")
    case .outputsAreNotBins(let outputs, let bins):
      "a softmax histogram has one bin for each network output: \(outputs) outputs, \(bins) bins"
    case .needsOneOutput(let outputs):
      "this histogram takes a network with 1 output, found \(outputs); "
        + "end the network with a layer of width 1, or choose the softmax histogram"
    case .unknownSample(let name, let known):
      "there is no sample '\(name)' to fill a template; the samples are \(known.joined(separator: ", "))"
    case .samples(let names):
      "templates are made from the samples \(SampleRole.threeSamples.map(\.rawValue).joined(separator: ", ")) "
        + "or \(SampleRole.fourSamples.map(\.rawValue).joined(separator: ", ")); "
        + "found \(names.isEmpty ? "none" : names.joined(separator: ", "))"
    }
  }
}
