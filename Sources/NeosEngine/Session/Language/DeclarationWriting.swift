extension SampleDeclaration {
  /// The line that declares it.
  var line: String {
    var words = ["sample", name]
    switch source {
    case .table(let request):
      words.append(Word.quoted(request.path))
      words.append("columns=\(Word.quotedValue(ColumnNames.written(request.columns)))")
      for (key, value) in [
        ("weight", request.weight.map { ColumnNames.written($0) }), ("where", request.selection),
        ("limit", request.limit.map(String.init)),
        ("dataset", request.dataset),
      ] {
        if let value { words.append("\(key)=\(Word.quotedValue(value))") }
      }
    case .generated(let features, let events):
      let list = features.map { "\($0.name)=\($0.distribution.word)" }.joined(separator: ",")
      words.append("generate=\(Word.quotedValue(list))")
      words.append("events=\(events)")
    }
    if let yield { words.append("yield=\(written(yield))") }
    if isSignal != (name == "signal") { words.append("role=\(isSignal ? "signal" : "background")") }
    if let check { words.append("check=\(check)") }
    return words.joined(separator: " ")
  }
}

extension VariationDeclaration {
  /// The line that declares it.
  var line: String {
    var words = ["vary", name, sample]
    switch effect {
    case .files(let up, let down): words.append("files=\(Word.quotedValue(ColumnNames.written([up, down])))")
    case .weights(let up, let down):
      words.append("weights=\(Word.quotedValue(ColumnNames.written([up, down])))")
    case .shift(let feature, let up, let down):
      words.append(
        "shift=\(Word.quotedValue("\(ColumnNames.written(feature)):\(written(up)),\(written(down))"))")
    case .scale(let feature, let up, let down):
      words.append(
        "scale=\(Word.quotedValue("\(ColumnNames.written(feature)):\(written(up)),\(written(down))"))")
    case .norm(let hi, let lo): words.append("norm=\(written(hi)),\(written(lo))")
    }
    if width != 1 { words.append("width=\(width.isInfinite ? "free" : written(width))") }
    if let check { words.append("check=\(check)") }
    return words.joined(separator: " ")
  }
}

extension FeatureDistribution {
  /// It as the language writes it.
  var word: String {
    switch self {
    case .normal(let mean, let deviation): "normal:\(written(mean)):\(written(deviation))"
    case .exponential(let rate): "exponential:\(written(rate))"
    case .uniform(let low, let high): "uniform:\(written(low)):\(written(high))"
    }
  }
}
