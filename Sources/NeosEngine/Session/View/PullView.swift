/// The parameters of a fit, for a chart of their pulls.
public struct PullView: Sendable, Hashable {
  /// A parameter of a fit.
  public struct Parameter: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// Its best-fit value.
    public var bestFit: Double
    /// Its uncertainty; nil where it is fixed, at a bound, or without influence.
    public var uncertainty: Double?
    /// The distance from the center of its constraint in units of the constraint's width; nil without one.
    public var pull: Double?
    /// The uncertainty in units of the constraint's width.
    public var constraint: Double?
    /// Whether a bound holds it.
    public var isAtBound: Bool
    /// Whether the fit may not move it.
    public var isFixed: Bool
  }

  /// The signal strength that the fit holds; nil where it is free.
  public var tested: Double?
  /// The data, in words.
  public var data: String
  /// The parameters in the model's order; those whose names differ in their numbers alone in the order of the numbers:
  /// `jes2` before `jes10`.
  public var parameters: [Parameter]

  /// The parameters of a fit.
  init(tested: Double?, data: String, parameters: [Parameter]) {
    self.tested = tested
    self.data = data
    self.parameters = parameters
    let groups = Dictionary(grouping: parameters.indices) { NumberedName(parameters[$0].name).stem }
    for places in groups.values where places.count > 1 {
      let ordered = places.sorted {
        NumberedName(parameters[$0].name).precedes(NumberedName(parameters[$1].name))
      }
      for (place, index) in zip(places, ordered) { self.parameters[place] = parameters[index] }
    }
  }

  /// What was fitted to which data.
  public var title: String {
    tested.map { "fit at mu = \(short($0)) to \(data)" } ?? "fit to \(data)"
  }
}

/// A name with numbers in it, such as `jes10`.
private struct NumberedName {
  /// The name with a sign for every number.
  private(set) var stem = ""
  /// The digits of the numbers, without zeros before them.
  private var numbers: [String] = []

  init(_ name: String) {
    var isInNumber = false
    for character in name {
      let isDigit = character.isASCII && character.isNumber
      defer { isInNumber = isDigit }
      guard isDigit else {
        stem.append(character)
        continue
      }
      if !isInNumber {
        stem.append("#")
        numbers.append("")
      }
      let last = numbers.count - 1
      if character != "0" || !numbers[last].isEmpty { numbers[last].append(character) }
    }
  }

  /// Whether its numbers come before those of another name of the same stem.
  func precedes(_ other: NumberedName) -> Bool {
    for (number, otherNumber) in zip(numbers, other.numbers) where number != otherNumber {
      return (number.count, number) < (otherNumber.count, otherNumber)
    }
    return false
  }
}

extension FitView {
  /// Its parameters, for a chart.
  public var pulls: PullView { PullView(tested: tested, data: data, parameters: parameters) }
}

extension AssessedFit {
  /// Its parameters, for a chart.
  func pulls(of data: String) -> PullView {
    PullView(
      tested: nil, data: data,
      parameters: space.names.indices.map { index in
        let pull = pull(of: index)
        return PullView.Parameter(
          name: space.names[index], bestFit: best.parameters[index],
          uncertainty: covariance?.uncertainty(of: index), pull: pull?.value, constraint: pull?.constraint,
          isAtBound: best.atBound.contains(index), isFixed: space.isFixed[index])
      })
  }
}
