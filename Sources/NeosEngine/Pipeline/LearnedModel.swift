/// A HistFactory model some of whose templates are filled by the histograms of event samples.
///
/// The workspace says which templates those are (``Workspace/Template/events(_:)``); all others keep their
/// numbers. A histogram that several templates name is made once.
public struct LearnedModel: Sendable {
  /// A histogram that fills templates.
  struct Request: Sendable, Hashable {
    /// The name of the sample of events.
    let sample: String
    /// Bin edges of its own; nil for those of the session.
    let edges: [Double]?
    /// Whether the root of the sum of squared weights is wanted, and not the yields.
    let isUncertainty: Bool
  }

  /// The model, with some numbers in the learned templates.
  public let model: HistFactoryModel
  /// The histograms, each once.
  let requests: [Request]
  /// Which rows of the model's yields which request fills.
  let fills: [(row: Int, request: Int)]

  /// A model of a workspace.
  ///
  /// - Parameters:
  ///   - workspace: the workspace, with or without learned templates.
  ///   - measurement: what is measured.
  ///   - interpolation: how systematics interpolate.
  ///   - binCount: how many bins the session's histograms have.
  /// - Throws: ``HistFactoryError`` when they do not make a model; a learned template counts with the number of
  ///   bins that it will have.
  public init(
    _ workspace: Workspace, measurement: Workspace.Measurement,
    interpolation: Interpolation = Interpolation(),
    binCount: Int
  ) throws(HistFactoryError) {
    var requests: [Request] = []
    var bySlot: [TemplateSlot: Int] = [:]
    for template in workspace.learnedTemplates {
      let request = Request(
        sample: template.events.sample, edges: template.events.edges,
        isUncertainty: template.slot.role.isUncertainty)
      let index = requests.firstIndex(of: request) ?? requests.count
      if index == requests.count { requests.append(request) }
      bySlot[template.slot] = index
    }
    // Until events fill them, learned templates hold ones.
    let filled = workspace.filling { template in
      [Double](repeating: 1, count: template.events.edges.map { $0.count - 1 } ?? binCount)
    }
    let model = try HistFactoryModel(filled, measurement: measurement, interpolation: interpolation)
    self.model = model
    self.requests = requests
    fills = model.slots.enumerated().compactMap { row, slot in bySlot[slot].map { (row, $0) } }
  }

  /// The templates, given the histograms of the requests.
  func yields(_ histograms: [[Double]]) -> Yields {
    var yields = model.yields
    for fill in fills { yields.templates[fill.row] = histograms[fill.request] }
    return yields
  }

  /// Pulls a gradient in the templates back to the histograms of the requests.
  func pullback(_ cotangent: [[Double]]) -> [[Double]] {
    var histograms = [[Double]](repeating: [], count: requests.count)
    for fill in fills {
      let row = cotangent[fill.row]
      let sum = histograms[fill.request]
      histograms[fill.request] = sum.isEmpty ? row : zip(sum, row).map { $0 + $1 }
    }
    return histograms
  }

  /// The model of the given templates.
  ///
  /// - Throws: ``ModelError`` when a number is not finite or too extreme for a constraint.
  func filled(_ yields: Yields) throws(ModelError) -> HistFactoryModel {
    var filled = model
    try filled.replaceTemplates(yields.templates)
    return filled
  }
}
