/// What the loss is most sensitive to, from the exact derivatives of the step.
public struct Attribution: Sendable, Hashable {
  /// What a derivative is in.
  public enum Kind: Sendable, Hashable {
    /// The expected events of a bin of a template.
    case bin(template: String, bin: Int)
    /// A bin edge, also an outer one, which is not trained.
    case edge(Int)
    /// The kernel's width.
    case bandwidth
    /// The size of a systematic uncertainty, in all samples and channels at once: of the distance between variations
    /// and nominal templates or factors, or of the uncertainties of single bins.
    case systematic(String)
  }

  /// One number that the loss depends on.
  public struct Item: Sendable, Hashable {
    /// What it is.
    public var kind: Kind
    /// The derivative of the loss in it; in the size of a systematic, in units of that size.
    public var derivative: Double
    /// How much the loss changes when it grows by 1 % of its size; an edge, by 1 % of the range of the bins.
    public var effect: Double
  }

  /// The numbers, the largest effect first.
  public var items: [Item]
}

extension Attribution {
  /// The attribution of an evaluation.
  init(
    _ evaluation: Evaluation, _ model: any StatisticalModel, _ point: Pipeline.Point,
    _ configuration: Configuration
  ) {
    let yields = evaluation.assessment.yields
    let gradient = evaluation.gradient
    var items: [Item] = []
    for (row, name) in yields.names.enumerated() {
      for (bin, value) in yields.templates[row].enumerated() {
        let slope = gradient.yields[row][bin]
        items.append(
          Item(kind: .bin(template: name, bin: bin), derivative: slope, effect: 0.01 * value * slope))
      }
    }
    if !configuration.objective.isOfOutputs {
      for (name, slope) in model.sizeGradient(of: configuration.objective, inTemplates: gradient.yields) {
        items.append(Item(kind: .systematic(name), derivative: slope, effect: 0.01 * slope))
      }
    }
    let edges = point.binning.edges
    let range = edges[edges.count - 1] - edges[0]
    for (index, slope) in gradient.edges.enumerated() {
      items.append(Item(kind: .edge(index), derivative: slope, effect: 0.01 * range * slope))
    }
    if configuration.method == .kde {
      items.append(
        Item(
          kind: .bandwidth, derivative: gradient.bandwidth,
          effect: 0.01 * point.bandwidth * gradient.bandwidth))
    }
    self.items = items.filter { $0.effect != 0 }.enumerated()
      .sorted { ($0.element.effect.magnitude, -$0.offset) > ($1.element.effect.magnitude, -$1.offset) }
      .map(\.element)
  }
}

extension StatisticalModel {
  /// The derivatives of an objective in the sizes of the systematic uncertainties, by name, given its gradient in the
  /// templates.
  fileprivate func sizeGradient(
    of objective: Objective, inTemplates gradient: [[Double]]
  ) -> [(name: String, slope: Double)] {
    var sizes = SizeGradient(yields, gradient)
    if let model = self as? HistFactoryModel {
      var nominal = 0
      for (row, slot) in model.slots.enumerated() {
        switch slot.role {
        case .nominal: nominal = row
        case .hi(let name), .lo(let name): sizes.add(name, row, around: nominal)
        case .uncertainty(let name, _): sizes.add(name, row)
        }
      }
      // Factors of normsys modifiers and given widths are no templates.
      if let varied = SystematicSizes(model), let value = try? objective.evaluate(varied) {
        for (name, row) in zip(varied.yields.names, value.templateGradient) { sizes.add(name, row[0]) }
      }
    } else {
      let nominal = yields.names.firstIndex(of: SampleRole.nominal.rawValue)
      for (row, name) in yields.names.enumerated() {
        switch name {
        case SampleRole.up.rawValue, SampleRole.down.rawValue:
          sizes.add(parameters[0].name, row, around: nominal)
        case "uncertainty": sizes.add(name, row)
        default: break
        }
      }
    }
    return sizes.sums
  }
}

/// Derivatives in the sizes of systematic uncertainties, summed over their templates.
private struct SizeGradient {
  let yields: Yields
  let gradient: [[Double]]
  /// In the order in which the names came.
  private(set) var sums: [(name: String, slope: Double)] = []

  init(_ yields: Yields, _ gradient: [[Double]]) { (self.yields, self.gradient) = (yields, gradient) }

  /// Adds a derivative.
  mutating func add(_ name: String, _ slope: Double) {
    if let index = sums.firstIndex(where: { $0.name == name }) {
      sums[index].slope += slope
    } else {
      sums.append((name, slope))
    }
  }

  /// Adds that of a template that grows around another, or around nothing.
  mutating func add(_ name: String, _ row: Int, around center: Int? = nil) {
    let slope = yields.templates[row].indices.reduce(0.0) { sum, bin in
      sum + (yields.templates[row][bin] - (center.map { yields.templates[$0][bin] } ?? 0))
        * gradient[row][bin]
    }
    add(name, slope)
  }
}
