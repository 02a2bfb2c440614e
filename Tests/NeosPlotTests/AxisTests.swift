import NeosPlot
import Testing

@Suite("Axes and ticks")
struct AxisTests {
  /// Whether a tick lies on 1, 2 or 5 times a power of ten: what its label says, without zeros, ends so.
  private func spacing(_ ticks: [Tick]) -> Set<String> {
    Set(
      zip(ticks, ticks.dropFirst()).map { first, second in
        let text = NumberText.brief(second.value - first.value, digits: 6)
        return String(text.prefix { $0 != "e" }.filter { $0 != "0" && $0 != "." && $0 != "-" })
      })
  }

  @Test(arguments: [
    (0.0, 1.0, 6), (-3, 7, 5), (0.05, 0.151, 4), (1e-7, 3e-7, 5), (-1e6, 2e6, 8), (99.9, 100.1, 3),
    (1e250, 3e250, 5), (-2e-250, 1e-250, 5),
  ])
  func linearTicksAreRoundAndInside(low: Double, high: Double, count: Int) throws {
    let axis = try #require(Axis(from: low, to: high))
    let ticks = axis.ticks(atMost: count)
    #expect(ticks.count <= count && ticks.count >= 2)
    #expect(ticks.allSatisfy { axis.contains($0.value) })
    #expect(spacing(ticks).isSubset(of: ["1", "2", "5"]) && spacing(ticks).count == 1)
    #expect(ticks.allSatisfy { Double($0.label) == $0.value }, "labels say the values")
    #expect(Set(ticks.map(\.label)).count == ticks.count)
  }

  @Test(arguments: [3, 5, 9])
  func roundedAxesCoverTheirValuesAndEndAtTicks(count: Int) throws {
    var generator = TestGenerator(state: UInt64(count))
    for _ in 0..<300 {
      let values = (0..<4).map { _ in Double.random(in: -50...200, using: &generator) }
      let axis = try #require(Axis(covering: values, roundedForTicks: count))
      let room = 1e-9 * (axis.high - axis.low)
      #expect(values.allSatisfy { $0 >= axis.low - room && $0 <= axis.high + room })
      let ticks = axis.ticks(atMost: count)
      #expect(ticks.first?.value == axis.low && ticks.last?.value == axis.high)
    }
  }

  @Test func labelsHaveJustEnoughDigits() throws {
    let halves = try #require(Axis(from: 0, to: 2)).ticks(atMost: 5).map(\.label)
    #expect(halves == ["0.0", "0.5", "1.0", "1.5", "2.0"])
    let tens = try #require(Axis(from: 0, to: 40)).ticks(atMost: 5).map(\.label)
    #expect(tens == ["0", "10", "20", "30", "40"])
    let small = try #require(Axis(from: 0, to: 3e-6)).ticks(atMost: 4).map(\.label)
    #expect(small == ["0", "1e-6", "2e-6", "3e-6"])
  }

  @Test func logTicksAreDecadesOrBetween() throws {
    let decades = try #require(Axis(from: 1e-3, to: 1e3, scale: .log)).ticks(atMost: 7).map(\.value)
    #expect(decades == [1e-3, 1e-2, 0.1, 1, 10, 100, 1000])
    let between = try #require(Axis(from: 1, to: 50, scale: .log)).ticks(atMost: 8).map(\.value)
    #expect(between == [1, 2, 5, 10, 20, 50])
    let wide = try #require(Axis(from: 1e-300, to: 1e300, scale: .log)).ticks(atMost: 8)
    #expect(wide.count >= 3 && wide.count <= 8)
    let narrow = try #require(Axis(from: 110, to: 180, scale: .log)).ticks(atMost: 5).map(\.value)
    #expect(narrow == [120, 140, 160, 180])
  }

  @Test func fractionsAndValuesAreInverse() throws {
    for scale in AxisScale.allCases {
      let axis = try #require(Axis(from: 0.01, to: 100, scale: scale))
      for fraction in [0, 0.25, 0.5, 1] {
        let back = try #require(axis.fraction(of: axis.value(at: fraction)))
        #expect((back - fraction).magnitude < 1e-12)
      }
    }
    let log = try #require(Axis(from: 1, to: 10, scale: .log))
    #expect(log.fraction(of: 0) == nil && log.fraction(of: -1) == nil && log.fraction(of: .nan) == nil)
  }

  @Test func oddRangesAreHandled() throws {
    #expect(Axis(from: .nan, to: 1) == nil)
    #expect(Axis(from: -2, to: -1, scale: .log) == nil)
    #expect(Axis(covering: [.nan, .infinity]) == nil)
    #expect(Axis(covering: [-1, 0], scale: .log) == nil)
    let equal = try #require(Axis(from: 3, to: 3))
    #expect(equal.contains(3) && equal.low < equal.high)
    let zero = try #require(Axis(from: 0, to: 0))
    #expect(zero.contains(0) && zero.ticks(atMost: 5).count >= 3)
    let all = try #require(Axis(from: -.infinity, to: .infinity))
    #expect(all.low.isFinite && all.high.isFinite && all.ticks(atMost: 5).count >= 2)
  }

  @Test func anyRangeHasTicksInside() {
    var generator = TestGenerator(state: 7)
    for round in 0..<4000 {
      let scale = AxisScale.allCases[round % 2]
      guard let axis = Axis(covering: generator.anyNumbers(3), scale: scale, roundedForTicks: round % 12)
      else { continue }
      let ticks = axis.ticks(atMost: round % 15)
      #expect(ticks.count <= round % 15)
      #expect(ticks.allSatisfy { axis.contains($0.value) })
      #expect(axis.low.isFinite && axis.high.isFinite && axis.low < axis.high)
    }
  }
}
