import NeosPlot
import NeosTerminal
import Testing

@Suite("Screen")
struct ScreenTests {
  @Test("A screen fills its window")
  func fillsWindow() {
    let canvas = Screen().draw(width: 80, height: 24, glyphs: .unicode)
    #expect(canvas.width == 80 && canvas.height == 24)
  }
}
