internal import Foundation

/// A session as it stands in a file: settings as lines of the language, numbers to the bit.
struct SavedSession: Codable {
  static let format = "neos session"
  static let version = 1
  /// The steps that a session can be at.
  static let steps = 0...1_000_000_000_000

  var format = Self.format
  var version = Self.version
  /// The name of the copy that is worked on.
  var branch: String
  /// All copies, by name.
  var branches: [String: SavedBranch]
  /// The conditions of the breakpoints.
  var breakpoints: [String]
  /// The commands that led here from the beginning.
  var journal: [String]
  /// The numbers of the last answer to a question, as JSON, for the conditions that name them.
  var answer: String?
}

/// One copy of a session.
struct SavedBranch: Codable {
  /// The lines that make the configuration.
  var settings: [String]
  /// The workspace of the model's file as it was read, if the model has one.
  var workspace: String?
  /// Where training is, if it has begun.
  var state: SavedState?
  /// The loss curve.
  var records: [StepRecord]
  /// The steps from which losses and metrics can be compared.
  var lossesSince: Int
  var metricsSince: Int
  /// The place in the journal of the line that kept it; nil for a copy that was asked for.
  var keptAt: Int?
}

/// Where training is. Tensors are little-endian numbers in base64.
struct SavedState: Codable {
  var step: Int
  var updates: Int
  var precision: Precision
  var weights: Data
  var weightMemory: [Data]
  var edges: [Double]
  var edgeMemory: [[Double]]
  var bandwidth: Double
  var bandwidthMemory: [[Double]]
  var standardization: Standardization?
}

extension SavedState {
  init(_ state: TrainingState) {
    step = state.step
    updates = state.updates
    precision = state.point.weights.precision
    switch state.point.weights {
    case .single(let values): weights = Self.bytes(values)
    case .double(let values): weights = Self.bytes(values)
    }
    switch state.weightMemory {
    case .single(let memory): weightMemory = [memory.first, memory.second].map { Self.bytes($0) }
    case .double(let memory): weightMemory = [memory.first, memory.second].map { Self.bytes($0) }
    }
    edges = state.point.binning.edges
    edgeMemory = [state.edgeMemory.first, state.edgeMemory.second]
    bandwidth = state.point.bandwidth
    bandwidthMemory = [state.bandwidthMemory.first, state.bandwidthMemory.second]
    standardization = state.standardization
  }

  /// The state, checked against the network and the configuration that it must fit.
  func state(weightCount: Int, configuration: Configuration) throws(SavedSessionError) -> TrainingState {
    guard SavedSession.steps.contains(step), updates >= 0, updates <= step else {
      throw .wrong("state.step", "\(step) steps and \(updates) updates do not fit")
    }
    guard precision == configuration.precision else {
      throw .wrong(
        "state.precision", "it is \(precision.rawValue), the settings say \(configuration.precision.rawValue)"
      )
    }
    guard bandwidth > 0, bandwidth.isFinite else { throw .wrong("state.bandwidth", "it is \(bandwidth)") }
    let binning: Binning
    do throws(HistogramError) {
      binning = try Binning(edges: edges)
    } catch {
      throw .wrong("state.edges", "\(error)")
    }
    guard binning.count == configuration.binning.count else {
      throw .wrong("state.edges", "\(binning.count) bins, the settings have \(configuration.binning.count)")
    }
    let vector: WeightVector
    let memory: TrainingState.WeightMemory
    switch precision {
    case .single:
      vector = .single(try Self.numbers(weights, "state.weights", count: weightCount))
      memory = .single(try Self.memory(weightMemory, weightCount))
    case .double:
      vector = .double(try Self.numbers(weights, "state.weights", count: weightCount))
      memory = .double(try Self.memory(weightMemory, weightCount))
    }
    var state = TrainingState(
      point: Pipeline.Point(weights: vector, binning: binning, bandwidth: bandwidth),
      optimizer: configuration.optimizer.kind)
    state.step = step
    state.updates = updates
    if let standardization {
      guard standardization.isUsable(for: configuration.featureNames.count) else {
        throw .wrong("state.standardization", "it needs a mean and a scale above 0 for each feature")
      }
      state.standardization = standardization
    }
    state.weightMemory = memory
    state.edgeMemory = try Self.memory(edgeMemory, "state.edgeMemory", binning.count - 1)
    state.bandwidthMemory = try Self.memory(bandwidthMemory, "state.bandwidthMemory", 1)
    return state
  }

  private static func memory<S: NetworkScalar>(
    _ data: [Data], _ count: Int
  ) throws(SavedSessionError) -> OptimizerState<S> {
    guard data.count == 2 else { throw .wrong("state.weightMemory", "it holds \(data.count) tensors, not 2") }
    return OptimizerState(
      first: try numbers(data[0], "state.weightMemory[0]", count: count),
      second: try numbers(data[1], "state.weightMemory[1]", count: count))
  }

  private static func memory(
    _ values: [[Double]], _ path: String, _ count: Int
  ) throws(SavedSessionError) -> OptimizerState<Double> {
    guard values.count == 2, values.allSatisfy({ $0.count == count }),
      values.joined().allSatisfy(\.isFinite)
    else { throw .wrong(path, "it does not hold two rows of \(count) numbers") }
    return OptimizerState(first: values[0], second: values[1])
  }

  private static func bytes<S: NetworkScalar>(_ values: [S]) -> Data {
    values.withUnsafeBytes { Data($0) }
  }

  private static func numbers<S: NetworkScalar>(
    _ data: Data, _ path: String, count expected: Int
  ) throws(SavedSessionError) -> [S] {
    let count = data.count / MemoryLayout<S>.stride
    guard data.count == count * MemoryLayout<S>.stride, count == expected else {
      throw .wrong(path, "it holds \(count) numbers, the network has \(expected)")
    }
    let values = [S](unsafeUninitializedCapacity: count) { buffer, initialized in
      _ = data.copyBytes(to: UnsafeMutableRawBufferPointer(buffer))
      initialized = count
    }
    guard values.allSatisfy(\.isFinite) else { throw .wrong(path, "a number is not finite") }
    return values
  }
}

/// What is wrong with a saved session.
enum SavedSessionError: Error {
  case wrong(String, String)
}

extension SavedSessionError: CustomStringConvertible {
  var description: String {
    switch self {
    case .wrong(let path, let problem): "not a usable state at \(path): \(problem)"
    }
  }
}
