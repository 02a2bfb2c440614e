/// What a fit needs to know of a model's parameters, taken out of the model once
/// (``StatisticalModel/parameterSpace``): a fit in a loop would otherwise build their names anew each time.
public struct ParameterSpace: Sendable, Hashable {
  /// The names.
  public let names: [String]
  /// Where a fit starts.
  public let initial: [Double]
  /// The ranges in which a fit stays.
  public let bounds: [ClosedRange<Double>]
  /// Which parameters stay at their initial values.
  public internal(set) var isFixed: [Bool]
  /// The position of the parameter of interest.
  public let poiIndex: Int?
  /// The parameters at whose value 0 the slope of the likelihood may jump.
  public internal(set) var kinked: [Int]

  /// The parameters of a model.
  public init(_ model: some StatisticalModel) {
    self.init(model.parameters, poiIndex: model.poiIndex)
    kinked = model.kinkedParameters
  }

  /// Parameters of which none is kinked.
  init(_ parameters: [ModelParameter], poiIndex: Int?) {
    names = parameters.map(\.name)
    initial = parameters.map(\.initial)
    bounds = parameters.map(\.bounds)
    isFixed = parameters.map(\.isFixed)
    self.poiIndex = poiIndex
    kinked = []
  }

  /// The names of some parameters, in words.
  func list(_ indices: some Sequence<Int>) -> String { indices.map { names[$0] }.joined(separator: ", ") }

  /// Checks that a position is that of a parameter.
  ///
  /// - Throws: ``InferenceError/setting(_:)`` when it is not.
  func check(parameter: Int) throws(InferenceError) {
    guard names.indices.contains(parameter) else {
      throw .setting("there is no parameter \(parameter), they are counted from 0 to \(names.count - 1)")
    }
  }

  /// The position of the parameter of interest, when a test can fix it at a value.
  ///
  /// - Throws: ``InferenceError`` when there is none, it is fixed, or the value is outside its bounds (as
  ///   `pyhf.infer.hypotest` and `pyhf.infer.mle.fit` refuse them).
  func poi(testedAt value: Double) throws(InferenceError) -> Int {
    guard let poiIndex else { throw .noParameterOfInterest }
    guard !isFixed[poiIndex] else { throw .fixedParameterOfInterest(name: names[poiIndex]) }
    guard bounds[poiIndex].contains(value) else {
      throw .outOfBounds(name: names[poiIndex], value: value, bounds: bounds[poiIndex])
    }
    return poiIndex
  }
}

extension StatisticalModel {
  /// Checks that there is one datum for each main bin and auxiliary measurement, that counts are counts, and that
  /// every parameter starts within its bounds (as `pyhf.infer.mle.fit` demands).
  func check(data: [Double], _ space: ParameterSpace) throws(InferenceError) {
    for (index, value) in space.initial.enumerated() where !space.bounds[index].contains(value) {
      throw .start(name: space.names[index], value: value, bounds: space.bounds[index])
    }
    let measurements = auxiliaryMeasurements
    let needed = binCount + measurements.count
    guard data.count == needed else { throw .dataCount(found: data.count, needed: needed) }
    for (index, value) in data.enumerated() {
      let isCount = index < binCount || measurements[index - binCount].isPoisson
      guard !value.isFinite || value < 0 && isCount else { continue }
      throw .datum(
        name: index < binCount
          ? "the count of \(name(ofBin: index))"
          : "the auxiliary measurement of \(space.names[measurements[index - binCount].parameter])",
        value: value)
    }
  }
}
