import Foundation
import NeosPlot
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// What an XML parser finds in a figure.
final class Markup: NSObject, XMLParserDelegate {
  private(set) var elements: [(name: String, attributes: [String: String])] = []
  private(set) var text = ""

  /// Reads a text; nil when it is not well-formed.
  static func read(_ svg: String) -> Markup? {
    let markup = Markup()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = markup
    return parser.parse() ? markup : nil
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    elements.append((name, attributes))
  }

  func parser(_ parser: XMLParser, foundCharacters characters: String) { text += characters }
}

/// Expects that no text of a figure covers another or leaves the page.
func expectApartTexts(_ figure: Figure, sourceLocation: SourceLocation = #_sourceLocation) {
  let (page, texts) = figure.textBoxes
  for (index, box) in texts.enumerated() {
    #expect(
      box.x >= page.x && box.right <= page.right && box.y >= page.y && box.bottom <= page.bottom,
      "\(box) on \(page)", sourceLocation: sourceLocation)
    for other in texts[..<index] {
      #expect(!box.overlaps(other), "\(box), \(other)", sourceLocation: sourceLocation)
    }
  }
}
