/// Where a row of a HistFactory model's yields comes from.
public struct TemplateSlot: Sendable, Hashable {
  /// What the numbers are.
  public enum Role: Sendable, Hashable {
    /// The expected counts of the sample.
    case nominal
    /// The variation at +1 of the histosys modifier of that name.
    case hi(String)
    /// The variation at -1 of the histosys modifier of that name.
    case lo(String)
    /// The absolute uncertainties of the shapesys or staterror modifier of that name.
    case uncertainty(String, ModifierKind)

    /// Whether the numbers are uncertainties and not expected counts.
    public var isUncertainty: Bool {
      if case .uncertainty = self { true } else { false }
    }
  }

  /// The channel.
  public let channel: String
  /// The sample.
  public let sample: String
  /// What the numbers are.
  public let role: Role

  /// The name of the row: `CHANNEL.SAMPLE` for a nominal template, and with `.hi.MODIFIER`, `.lo.MODIFIER`,
  /// `.shapesys.MODIFIER` or `.staterror.MODIFIER` for the others.
  public var name: String {
    let sample = "\(channel).\(sample)"
    return switch role {
    case .nominal: sample
    case .hi(let modifier): "\(sample).hi.\(modifier)"
    case .lo(let modifier): "\(sample).lo.\(modifier)"
    case .uncertainty(let modifier, let kind): "\(sample).\(kind.rawValue).\(modifier)"
    }
  }
}
