import NeosPlot
import Testing

/// A page that needs nothing beside itself.
@Suite struct HTMLPageTests {
  private let page = HTMLPage(
    title: "a <study> & more",
    sections: [
      .init(
        "Yields \"by bin\"",
        [
          .paragraph("<script>alert(1)</script>"),
          .table(.init(columns: ["sample", "bin 0"], rows: [[.text("<td>"), .number("1.5")]])),
          .table(.init(columns: ["", ""], rows: [[.text("step"), .number("3")]])),
          .figure(
            Figure([.init("", .histogram(Examples.published)), .init("", .curves(Examples.losses))]),
            caption: "bins & steps"),
          .lines(["data blobs events=10", "expect cls < 1\u{1B}"]),
        ])
    ])

  @Test func everythingIsEscaped() {
    let html = page.html
    #expect(html.contains("<h1>a &lt;study&gt; &amp; more</h1>"))
    #expect(html.contains("<title>a &lt;study&gt; &amp; more</title>"))
    #expect(html.contains("<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"))
    #expect(html.contains("<td>&lt;td&gt;</td><td class=\"n\">1.5</td>"))
    #expect(html.contains("<pre>data blobs events=10\nexpect cls &lt; 1\u{FFFD}</pre>"))
    #expect(!html.contains("<script"))
  }

  @Test func nothingIsFetchedAndNothingRuns() {
    let html = page.html
    for word in ["src=", "@import", "url(", "<link", "http://", "https://"] {
      let found = html.replacing("xmlns=\"http://www.w3.org/2000/svg\"", with: "").contains(word)
      #expect(!found, "\(word)")
    }
    #expect(html.contains("prefers-color-scheme: dark"))
    #expect(html.contains("@media print"))
    #expect(html.contains("name=\"viewport\""))
  }

  @Test func contentsLeadToTheSectionsAndEachChartStandsAlone() {
    let html = page.html
    #expect(html.contains("<a href=\"#s1\">") && html.contains("<section id=\"s1\">"))
    #expect(html.components(of: "<svg ") == 2)
    #expect(html == page.html)
  }
}

extension String {
  fileprivate func components(of word: String) -> Int { ranges(of: word).count }
}
