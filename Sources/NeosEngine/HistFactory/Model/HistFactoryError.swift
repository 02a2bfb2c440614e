/// Why a workspace and a measurement do not make a model.
public enum HistFactoryError: Error, Sendable, Equatable {
  /// No modifier declares a parameter.
  case noParameters
  /// A fit of so many parameters does not fit into the memory.
  case tooManyParameters(Int, largest: Int)
  /// Two channels, or two samples of a channel, have one name.
  case duplicateName(kind: String, name: String, channel: String?)
  /// A channel has no samples.
  case emptyChannel(String)
  /// A template has another number of bins than the first sample of its channel.
  case templateLength(template: String, found: Int, needed: Int)
  /// A template names a sample of events; its numbers are needed.
  case notNumeric(template: String, events: String)
  /// A template bin is not a finite number, or a constraint made of it is not.
  case template(ModelError)
  /// A sample has two modifiers of one name and type.
  case duplicateModifier(name: String, kind: ModifierKind, channel: String, sample: String)
  /// A normsys factor is not positive.
  case normSysNotPositive(name: String, channel: String, sample: String, hi: Double, lo: Double)
  /// Modifiers of types that ask for different parameters have one name.
  case incompatibleTypes(name: String, found: [ModifierKind])
  /// A shapesys name stands twice.
  case sharedShapeSys(name: String, channel: String, sample: String)
  /// The first channel of a shapefactor has fewer bins than another.
  case shapeFactorLength(name: String, channel: String, found: Int, parameters: Int)
  /// The samples of a staterror do not carry it in the same channels.
  case unevenStatError(name: String, sample: String, channel: String)
  /// The measurement does not say what the luminosity needs.
  case incompleteLuminosity(name: String, missing: [String])
  /// A parameter is configured twice.
  case duplicateConfiguration(String)
  /// A setting of a parameter has another length than the parameter has components.
  case settingLength(parameter: String, setting: String, found: Int, needed: Int)
  /// A parameter does not have what a setting would set.
  case unusedSetting(parameter: String, setting: String, kind: ModifierKind)
  /// The width or factor of a constraint is not positive, or a width is no more than rounding.
  case settingNotPositive(parameter: String, setting: String, value: Double)
  /// The parameter of interest is not among the parameters.
  case unknownPOI(String, known: [String])
  /// The parameter of interest has a component for each bin.
  case vectorPOI(String, count: Int)
  /// There are no observed counts for a channel.
  case missingObservation(channel: String)
  /// The observed counts of a channel have another number of bins than its templates.
  case observationLength(channel: String, found: Int, needed: Int)
}

extension HistFactoryError: CustomStringConvertible {
  /// What was found and what would be right.
  public var description: String {
    switch self {
    case .noParameters: "no modifier declares a parameter; a model needs one at least"
    case .tooManyParameters(let count, let largest):
      "the model has \(count) parameters; the matrices of a fit fit into this machine's memory for \(largest) at most"
    case .duplicateName(let kind, let name, let channel):
      "two \(kind)s\(channel.map { " of channel \($0)" } ?? "") have the name \(name)"
    case .emptyChannel(let channel): "channel \(channel) has no samples"
    case .templateLength(let template, let found, let needed):
      "\(template) has \(found) bins, but the first sample of its channel has \(needed)"
    case .notNumeric(let template, let events):
      "\(template) is to be learned from the events \(events); its numbers are needed before the model is made"
    case .template(let error): error.description
    case .duplicateModifier(let name, let kind, let channel, let sample):
      "sample \(sample) of channel \(channel) has two modifiers \(name) of type \(kind.rawValue); one is right"
    case .normSysNotPositive(let name, let channel, let sample, let hi, let lo):
      "normsys \(name) of sample \(sample) of channel \(channel) has the factors hi = \(hi) and lo = \(lo); both "
        + "must be above 0, as their powers interpolate (pyhf builds such a model and evaluates it to NaN around "
        + "alpha = 0 by code 4; by code 1 it is NaN or jumps there)"
    case .incompatibleTypes(let name, let found):
      "modifiers of the types \(found.map(\.rawValue).joined(separator: " and ")) share the name \(name), but ask "
        + "for different parameters; only histosys and normsys may share one"
    case .sharedShapeSys(let name, let channel, let sample):
      "shapesys \(name) stands again in sample \(sample) of channel \(channel), but belongs to one sample of one "
        + "channel; another name or a staterror is right"
    case .shapeFactorLength(let name, let channel, let found, let parameters):
      "shapefactor \(name) has \(parameters) parameters, one for each bin of its first channel, but "
        + "channel \(channel) has \(found) bins"
    case .unevenStatError(let name, let sample, let channel):
      "staterror \(name) covers channel \(channel), but not for sample \(sample), which carries it elsewhere; all "
        + "its samples must carry it in the same channels"
    case .incompleteLuminosity(let name, let missing):
      "the measurement must give \(missing.joined(separator: ", ")) of the lumi parameter \(name)"
    case .duplicateConfiguration(let name): "the measurement configures the parameter \(name) twice"
    case .settingLength(let parameter, let setting, let found, let needed):
      "the measurement gives \(found) \(setting) for the parameter \(parameter), which needs \(needed)"
    case .unusedSetting(let parameter, let setting, let kind):
      "the measurement gives \(setting) for the parameter \(parameter), but a \(kind.rawValue) has none"
    case .settingNotPositive(let parameter, let setting, let value):
      "the \(setting) of the parameter \(parameter) hold \(value); only positive numbers above the "
        + "rounding of doubles make a constraint"
    case .unknownPOI(let name, let known):
      "the parameter of interest \(name) is not among the parameters \(known.joined(separator: ", "))"
    case .vectorPOI(let name, let count):
      "the parameter of interest \(name) has \(count) components; a single parameter is needed"
    case .missingObservation(let channel): "there are no observed counts for channel \(channel)"
    case .observationLength(let channel, let found, let needed):
      "channel \(channel) has \(found) observed counts, but its templates have \(needed) bins"
    }
  }
}
