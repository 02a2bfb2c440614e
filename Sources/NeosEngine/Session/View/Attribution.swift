/// What the loss is most sensitive to, from the exact derivatives of the step.
public struct Attribution: Sendable, Hashable {
  /// What a derivative is in.
  public enum Kind: Sendable, Hashable {
    /// The expected events of a bin of a template.
    case bin(template: String, bin: Int)
    /// An inner bin edge.
    case edge(Int)
    /// The kernel's width.
    case bandwidth
    /// The size of the variation between a template and its nominal one, or of its uncertainty.
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
  init(_ evaluation: Evaluation, _ point: Pipeline.Point, _ configuration: Configuration) {
    let yields = evaluation.assessment.yields
    let gradient = evaluation.gradient
    var items: [Item] = []
    for (row, name) in yields.names.enumerated() {
      for (bin, value) in yields.templates[row].enumerated() {
        let slope = gradient.yields[row][bin]
        items.append(
          Item(kind: .bin(template: name, bin: bin), derivative: slope, effect: 0.01 * value * slope))
      }
      if let nominal = Self.nominal(of: name, among: yields.names) {
        // Growing by a factor around the nominal template, or around nothing for an uncertainty.
        let center = nominal == row ? nil : yields.templates[nominal]
        let slope = yields.templates[row].indices.reduce(0.0) { sum, bin in
          sum + (yields.templates[row][bin] - (center?[bin] ?? 0)) * gradient.yields[row][bin]
        }
        items.append(Item(kind: .systematic(name), derivative: slope, effect: 0.01 * slope))
      }
    }
    let edges = point.binning.edges
    let range = edges[edges.count - 1] - edges[0]
    for (index, slope) in gradient.edges.enumerated().dropFirst().dropLast() {
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

  /// The row of the template that a variation varies; the row itself for an uncertainty; nil for a nominal
  /// template.
  private static func nominal(of name: String, among names: [String]) -> Int? {
    switch name {
    case SampleRole.up.rawValue, SampleRole.down.rawValue:
      return names.firstIndex(of: SampleRole.nominal.rawValue)
    case "uncertainty": return names.firstIndex(of: name)
    default:
      for mark in [".hi.", ".lo."] {
        if let place = name.firstRange(of: mark) {
          return names.firstIndex(of: String(name[..<place.lowerBound]))
        }
      }
      let isUncertainty = name.contains(".shapesys.") || name.contains(".staterror.")
      return isUncertainty ? names.firstIndex(of: name) : nil
    }
  }
}
