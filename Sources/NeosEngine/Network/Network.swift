/// A network of dense layers and activations, as `jax.example_libraries.stax.serial` chains them: its shape,
/// without its weights.
///
/// ```swift
/// let network = try Network(
///   inputCount: 2, layers: [.dense(1024), .activation(.relu), .dense(1), .activation(.sigmoid)])
/// let weights = network.initialWeights(key: RandomKey(seed: 13), as: Float.self)
/// let tape = network.forward(weights: weights, inputs: events, threads: 2)
/// let gradient = network.pullback(
///   weights: weights, inputs: events, tape: tape, cotangent: slope, at: .outputs, threads: 2)
/// ```
///
/// Weights are one flat array, dense layer by dense layer: W (inputs x outputs, row-major), then b.
/// Events are rows: features of one event stand side by side.
public struct Network: Sendable, Hashable {
  /// The number of features of an event.
  public let inputCount: Int
  /// The layers, in the order of application.
  public let layers: [Layer]
  /// How the weights of every dense layer are drawn.
  public let initializer: Initializer
  /// The number of values that come out for an event.
  public let outputCount: Int
  /// The number of weights, biases among them.
  public let weightCount: Int
  /// The layers with their places in the weights and on the tape.
  let stages: [Stage]
  /// The columns of all values, of which ``tapeColumns`` are on the tape.
  ///
  /// Not there are those of a first layer that are sooner computed again than fetched: of a dense layer with few inputs and at
  /// most a relu, below another dense layer; and those of the last layer, where its derivative needs the outputs alone.
  let columnCount: Int
  /// The columns of values on the tape.
  let tapeColumns: Range<Int>
  /// The number of weights of all layers whose signs are kept.
  let scaledCount: Int

  /// More weights than this are taken for a slip of the pen.
  public static let largestWeightCount = 1 << 31

  /// The network of those layers.
  ///
  /// - Throws: ``NetworkError`` when there is no dense layer, no input, a layer narrower than 1, or a total of
  ///   more than ``largestWeightCount`` weights.
  public init(
    inputCount: Int, layers: [Layer], initializer: Initializer = .glorotTruncated
  ) throws(NetworkError) {
    guard inputCount >= 1 else { throw .inputCount(inputCount) }
    var stages: [Stage] = []
    var weightCount = 0
    var (width, columnCount, scaledCount) = (inputCount, 0, 0)
    var source: Slot? = nil
    for (index, layer) in layers.enumerated() {
      let work: Stage.Work
      var isInPlace = false
      switch layer {
      case .dense(let outputs):
        guard outputs >= 1 else { throw .width(layer: index, outputs) }
        var dense = DenseLayer(inputs: width, outputs: outputs, weightOffset: weightCount)
        // Numbers far too large must not overflow on the way to the message.
        let (product, overflows) = width.multipliedReportingOverflow(by: outputs)
        guard !overflows, product <= Self.largestWeightCount, outputs <= Self.largestWeightCount,
          weightCount + product + outputs <= Self.largestWeightCount
        else { throw .tooManyWeights(layer: index) }
        weightCount += product + outputs
        width = outputs
        if case .dense(let first)? = stages.last?.work, stages.count == 1,
          let hidden = HiddenLayer(first, dense)
        {
          work = .hidden(hidden)
          (stages, source, columnCount) = ([], nil, 0)
        } else if case .dense(let below)? = stages.last?.work, let last = stages.last,
          stages.dropLast().contains(where: \.isDense),
          let signed = SignedLayer(
            below, dense, column: last.target.column, scaledOffset: scaledCount)
        {
          work = .signed(signed)
          scaledCount += signed.weightCount
          stages.removeLast()
          (source, columnCount) = (last.source, last.target.column + signed.signs.width)
        } else {
          if case .dense(var below)? = stages.last?.work, let last = stages.last, outputs == 1,
            below.isRelu, !below.hasFewInputs, !dense.hasFewInputs
          {
            dense.biasBelow = below.biasOffset
            below.isFinishedAbove = true
            stages[stages.count - 1] = Stage(work: .dense(below), source: last.source, target: last.target)
          }
          work = .dense(dense)
        }
      case .activation(let activation):
        // Only what a derivative or the caller needs has a place.
        isInPlace =
          stages.last?.keepsNoValues == true && index < layers.count - 1
          && !activation.derivativeNeedsArgument
        if isInPlace, activation == .relu, let last = stages.last, case .dense(var dense) = last.work {
          dense.isRelu = true
          stages[stages.count - 1] = Stage(work: .dense(dense), source: last.source, target: last.target)
          continue
        }
        work = .activation(activation)
      }
      let target: Slot
      if isInPlace, let source {
        target = source
      } else {
        target = Slot(column: columnCount, width: width)
        columnCount += width
      }
      stages.append(Stage(work: work, source: source, target: target))
      source = target
    }
    guard stages.contains(where: \.isDense) else { throw .noDenseLayer }
    self.inputCount = inputCount
    self.layers = layers
    self.initializer = initializer
    self.outputCount = width
    self.weightCount = weightCount
    self.stages = stages
    self.scaledCount = scaledCount
    self.columnCount = columnCount
    tapeColumns = Self.firstColumnKept(stages)..<Self.firstColumnKnown(stages, columnCount)
  }

  /// The column after those of a first layer that is computed again.
  private static func firstColumnKept(_ stages: [Stage]) -> Int {
    guard stages.count > 1, case .dense(let first) = stages[0].work, first.hasFewInputs, stages[1].isDense
    else { return 0 }
    return first.outputs
  }

  /// The first column of those that the outputs make needless on the way back, or the number of columns.
  private static func firstColumnKnown(_ stages: [Stage], _ columnCount: Int) -> Int {
    let last = stages[stages.count - 1]
    guard case .activation(let activation) = last.work else { return last.target.column }
    if activation.derivativeNeedsArgument { return columnCount }
    let below = stages[stages.count - 2]
    return below.keepsNoValues ? below.target.column : last.target.column
  }

  /// Where the outputs are.
  var outputSlot: Slot { stages[stages.count - 1].target }

  /// Where the values before the last activation are; the last dense layer's if there is none.
  var logitSlot: Slot {
    let last = stages[stages.count - 1]
    return last.isDense ? last.target : last.source ?? last.target
  }
}
