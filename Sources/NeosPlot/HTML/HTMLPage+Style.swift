extension HTMLPage {
  /// The style of the page: one column, tables that scroll on their own where they are too wide, figures on white.
  static let style = """
    :root { color-scheme: light dark; --ink: #1b1b1b; --dim: #595959; --ground: #fff; --line: #d0d0d0; --code: #f4f4f4; --link: #005a8c; }
    @media (prefers-color-scheme: dark) {
      :root { --ink: #e6e6e6; --dim: #a8a8a8; --ground: #161616; --line: #444; --code: #222; --link: #7cc4f0; }
    }
    * { box-sizing: border-box; }
    body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 60rem; color: var(--ink); background: var(--ground);
      font: 16px/1.5 Helvetica, Arial, sans-serif; overflow-wrap: anywhere; }
    h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 1rem; }
    h2 { font-size: 1.2rem; margin: 2.2rem 0 0.6rem; padding-bottom: 0.2rem; border-bottom: 1px solid var(--line); }
    a { color: var(--link); }
    nav ul { display: flex; flex-wrap: wrap; gap: 0.2rem 1.2rem; margin: 0; padding: 0; list-style: none; }
    .wide { overflow-x: auto; margin: 0.8rem 0; }
    table { border-collapse: collapse; font-size: 0.9rem; font-variant-numeric: tabular-nums; }
    th, td { padding: 0.2rem 1rem 0.2rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line);
      overflow-wrap: normal; }
    th { color: var(--dim); font-weight: 600; }
    .n { text-align: right; white-space: nowrap; }
    pre { margin: 0.8rem 0; padding: 0.8rem; background: var(--code); border-radius: 4px; white-space: pre-wrap;
      font: 0.85rem/1.45 ui-monospace, Menlo, Consolas, monospace; }
    figure { margin: 1rem 0; }
    .panels { display: flex; flex-wrap: wrap; gap: 4mm; }
    figure svg { display: block; max-width: 100%; height: auto; background: #fff; border-radius: 4px; }
    figcaption { margin-top: 0.4rem; color: var(--dim); font-size: 0.9rem; }
    @media print {
      :root { --ink: #000; --dim: #444; --ground: #fff; --line: #bbb; --code: #fff; --link: #000; }
      body { max-width: none; padding: 0; font-size: 10pt; }
      nav { display: none; }
      h2 { break-after: avoid; }
      figure, tr { break-inside: avoid; }
      pre { border: 1px solid var(--line); }
      .wide { overflow: visible; }
    }
    """
}
