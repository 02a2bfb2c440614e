import NeosPlot
import Testing

@Suite struct SpellingTests {
  @Test func signsAndLettersHaveASpellingInASCII() {
    #expect("0.4 ± 0.1, Cramér–Rao".spelled(in: .ascii) == "0.4 +- 0.1, Cramer-Rao")
    #expect("0.4 ± 0.1".spelled(in: .unicode) == "0.4 ± 0.1")
    #expect("界".spelled(in: .ascii) == "界", "nothing stands for it")
  }

  @Test func columnsOfATableStayWhereTheyAre() {
    #expect("± SIZE   how far\nSIZE     so far".spelled(in: .ascii) == "+- SIZE  how far\nSIZE     so far")
  }

  @Test func aTextThatGrowsIsCutToItsRoom() {
    #expect("a ± b".truncated(toColumns: 5, .ascii) == "a +-~")
    #expect("a ± b".truncated(toColumns: 6, .ascii) == "a +- b")
  }

  @Test func aCanvasLosesAccentsAndKeepsItsColumns() {
    var canvas = Canvas(width: 8, height: 1)
    canvas.write("é ± 界x", x: 0, y: 0)
    #expect(canvas.restricted(to: .ascii).description == "e ? ??x")
  }
}
