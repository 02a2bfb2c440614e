import NeosPlot
import Testing

@Suite("Heat map")
struct HeatMapTests {
  /// f(x, y) = x on the unit square.
  private func ramp(_ contours: [Double]) -> HeatMap {
    var map = HeatMap(values: [0, 1, 0, 1], columns: 2, xRange: 0...1, yRange: 0...1)
    map.contours = contours
    return map
  }

  @Test(arguments: [0.1, 0.25, 0.5, 0.77, 0.9])
  func contoursLieAtTheirLevel(level: Double) throws {
    let map = ramp([level])
    for glyphs in GlyphSet.allCases {
      let canvas = map.canvas(width: 60, height: 12, glyphs: glyphs)
      var count = 0
      for row in 1..<10 {
        for column in 0..<60 where canvas[column, row].style.foreground == .contour {
          let place = try #require(
            map.place(atColumn: column, row: row, width: 60, height: 12, glyphs: glyphs))
          #expect((place.x - level).magnitude <= 1.0 / 50, "within a column")
          count += 1
        }
      }
      #expect(count >= 9, "in every row")
    }
  }

  @Test func asciiContoursLieInTheSameCells() {
    let unicode = Examples.map.canvas(width: 50, height: 18, glyphs: .unicode)
    let ascii = Examples.map.canvas(width: 50, height: 18, glyphs: .ascii)
    for row in 1..<18 {
      for column in 0..<50 {
        #expect(unicode[column, row].style == ascii[column, row].style)
      }
    }
  }

  @Test func shadesFollowTheFunction() {
    for (glyphs, shades) in [(GlyphSet.unicode, " ░▒▓█"), (.ascii, " .:%#")] {
      let lines = ramp([]).text(width: 60, height: 12, glyphs: glyphs).lines
      let row = lines[3].drop { $0 != "│" && $0 != "|" && $0 != "┤" && $0 != "+" }.dropFirst()
      let levels = row.compactMap { Array(shades).firstIndex(of: $0) }
      #expect(levels == levels.sorted() && Set(levels).count == 5)
    }
  }

  @Test func valuesAreBilinear() {
    let map = HeatMap(values: [0, 1, 2, 3], columns: 2, xRange: 0...2, yRange: -1...1)
    #expect(map.value(x: 1, y: 0) == 1.5)
    #expect(map.value(x: 2, y: 1) == 3)
    #expect(map.value(x: 0, y: -1) == 0)
    #expect(map.value(x: 3, y: 0) == nil)
    let holes = HeatMap(values: [0, .nan, 2, 3], columns: 2, xRange: 0...2, yRange: -1...1)
    #expect(holes.value(x: 1, y: 0) == nil && holes.value(x: 0, y: 0) == 1)
  }

  @Test func eventsStandWhereTheyAre() throws {
    var map = ramp([])
    map.events = [HeatMap.Events("a", .signal, x: [0.2, .nan, 7], y: [0.8, 0.5, 0.5])]
    let canvas = map.canvas(width: 60, height: 12, glyphs: .ascii)
    var places: [(x: Double, y: Double)] = []
    for row in 1..<12 {
      for column in 0..<60 where canvas[column, row].style.foreground == .signal {
        places.append(
          try #require(map.place(atColumn: column, row: row, width: 60, height: 12, glyphs: .ascii)))
      }
    }
    #expect(places.count == 1)
    #expect(places.allSatisfy { ($0.x - 0.2).magnitude < 0.02 && ($0.y - 0.8).magnitude < 0.1 })
  }

  @Test func oddGridsAreSaid() {
    let map = HeatMap(values: [1, 2, 3], columns: 2, xRange: 0...1, yRange: 0...1)
    #expect(map.text(width: 40, height: 8).contains("no values on a grid"))
    let empty = HeatMap(values: [.nan, .nan], columns: 2, xRange: 0...1, yRange: 0...1)
    #expect(empty.text(width: 40, height: 8).contains("no finite values"))
  }
}
