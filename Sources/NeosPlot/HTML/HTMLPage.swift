/// A page of HTML that needs nothing beside itself: text, tables and figures, with the style in it.
///
/// It reads on a phone and on paper, and is light or dark as the reader's screen is. All texts are escaped; equal pages
/// give equal bytes.
public struct HTMLPage: Sendable {
  /// A table.
  public struct Table: Sendable {
    /// A cell.
    public enum Cell: Sendable {
      /// Words.
      case text(String)
      /// A number, as it is written.
      case number(String)
    }

    /// What the columns are called; no heading when all are empty.
    public var columns: [String]
    /// The rows.
    public var rows: [[Cell]]

    /// A table.
    public init(columns: [String], rows: [[Cell]]) {
      self.columns = columns
      self.rows = rows
    }
  }

  /// A part of a section.
  public enum Block: Sendable {
    /// A sentence or more.
    case paragraph(String)
    /// A table.
    case table(Table)
    /// A figure and what it shows.
    case figure(Figure, caption: String)
    /// Lines as they are, in letters of one width.
    case lines([String])
  }

  /// A part of the page with a heading.
  public struct Section: Sendable {
    /// The heading.
    public var title: String
    /// What is in it.
    public var blocks: [Block]

    /// A section.
    public init(_ title: String, _ blocks: [Block]) {
      self.title = title
      self.blocks = blocks
    }
  }

  /// The title of the page.
  public var title: String
  /// The sections, each with an entry in the contents.
  public var sections: [Section]

  /// A page.
  public init(title: String, sections: [Section]) {
    self.title = title
    self.sections = sections
  }

  /// The text of the page.
  public var html: String {
    let title = title.markupEscaped()
    var lines = [
      "<!DOCTYPE html>", "<html lang=\"en\">", "<head>", "<meta charset=\"utf-8\">",
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">",
      "<title>\(title)</title>", "<style>", Self.style, "</style>", "</head>", "<body>", "<h1>\(title)</h1>",
      "<nav><ul>",
    ]
    for (index, section) in sections.enumerated() {
      lines.append("<li><a href=\"#s\(index + 1)\">\(section.title.markupEscaped())</a></li>")
    }
    lines.append("</ul></nav>")
    for (index, section) in sections.enumerated() {
      lines.append("<section id=\"s\(index + 1)\">")
      lines.append("<h2>\(section.title.markupEscaped())</h2>")
      lines += section.blocks.map(\.html)
      lines.append("</section>")
    }
    return (lines + ["</body>", "</html>"]).joined(separator: "\n") + "\n"
  }
}

extension HTMLPage.Block {
  fileprivate var html: String {
    switch self {
    case .paragraph(let text): "<p>\(text.markupEscaped())</p>"
    case .table(let table): table.html
    case .figure(let figure, let caption):
      // Charts that stand alone go one below the other where the page is narrow.
      "<figure>\n<div class=\"panels\">\n"
        + figure.panels.map { Figure([$0], title: figure.title).svg }.joined()
        + "</div>\n<figcaption>\(caption.markupEscaped())</figcaption>\n</figure>"
    case .lines(let lines): "<pre>\(lines.joined(separator: "\n").markupEscaped(keepingLines: true))</pre>"
    }
  }
}

extension HTMLPage.Table {
  fileprivate var html: String {
    var lines = ["<div class=\"wide\"><table>"]
    // Without a heading a row is a name and what stands for it, numbers as words.
    let isList = columns.allSatisfy(\.isEmpty)
    if !isList {
      // A heading stands as the numbers below it do.
      let heads = columns.enumerated().map { index, name in
        let isNumber = rows.contains { row in
          if index < row.count, case .number = row[index] { true } else { false }
        }
        return "<th\(isNumber ? " class=\"n\"" : "")>\(name.markupEscaped())</th>"
      }
      lines.append("<thead><tr>\(heads.joined())</tr></thead>")
    }
    lines.append("<tbody>")
    for row in rows {
      let cells = row.map { cell in
        switch cell {
        case .text(let text): "<td>\(text.markupEscaped())</td>"
        case .number(let text) where isList: "<td>\(text.markupEscaped())</td>"
        case .number(let text): "<td class=\"n\">\(text.markupEscaped())</td>"
        }
      }
      lines.append("<tr>\(cells.joined())</tr>")
    }
    return (lines + ["</tbody></table></div>"]).joined(separator: "\n")
  }
}
