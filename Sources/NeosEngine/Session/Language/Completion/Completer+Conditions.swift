extension Completer {
  /// QUANTITY RELATION VALUE [± SIZE [rel]] [within N].
  func condition(_ words: ArraySlice<Word>, mayBeBounded: Bool) -> Proposal {
    var parts = words.flatMap(Condition.separated)
    var start = line.count
    if !partial.text.isEmpty {
      parts += Condition.separated(partial)
      start = (parts.popLast()?.column ?? 1) - 1
    }
    let typed = Word.meaning(of: line[start...])
    if let bound = parts.firstIndex(where: { $0.text == "within" }), mayBeBounded {
      return Proposal(hint: bound == parts.count - 1 ? "a number of steps" : "")
    }
    let within = mayBeBounded ? [Draft(text: "within", summary: "at most so many steps")] : []
    let isEquality = parts.count > 1 && ["=", "!="].contains(parts[1].text)
    switch parts.count {
    case 0:
      return Proposal(drafts: quantities(typed: typed), start: start, hint: "QUANTITY RELATION VALUE")
    case 1:
      return Proposal(
        drafts: Condition.Relation.allCases.map { Draft(text: $0.rawValue, summary: $0.summary) },
        start: start, hint: "= != < <= > >=")
    case 2:
      let now = context.numbers[parts[0].text].map { "; \(parts[0].text) is now \(short($0))" } ?? ""
      return Proposal(
        drafts: quantities(typed: typed), start: start, hint: "a number, [a row], or a quantity\(now)")
    case 3:
      let tolerance = isEquality ? [Draft(text: "±", summary: "a tolerance; also written +-")] : []
      let hints = (isEquality ? ["[± SIZE [rel]]"] : []) + (mayBeBounded ? ["[within N]"] : [])
      return Proposal(drafts: tolerance + within, start: start, hint: hints.joined(separator: " "))
    case 4 where isEquality && ["±", "+-"].contains(parts[3].text):
      return Proposal(hint: "the largest difference, as 1e-3")
    case 5 where isEquality:
      return Proposal(
        drafts: [Draft(text: "rel", summary: "in units of the value")] + within, start: start,
        hint: "[rel]" + (mayBeBounded ? " [within N]" : ""))
    default: return Proposal(drafts: within, start: start, hint: mayBeBounded ? "[within N]" : "")
    }
  }

  /// The quantities, with those names and indices that what was typed leads to.
  func quantities(typed: String) -> [Draft] {
    Quantity.forms.flatMap { form -> [Draft] in
      switch form.rest {
      case .none: return [Draft(text: form.name, summary: summary(form))]
      case .index(let isNeeded):
        return indexed(form.name, count(form), isNeeded: isNeeded, summary(form), typed)
      case .template where typed.hasPrefix(form.name):
        return context.templates.flatMap {
          indexed(form.name + $0.name, $0.binCount, isNeeded: false, form.summary, typed)
        }
      case .parameter where typed.hasPrefix(form.name):
        return context.parameters.map { Draft(text: form.name + $0, summary: form.summary) }
      case .result where typed.hasPrefix(form.name):
        return context.results.map { Draft(text: form.name + $0) }
      case .arguments where typed.hasPrefix(form.name): return arguments(typed)
      case .template, .parameter, .result, .arguments:
        return [Draft(text: form.name, summary: form.summary, endsWord: false)]
      }
    }
  }

  private func summary(_ form: Quantity.Form) -> String {
    context.numbers[form.name].map { "\(form.summary); now \(brief($0))" } ?? form.summary
  }

  private func count(_ form: Quantity.Form) -> Int {
    ["edges", "gradient.edges"].contains(form.name) ? context.edgeCount : 0
  }

  /// A row, and its numbers once a bracket is typed.
  private func indexed(
    _ name: String, _ count: Int, isNeeded: Bool, _ summary: String, _ typed: String
  ) -> [Draft] {
    let row = isNeeded ? [] : [Draft(text: name, summary: summary)]
    guard typed.hasPrefix("\(name)[") else {
      return row + [Draft(text: "\(name)[", summary: "one of it, counted from 0", endsWord: false)]
    }
    return (0..<min(count, 1000)).map { Draft(text: "\(name)[\($0)]", summary: summary) }
  }

  /// The next argument of `logpdf(`.
  private func arguments(_ typed: String) -> [Draft] {
    let name = typed.lastIndex { "(, ".contains($0) }.map { typed.index(after: $0) } ?? typed.endIndex
    let before = String(typed[..<name])
    return (context.parameters + ["data"]).map {
      Draft(text: "\(before)\($0)=", endsWord: false, isQuotable: false)
    }
  }
}

extension Condition.Relation {
  /// What it says.
  var summary: String {
    switch self {
    case .equal: "equal, within a tolerance if there is one"
    case .notEqual: "not equal"
    case .less: "below"
    case .lessOrEqual: "below or equal"
    case .greater: "above"
    case .greaterOrEqual: "above or equal"
    }
  }
}
