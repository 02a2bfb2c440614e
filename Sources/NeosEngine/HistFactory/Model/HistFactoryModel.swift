/// A HistFactory likelihood, compiled from a workspace, whose templates may move.
///
/// The expected count of bin b is the sum over the samples of its channel
///
///     nu_b = sum_s  prod_j f_js(theta_j)  prod_k gamma_kb  (nominal_sb + sum_h delta_hsb(alpha_h))
///
/// with the factors f of normfactor, lumi and normsys modifiers, the factors gamma of shapefactor, shapesys and
/// staterror modifiers, and the shifts delta of histosys modifiers. The likelihood is the product of the Poisson
/// terms of the main bins and of the constraint terms (CERN-OPEN-2012-016, eq. 1; pyhf 0.7.6 `Model`, whose
/// parameter order, names, defaults and auxiliary data these are). Counts are not clipped.
///
/// Each template of the workspace is a row of ``yields``: channels in the order of their names, in them samples in
/// the order of theirs; of a sample the nominal template, and then those of its modifiers, ordered by name and
/// type, where `hi` precedes `lo`. ``slots`` says which row is which, and ``TemplateSlot/name`` how rows are
/// named. New templates make a new model at the cost of a copy:
///
///     let model = try HistFactoryModel(workspace, measurement: workspace.measurements[0])
///     var moved = model
///     try moved.replaceTemplates(templates)
///
/// Derivatives in the templates flow through the rates and also through tau of shapesys and the widths of
/// staterror modifiers, unless the measurement sets these.
public struct HistFactoryModel: StatisticalModel {
  /// The templates, row by row.
  public private(set) var yields: Yields
  /// Where each row of ``yields`` comes from.
  public let slots: [TemplateSlot]
  /// The sets of parameters, in order (pyhf `par_order`).
  public let parameterSets: [ParameterSet]
  /// The parameters, in pyhf's order.
  public private(set) var parameters: [ModelParameter]
  /// The position of the parameter of interest, if there is one.
  public let poiIndex: Int?
  /// The auxiliary measurements, in the order of the constrained parameters.
  public private(set) var auxiliaryData: [Double]
  /// The channels in order, with their places among the main bins.
  public let channels: [(name: String, bins: Range<Int>)]
  /// How the effects of histosys and normsys modifiers interpolate.
  public let interpolation: Interpolation
  /// The names that the measurement configures and no modifier uses.
  public let unusedConfigurations: [String]

  /// What a fit needs to know of the parameters.
  public private(set) var parameterSpace: ParameterSpace
  let layout: ModelLayout
  let sources: [ConstraintSource]
  /// One for each auxiliary measurement.
  private(set) var constraints: [ConstraintTerm]
  /// The rows of ``yields``, one after the other.
  private(set) var templates: [Double]
  /// The changes of all shifts from nominal to up and from down to nominal (``ModelLayout/Shift``).
  private(set) var changes: [Double]

  /// The model of a workspace, as a measurement has it.
  ///
  /// - Parameters:
  ///   - workspace: the workspace, without learned templates.
  ///   - measurement: what is measured.
  ///   - interpolation: by default that of pyhf.
  /// - Throws: ``HistFactoryError``, where they do not make a model.
  public init(
    _ workspace: Workspace, measurement: Workspace.Measurement,
    interpolation: Interpolation = Interpolation()
  ) throws(HistFactoryError) {
    let outline = try ModelOutline(workspace, interpolation: interpolation)
    let table = try ParameterTable(outline, measurement)
    guard table.parameters.count <= FitMemory.largestParameterCount else {
      throw .tooManyParameters(table.parameters.count, largest: FitMemory.largestParameterCount)
    }
    self.interpolation = interpolation
    slots = outline.slots
    yields = Yields(names: outline.slots.map(\.name), templates: outline.templates)
    templates = []
    changes = []
    parameterSets = table.sets
    parameters = table.parameters
    auxiliaryData = table.auxiliaryData
    channels = outline.channels.map { ($0.name, $0.bins) }
    unusedConfigurations = table.unusedConfigurations
    layout = ModelLayout(outline, table)
    sources = table.sources
    constraints = table.terms
    let poiIndex = try table.position(ofPOI: measurement.poi)
    self.poiIndex = poiIndex
    parameterSpace = ParameterSpace(table.parameters, poiIndex: poiIndex)
    parameterSpace.kinked = kinkedParameters
    do { try replaceTemplates(outline.templates) } catch { throw .template(error) }
  }

