extension DeclaredEvents {
  /// The events of declared samples, read and generated where they are not yet.
  ///
  /// - Parameters:
  ///   - declarations: what is declared; it gets the checksums of what was read.
  ///   - key: that of generated events.
  init(
    _ declarations: inout SampleDeclarations, key: RandomKey, _ store: inout TableStore, _ watch: TableWatch
  ) throws(TableStoreError) {
    var builder = Builder(declarations)
    try store.keepingWhatIsUsed { store throws(TableStoreError) in
      for (position, sample) in builder.declarations.samples.enumerated() {
        try builder.add(sample, position: position, key: key, &store, watch)
      }
    }
    declarations = builder.declarations
    self.init(
      tables: builder.tables, derived: builder.derived, partners: builder.partners,
      featureCount: builder.featureCount)
  }
}

private struct Builder {
  let featureCount: Int
  var declarations: SampleDeclarations
  var tables: [Sample] = []
  var derived: [DeclaredEvents.Derived] = []
  var partners: [Int] = []

  init(_ declarations: SampleDeclarations) {
    self.declarations = declarations
    featureCount = declarations.features.count
  }

  mutating func add(
    _ sample: SampleDeclaration, position: Int, key: RandomKey, _ store: inout TableStore, _ watch: TableWatch
  ) throws(TableStoreError) {
    let variations = declarations.variations(of: sample.name)
    var weights: [String] = []
    for case .weights(let up, let down) in variations.map(\.effect) { weights += [up, down] }
    let table = try store.table(sample, position: position, weights: weights, key: key, watch)
    if case .table(let request) = sample.source {
      let check = table.check(sample.columns)
      try see(sample.check, check, request.path)
      declarations.note(check, sample: sample.name)
    }
    let weight = sample.weight.flatMap { table.columns.firstIndex(of: $0) }
    let sum = try total(table, sample.weight, sample.name)
    let expected = sample.yield ?? sum
    let place = tables.count
    tables.append(table.events)
    partners.append(place)
    derived.append(
      DeclaredEvents.Derived(
        name: sample.name, role: sample.isSignal ? .signal : .nominal, table: place, weight: weight,
        change: nil,
        eventsOf: nil, expected: expected))
    for variation in variations {
      func add(
        _ role: SampleRole, table: Int, weight: Int?, change: DeclaredEvents.FeatureChange? = nil,
        eventsOf: String? = nil,
        expected: Double
      ) {
        derived.append(
          DeclaredEvents.Derived(
            name: variation.eventsName(role), role: role, table: table, weight: weight, change: change,
            eventsOf: eventsOf, expected: expected))
      }
      func add(_ role: SampleRole, _ name: String, factor: Double = 1, offset: Double = 0) {
        guard let feature = sample.features.firstIndex(of: name) else { return }
        let change = DeclaredEvents.FeatureChange(feature: feature, factor: factor, offset: offset)
        add(role, table: place, weight: weight, change: change, expected: expected)
      }
      switch variation.effect {
      case .norm: break
      case .shift(let name, let up, let down):
        add(.up, name, offset: up)
        add(.down, name, offset: down)
      case .scale(let name, let up, let down):
        add(.up, name, factor: up)
        add(.down, name, factor: down)
      case .weights(let up, let down):
        let check = table.check([up, down])
        try see(variation.check, check, "\(up), \(down)")
        declarations.note(check, of: variation)
        for (role, name) in [(SampleRole.up, up), (.down, down)] {
          let column = table.columns.firstIndex(of: name)
          let ratio = try total(table, name, variation.eventsName(role)) / sum
          add(role, table: place, weight: column, eventsOf: sample.name, expected: expected * ratio)
        }
      case .files(let up, let down):
        guard case .table(var request) = sample.source else { continue }
        var checks = ""
        for (role, path) in [(SampleRole.up, up), (.down, down)] {
          request.path = path
          let varied = try store.table(request, weights: [], watch)
          checks += varied.check(sample.columns).prefix(8)
          let column = sample.weight.flatMap { varied.columns.firstIndex(of: $0) }
          // Without weights, the number of events says nothing about the rate.
          let ratio =
            sample.weight == nil ? 1 : try total(varied, sample.weight, variation.eventsName(role)) / sum
          tables.append(varied.events)
          partners.append(place)
          add(role, table: tables.count - 1, weight: column, expected: expected * ratio)
        }
        try see(variation.check, checks, "\(up), \(down)")
        declarations.note(checks, of: variation)
      }
    }
  }

  /// The sum of a column of weights over all events that pass, also beyond a limit, or their number.
  private func total(
    _ table: TableStore.Table, _ column: String?, _ name: String
  ) throws(TableStoreError) -> Double {
    guard let column else { return Double(table.totals.eventCount) }
    let sum = table.totals.sums[column] ?? 0
    guard sum > 0 else { throw .sumOfWeights(name, sum) }
    return sum
  }

  private func see(_ known: String?, _ found: String, _ name: String) throws(TableStoreError) {
    if let known, found != known { throw .check(name, found: found, expected: known) }
  }
}
