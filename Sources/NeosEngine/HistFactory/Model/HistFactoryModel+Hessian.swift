internal import NeosKernels

extension HistFactoryModel {
  /// The Hessian of the log-likelihood in the parameters.
  ///
  /// - Parameters:
  ///   - parameters: one value for each parameter.
  ///   - data: the main bins, then the auxiliary measurements.
  public func curvature(_ parameters: [Double], data: [Double]) -> SymmetricMatrix {
    derivatives(parameters, data: data).curvature
  }

  /// The gradient of the log-likelihood in the parameters, and its Hessian.
  ///
  /// A bin with the count n and the expected count nu adds (n / nu - 1) d^2 nu - (n / nu^2) dnu dnu^T. Both are
  /// gathered channel by channel over the parameters that touch the channel, so that what a parameter does not touch
  /// costs nothing.
  ///
  /// - Parameters:
  ///   - parameters: one value for each parameter.
  ///   - data: the main bins, then the auxiliary measurements.
  ///   - derivatives: what they replace.
  public func derivatives(
    _ parameters: [Double], data: [Double], into derivatives: inout LikelihoodDerivatives
  ) {
    self.derivatives(parameters, counts: expectedCounts(parameters), data: data, into: &derivatives)
  }

  /// The same, given the expected counts.
  public func derivatives(
    _ parameters: [Double], counts: ExpectedCounts<Double>, data: [Double],
    into derivatives: inout LikelihoodDerivatives
  ) {
    checkLength(of: data)
    check(counts)
    derivatives.setZeros(layout.profile, ofRates: layout.ratesProfile)
    let series = layout.shifting.map { interpolation.histoSys.slopes(Jet(parameters[$0], 1)) }
    for channel in layout.channels {
      let work = ChannelDerivatives(channel, data: data, rates: counts.rates)
      derivatives.withSecond(at: channel.scalarPlaces) { second in
        for part in layout.parts[channel.parts] {
          let terms = PartTerms(self, part, counts, parameters, work)
          addFactors(terms, to: work, second)
          addShifts(terms, series, to: work, second)
          addFamilies(terms, parameters, to: work)
        }
      }
      work.add(to: &derivatives)
    }
    if let ofRates = derivatives.curvatureOfRates { derivatives.curvature.add(ofRates) }
    for (index, term) in constraints.enumerated() {
      let (value, measured) = (parameters[term.parameter], data[binCount + index])
      derivatives.gradient[term.parameter] += term.slope(measured, value)
      derivatives.curvature.addToDiagonal(term.parameter, term.curvature(measured, value))
    }
  }

  /// Adds the derivatives in a part's factors on all bins, alone and in pairs.
  private func addFactors(
    _ terms: PartTerms, to work: borrowing ChannelDerivatives, _ second: MatrixEntries
  ) {
    let total = terms.bins.reduce(0) { $0 + terms.counts[$1] * terms.slopes[$1] }
    let factors = terms.factors
    for position in factors.indices {
      let factor = factors[position]
      let own = work.first + factor.local * work.binCount
      if work.begin(factor.local) { own.update(repeating: 0, count: work.binCount) }
      for bin in terms.bins { own[bin] += factor.derivative * terms.weights[bin] * terms.counts[bin] }
      work.gradient[factor.local] += factor.derivative * total
      second.add(factor.local, factor.local, factor.halfCurvature * factor.others * total)
      var product = factor.after * factor.slope * total
      for other in factors[..<position].reversed() {
        second.add(factor.local, other.local, product * other.slope * other.before)
        product *= other.value
      }
    }
  }

  /// Adds the derivatives in a part's shifts, alone, with each of its factors, and with those on single bins.
  private func addShifts(
    _ terms: PartTerms, _ interpolated: [(up: Jet, down: Jet)], to work: borrowing ChannelDerivatives,
    _ second: MatrixEntries
  ) {
    let (bins, scale) = (terms.bins, terms.scale)
    changes.withUnsafeBufferPointer { changes in
      guard let base = changes.baseAddress else { return }
      for shift in layout.shifts[terms.part.shifts] {
        let series = interpolated[shift.slot]
        let own = work.first + shift.local * bins.count
        let (ups, downs) = (base + shift.up, base + shift.down)
        let sums = neos_shift(
          ups, downs, scale * series.up.c0, scale * series.down.c0, terms.weights, terms.slopes, own,
          bins.count, work.begin(shift.local))
        let slope = series.up.c0 * sums.up + series.down.c0 * sums.down
        let curvature = series.up.c1 * sums.up + series.down.c1 * sums.down
        work.gradient[shift.local] += scale * slope
        second.add(shift.local, shift.local, 0.5 * scale * curvature)
        for factor in terms.factors { second.add(shift.local, factor.local, factor.derivative * slope) }
        for family in terms.families {
          let target = work.mixed(family.local, shift.local)
          for bin in bins {
            let change = series.up.c0 * ups[bin] + series.down.c0 * downs[bin]
            target[bin] += scale * family.slopes[bin] * change
          }
        }
      }
    }
  }

  /// Adds the derivatives in a part's factors on single bins, alone, with each of its factors and in pairs.
  private func addFamilies(
    _ terms: PartTerms, _ parameters: [Double], to work: borrowing ChannelDerivatives
  ) {
    for (position, family) in terms.families.enumerated() {
      let (own, gradient) = (work.first(ofFamily: family.local), work.gradient(ofFamily: family.local))
      for bin in terms.bins {
        let count = terms.scale * terms.counts[bin]
        own[bin] += family.weights[bin] * count
        gradient[bin] += family.slopes[bin] * count
      }
      for factor in terms.factors {
        let target = work.mixed(family.local, factor.local)
        for bin in terms.bins {
          target[bin] += factor.derivative * family.slopes[bin] * terms.counts[bin]
        }
      }
      for (other, next) in terms.families[..<position].enumerated() {
        let target = work.paired(family.local, next.local)
        for bin in terms.bins {
          var product = terms.scale * work.slopes[bin] * terms.counts[bin]
          for (third, factor) in terms.families.enumerated() where third != other && third != position {
            product *= parameters[factor.first + bin]
          }
          target[bin] += product
        }
      }
    }
  }
}