  /// The number of main bins.
  public var binCount: Int { layout.binCount }

  /// How the auxiliary measurements are distributed.
  public var auxiliaryMeasurements: [AuxiliaryMeasurement] {
    constraints.map { term in
      AuxiliaryMeasurement(
        parameter: term.parameter,
        distribution: term.distribution == .normal
          ? .normal(width: term.scale) : .poisson(factor: term.scale))
    }
  }

  /// The set of that name.
  public func parameterSet(named name: String) -> ParameterSet? {
    parameterSets.first { $0.name == name }
  }

  /// The width of a parameter's constraint (pyhf `paramset.width()`): that of its normal distribution, or
  /// 1 / sqrt(factor) where it is a Poisson distribution; nil for a free parameter.
  public func constraintWidth(_ parameter: Int) -> Double? {
    guard let term = constraints.first(where: { $0.parameter == parameter }) else { return nil }
    return term.distribution == .normal ? term.scale : 1 / term.scale.squareRoot()
  }

  /// Puts other numbers into all templates, and into the auxiliary data, constraints and fixed flags that follow
  /// from them.
  ///
  /// - Parameter rows: as many numbers in as many rows as ``yields`` has.
  /// - Throws: ``ModelError`` when a number is not finite, or too extreme for a constraint; the model is then as
  ///   it was.
  public mutating func replaceTemplates(_ rows: [[Double]]) throws(ModelError) {
    precondition(
      rows.count == slots.count && zip(rows, yields.templates).allSatisfy { $0.count == $1.count },
      "templates of the model's own shape")
    var next = self
    next.templates.removeAll(keepingCapacity: true)
    if let (row, bin) = rows.firstNotFinite {
      throw .notFinite(template: slots[row].name, bin: bin, value: rows[row][bin])
    }
    for row in rows { next.templates.append(contentsOf: row) }
    next.yields.templates = rows
    next.setChanges()
    for source in sources {
      for bin in 0..<source.binCount {
        let scale = source.scale(bin, next.templates)
        guard (scale ?? 1).isFinite else {
          throw .extremeConstraint(parameter: parameters[source.firstParameter + bin].name)
        }
        if source.setsScale { next.constraints[source.firstTerm + bin].scale = scale ?? 1 }
        if source.setsAuxiliary { next.auxiliaryData[source.firstTerm + bin] = scale ?? 1 }
        let parameter = source.firstParameter + bin
        // Both are shared with the model before unless they change.
        if source.setsFixed, next.parameters[parameter].isFixed != (scale == nil) {
          next.parameters[parameter].isFixed = scale == nil
          next.parameterSpace.isFixed[parameter] = scale == nil
        }
      }
    }
    self = next
  }

  /// Takes the changes of all shifts from the templates.
  private mutating func setChanges() {
    changes = [Double](repeating: 0, count: layout.changeCount)
    for part in layout.parts {
      for shift in layout.shifts[part.shifts] {
        for bin in 0..<part.bins.count {
          let nominal = templates[part.nominal + bin]
          changes[shift.up + bin] = templates[shift.hi + bin] - nominal
          changes[shift.down + bin] = nominal - templates[shift.lo + bin]
        }
      }
    }
  }
}

extension ParameterTable {
  /// The position of the parameter of interest; nil for an empty name.
  func position(ofPOI name: String) throws(HistFactoryError) -> Int? {
    guard !name.isEmpty else { return nil }
    guard let set = self[name] else { throw .unknownPOI(name, known: sets.map(\.name)) }
    guard set.range.count == 1 else { throw .vectorPOI(name, count: set.range.count) }
    return set.range.lowerBound
  }
}
