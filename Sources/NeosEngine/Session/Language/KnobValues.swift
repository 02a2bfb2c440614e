// Readers of the values that are more than one number or word.

extension Knob {
  /// Mean and covariance of one sample's normal distribution.
  static func componentKnobs(_ role: SampleRole) -> [Knob] {
    [
      .keyed(
        "data", "\(role.rawValue)-mean", .events, "2 numbers between commas", "mean of \(role.rawValue)",
        read: { configuration in
          guard configuration.dataKind == .blobs else { return "" }
          return configuration.data[role].map { $0.mean.map(written).joined(separator: ",") } ?? ""
        },
        write: { configuration, text in
          let mean = try ValueParsing.numbers(text)
          guard mean.count == 2 else {
            throw ValueError(message: "a mean has 2 numbers, found \(mean.count) in '\(text)'")
          }
          try configuration.data.change(role) { $0.mean = mean }
        }),
      .keyed(
        "data", "\(role.rawValue)-covariance", .events, "2 variances and their covariance between commas",
        "covariance of \(role.rawValue), as xx,yy,xy",
        read: { configuration in
          guard configuration.dataKind == .blobs, let blob = configuration.data[role] else { return "" }
          let rows = blob.covariance ?? [[1, 0], [0, 1]]
          return [rows[0][0], rows[1][1], rows[0][1]].map(written).joined(separator: ",")
        },
        write: { configuration, text in
          let numbers = try ValueParsing.numbers(text)
          guard numbers.count == 3 else {
            throw ValueError(
              message: "a covariance has 3 numbers xx,yy,xy, found \(numbers.count) in '\(text)'")
          }
          let (xx, yy, xy) = (numbers[0], numbers[1], numbers[2])
          guard xx > 0, yy > 0, xx * yy > xy * xy else {
            throw ValueError(message: "the covariance '\(text)' is not positive definite")
          }
          let isUnit = numbers == [1, 1, 0]
          try configuration.data.change(role) { $0.covariance = isUnit ? nil : [[xx, xy], [xy, yy]] }
        }),
    ]
  }

  static func eventCounts(_ data: Blobs) -> String {
    let counts = data.blobs.map(\.eventCount)
    return Set(counts).count == 1 ? "\(counts[0])" : counts.map(String.init).joined(separator: ",")
  }

  static func setEventCounts(_ data: inout Blobs, _ text: String) throws {
    var counts: [Int] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      counts.append(try ValueParsing.count(String(part), to: 50_000_000))
    }
    guard counts.count == 1 || counts.count == data.blobs.count else {
      let roles = data.blobs.map(\.role.rawValue).joined(separator: ", ")
      throw ValueError(
        message: "it is one count, or one for each of \(roles); found \(counts.count) in '\(text)'")
    }
    for (index, role) in data.blobs.map(\.role).enumerated() {
      try data.change(role) { $0.eventCount = counts[counts.count == 1 ? 0 : index] }
    }
  }

  static func layers(_ words: [String]) throws(ValueError) -> [Layer] {
    var layers: [Layer] = []
    for word in words {
      if word.first?.isNumber == true || word.first == "-" {
        layers.append(.dense(try width(word)))
      } else {
        guard let activation = Activation(rawValue: word) else {
          let valid = Activation.allCases.map(\.rawValue)
          throw ValueError(
            message:
              "'\(word)' is neither a width nor an activation; these are \(valid.joined(separator: ", "))",
            valid: valid)
        }
        layers.append(.activation(activation))
      }
    }
    return try checked(layers)
  }

  private static func width(_ word: String) throws(ValueError) -> Int {
    do throws(ValueError) {
      return try ValueParsing.count(word, to: 10_000_000)
    } catch {
      throw ValueError(message: "the width '\(word)' must be a whole number from 1 to 10000000")
    }
  }

  private static func checked(_ layers: [Layer]) throws(ValueError) -> [Layer] {
    do throws(NetworkError) {
      return try Network(inputCount: 2, layers: layers).layers
    } catch {
      throw ValueError(message: "\(error)")
    }
  }

  /// What `train` takes.
  static let trainable = ["edges", "bandwidth", "none"]

  static func setTrained(_ configuration: inout Configuration, _ words: [String]) throws {
    for word in words where !trainable.contains(word) {
      throw ValueError(
        message: "'\(word)' cannot be trained; it is edges, bandwidth, or none beside the weights",
        valid: trainable)
    }
    guard words == ["none"] || !words.contains("none") else {
      throw ValueError(message: "'none' stands alone")
    }
    configuration.trainsEdges = words.contains("edges")
    configuration.trainsBandwidth = words.contains("bandwidth")
  }

  static func metricWords(_ metrics: [Objective]) -> [String] {
    if metrics.isEmpty { return ["none"] }
    return metrics == Objective.allCases ? ["all"] : metrics.map(\.rawValue)
  }

  static func metrics(_ words: [String]) throws(ValueError) -> [Objective] {
    if words == ["all"] { return Objective.allCases }
    if words == ["none"] { return [] }
    var metrics: [Objective] = []
    for word in words {
      let metric: Objective = try ValueParsing.choice(word, "metric")
      if !metrics.contains(metric) { metrics.append(metric) }
    }
    return metrics
  }
}

extension Layer {
  /// The layer as the language writes it.
  var word: String {
    switch self {
    case .dense(let width): "\(width)"
    case .activation(let activation): activation.rawValue
    }
  }
}

extension ValueParsing {
  /// From 0 to below 1.
  static func share(_ text: String) throws(ValueError) -> Double {
    let value = try number(text)
    guard (0..<1).contains(value) else {
      throw ValueError(message: "it must be at least 0 and below 1, found \(text)")
    }
    return value
  }

  /// The first digits of a digest, in hexadecimal.
  static func digest(_ text: String) throws(ValueError) -> String {
    let digits = text.lowercased()
    guard (8...64).contains(digits.count), digits.allSatisfy({ $0.isASCII && $0.isHexDigit }) else {
      throw ValueError(message: "it is 8 to 64 digits of a SHA-256 digest, found '\(text)'")
    }
    return digits
  }

  /// Above 0, at most 1.
  static func factor(_ text: String) throws(ValueError) -> Double {
    let value = try number(text)
    guard value > 0, value <= 1 else {
      throw ValueError(message: "it must be above 0 and at most 1, found \(text)")
    }
    return value
  }
}
