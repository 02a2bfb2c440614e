import NeosEngine
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

  @Test("Tables that an opened file reads are named, and the screen is ready when they are read")
  func readsTables() {
    var screen = Screen(name: "study.neos")
    func status() -> String {
      String(screen.draw(width: 120, height: 40, glyphs: .unicode).description.prefix { $0 != "\n" })
    }
    for rows in [1000, 4000] {
      _ = screen.update(
        .worker(.said(.reading("b.csv", TableProgress(rows: rows, total: 4000, share: Double(rows) / 4000)))))
      #expect(status().contains("working"))
      #expect(status().contains("reading b.csv: row 1000 of 4000") == (rows < 4000), "\(status())")
    }
    let update = SessionUpdate(view: SessionView(), curves: .replaced([], others: [:]))
    _ = screen.update(.worker(.update(update)))
    #expect(status().contains("paused") && !status().contains("b.csv"))
  }

  @Test("A stop while an opened file is read is over when it is read")
  func stopsReading() {
    var screen = Screen(name: "study.neos")
    _ = screen.update(.worker(.said(.reading("b.csv", TableProgress(rows: 1000, total: nil, share: 0.1)))))
    #expect(screen.update(.input(.key(.character(" ")))).contains(.work(.stop)))
    let update = SessionUpdate(view: SessionView(), curves: .replaced([], others: [:]))
    _ = screen.update(.worker(.update(update)))
    #expect(screen.draw(width: 120, height: 40, glyphs: .unicode).description.contains("paused"))
  }

  @Test("What is said of a line that waits is gone when the line begins")
  func waitingIsOver() {
    var desk = Desk(lines: ["data blobs events=100"])
    desk.tell(.worker(.began("step 5")))
    _ = desk.screen.update(.input(.key(.character("b"))))
    #expect(desk.text().contains("'back' waits for the end of the run"))
    desk.tell(.worker(.finished("step 5")))
    desk.tell(.worker(.began("back")))
    #expect(!desk.text().contains("waits for the end"))
  }
}
