/// A coordinate as text: at most two digits after the point, a hundredth of a millimeter, the same in every locale.
///
/// Numbers beyond ±10^5 are held there, and what is not a number is 0: neither is on a page.
func svgNumber(_ value: Double) -> String {
  guard !value.isNaN else { return "0" }
  let hundredths = Int((min(max(value, -1e5), 1e5) * 100).rounded())
  let (whole, rest) = (hundredths.magnitude / 100, hundredths.magnitude % 100)
  var text = hundredths < 0 ? "-\(whole)" : "\(whole)"
  if rest > 0 { text += rest % 10 == 0 ? ".\(rest / 10)" : rest < 10 ? ".0\(rest)" : ".\(rest)" }
  return text
}
