/// What can be wrong with a network's description.
public enum NetworkError: Error, Sendable, Equatable {
  /// A network needs at least one feature of an event.
  case inputCount(Int)
  /// Without a dense layer there is nothing to learn.
  case noDenseLayer
  /// A dense layer is narrower than 1; `layer` counts from 0.
  case width(layer: Int, Int)
  /// The network has more weights than ``Network/largestWeightCount``; `layer` is where the limit is passed.
  case tooManyWeights(layer: Int)
  /// An activation of that name does not exist.
  case unknownActivation(String)
  /// An initializer of that name does not exist.
  case unknownInitializer(String)
}

extension NetworkError: CustomStringConvertible {
  /// What was found and what would be right.
  public var description: String {
    switch self {
    case .inputCount(let count): "a network needs at least 1 input, found \(count)"
    case .noDenseLayer: "a network needs at least one dense layer, such as the 1024 in '1024 relu 1 sigmoid'"
    case .width(let layer, let width):
      "the width of a dense layer must be at least 1, found \(width) in layer \(layer + 1)"
    case .tooManyWeights(let layer):
      "the network has more than \(Network.largestWeightCount) weights from layer \(layer + 1) on; "
        + "make a layer narrower"
    case .unknownActivation(let name):
      "unknown activation '\(name)'; the known ones are "
        + Activation.allCases.map(\.rawValue).joined(separator: ", ")
    case .unknownInitializer(let name):
      "unknown initializer '\(name)'; the known ones are "
        + Initializer.allCases.map(\.name).joined(separator: ", ")
    }
  }
}
