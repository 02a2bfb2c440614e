import NeosEngine
import NeosPlot
import NeosTerminal
import Testing

@Suite("Breakpoints on the screen")
struct BreakpointTests {
  private var desk: Desk { Desk(lines: ["data blobs events=100", "step 3"]) }

  @Test("A breakpoint that stops a run marks its pane and says why")
  func breakpoints() throws {
    var desk = desk
    desk.perform("break when step >= 5")
    desk.perform("step 10")
    #expect(desk.text().contains("Curves loss <- step >= 5"))
    #expect(desk.text().contains("stopped at step 5 by breakpoint 1"))
    desk.press(.escape)
    #expect(!desk.text().contains("<- step"))
  }

  @Test("A breakpoint on a bin marks it until the breakpoint is cleared, or Escape")
  func breakpointOnABin() {
    var desk = desk
    let reading = "bin 1, 0.5 to 1: signal"
    for clear in ["break clear", nil] {
      desk.perform("break when yields.signal[1] > 0")
      desk.perform("step 10")
      #expect(desk.text().contains("Histogram] <- yields.signal[1]") && desk.text().contains(reading))
      desk.perform("back")
      #expect(desk.text().contains(reading), "it goes on to be read")
      desk.perform("break clear 7")
      #expect(desk.text().contains(reading), "there is no such breakpoint")
      if let clear { desk.perform(clear) } else { desk.press(.escape) }
      #expect(!desk.text().contains(reading))
    }
    // A bin that was chosen by hand stays.
    desk.press(.right, .right)
    desk.perform("break clear")
    #expect(desk.text().contains(reading))
  }

  @Test("A breakpoint on a parameter marks its row in the fit pane, and scrolls to it")
  func breakpointOnAParameter() throws {
    var desk = desk
    desk.tell(.input(.resized(width: 80, height: 24)))
    desk.press(.tab, .tab, .tab)
    /// The rows of the fit pane that are marked.
    func marked() -> [Substring] {
      let canvas = desk.screen.draw(width: 80, height: 24, glyphs: .unicode)
      let rows = canvas.description.split(separator: "\n", omittingEmptySubsequences: false)
      return rows.indices.filter { y in
        // Titles and the status line are no parameters.
        y > 2 && y < 22
          && (1..<79).contains {
            canvas[$0, y].style.attributes.contains(.reverse) && canvas[$0, y].character != " "
          }
      }.map { rows[$0] }
    }
    #expect(marked().isEmpty)
    desk.perform("break when fit.mu > -100")
    desk.perform("step 10")
    #expect(desk.text(width: 80, height: 24).contains("[Fit] <- fit.mu"))
    let rows = marked()
    #expect(rows.count == 1 && rows[0].contains(#/││mu +/#), "\(rows)")
    // From there the keys go on.
    let shown = desk.text(width: 80, height: 24)
    desk.press("j")
    #expect(desk.text(width: 80, height: 24) != shown)
    desk.press("k")
    desk.perform("break clear")
    #expect(marked().isEmpty)
  }

  @Test("A breakpoint on the loss or a metric shows that curve under the title that names it")
  func breakpointOnAMetric() {
    var desk = desk
    desk.perform("metrics cls discovery")
    desk.perform("break when discovery > 0")
    desk.perform("step 10")
    #expect(desk.text().contains("Curves discovery <- discovery > 0"))
    desk.perform("break clear")
    desk.perform("break when loss > -1")
    desk.perform("step 10")
    #expect(desk.text().contains("Curves loss <- loss > -1"))
  }
}
