/// One bin as it is drawn: intervals of the y axis.
struct HistogramStack {
  /// What each layer covers, from lowest to highest; layers with nothing to show are left out.
  var parts: [(layer: Int, low: Double, high: Double)] = []
  /// The sum of what is shown; nil when it is undefined.
  var total: Double?
  /// The band around the total, between the variations.
  var band: (low: Double, high: Double)?
  /// The statistical error of the total.
  var error: Double?
  /// The data point and its error, the square root of the count.
  var data: (value: Double, error: Double)?

  /// Every value that the y axis has to reach.
  var values: [Double] {
    var values = parts.flatMap { [$0.low, $0.high] }
    if let total { values.append(total) }
    if let band { values += [band.low, band.high] }
    if let total, let error { values += [total + error, total - error] }
    if let data { values += [data.value + data.error, data.value - data.error] }
    return values
  }
}

extension HistogramChart {
  /// The layers that are shown, with the yields that are shown for them, not scaled.
  func shown(inBin bin: Int) -> [(layer: Int, yield: Double?)] {
    switch selection {
    case .all:
      return layers.indices.map { ($0, layers[$0].yields.finite(at: bin)) }
    case .layer(let layer):
      return layers.indices.contains(layer) ? [(layer, layers[layer].yields.finite(at: bin))] : []
    case .up, .down:
      guard let band, layers.indices.contains(band.layer) else { return [] }
      return [(band.layer, (selection == .up ? band.up : band.down).finite(at: bin))]
    }
  }

  /// How many times its yield a layer is drawn.
  func factor(ofLayer layer: Int) -> Double {
    layers[layer].role == .signal && signalFactor.isFinite && signalFactor > 0 ? signalFactor : 1
  }

  func stack(ofBin bin: Int) -> HistogramStack {
    var stack = HistogramStack()
    var above = 0.0
    var below = 0.0
    var variance = 0.0
    var hasErrors = false
    var isDefined = true
    for (layer, yield) in shown(inBin: bin) {
      guard let yield else {
        isDefined = false
        continue
      }
      let factor = factor(ofLayer: layer)
      let height = yield * factor
      if height > 0 {
        stack.parts.append((layer, above, above + height))
        above += height
      } else if height < 0 {
        stack.parts.append((layer, below + height, below))
        below += height
      }
      if let error = layers[layer].errors.finite(at: bin), selection != .up, selection != .down {
        variance += (error * factor) * (error * factor)
        hasErrors = true
      }
    }
    let total = above + below
    guard isDefined, total.isFinite, above.isFinite, below.isFinite else {
      return HistogramStack(data: dataPoint(inBin: bin))
    }
    stack.total = total
    stack.band = bandInterval(inBin: bin, around: total)
    if hasErrors, variance.isFinite { stack.error = variance.squareRoot() }
    stack.data = dataPoint(inBin: bin)
    return stack
  }

  private func dataPoint(inBin bin: Int) -> (value: Double, error: Double)? {
    guard selection == .all, let count = data.finite(at: bin) else { return nil }
    return (count, max(count, 0).squareRoot())
  }

  private func bandInterval(inBin bin: Int, around total: Double) -> (low: Double, high: Double)? {
    guard let band, layers.indices.contains(band.layer), let up = band.up.finite(at: bin),
      let down = band.down.finite(at: bin), let nominal = layers[band.layer].yields.finite(at: bin)
    else { return nil }
    guard selection == .all || selection == .layer(band.layer) else { return nil }
    let factor = factor(ofLayer: band.layer)
    let ends = [total + (up - nominal) * factor, total + (down - nominal) * factor]
    guard ends.allSatisfy(\.isFinite) else { return nil }
    return (min(ends[0], ends[1]), max(ends[0], ends[1]))
  }
}

extension [Double] {
  /// The number at a place; nil when there is none or it is not finite.
  func finite(at index: Int) -> Double? {
    indices.contains(index) && self[index].isFinite ? self[index] : nil
  }
}
