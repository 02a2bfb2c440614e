import NeosEngine
import NeosTerminal
import Testing

@Suite("A softmax histogram on the screen")
struct SoftmaxTests {
  private let desk = Desk(lines: [
    "data blobs samples=3 events=100", "network 16 relu 3 softmax", "histogram softmax",
    "model uncorrelated-background",
  ])

  @Test("The status line counts the outputs, which are the bins, and knows of no bandwidth")
  func status() {
    let second = desk.text().split(separator: "\n")[1]
    #expect(second.contains("  3 outputs") && !second.contains("bin") && !second.contains("bandwidth"))
    #expect(Desk().text().split(separator: "\n")[1].contains("bandwidth 0.5  2 bins"))
  }

  @Test("The keys of the bandwidth say that there is none", arguments: ["[", "]"] as [Key])
  func bandwidth(key: Key) {
    var desk = desk
    desk.press(key)
    #expect(desk.asked == [.bell] && desk.text().contains("a softmax histogram has no bandwidth"))
  }

  @Test("Where densities would be, it says why there are none", arguments: [200, 120, 80])
  func densities(width: Int) {
    var desk = desk
    desk.tell(.input(.resized(width: width, height: 40)))
    desk.press(.tab, .tab, "p", "z")
    let text = desk.text(width: width, height: 40)
    #expect(text.contains("density of the network output"))
    #expect(text.contains("a network of 3 outputs has no single density"))
    desk.press("p")
    #expect(!desk.text(width: width, height: 40).contains("no single density"))
  }
}
