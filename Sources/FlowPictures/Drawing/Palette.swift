/// The colours of a picture, for a light or a dark page. All text has a contrast of 4.5 to 1 or more with what is
/// behind it.
struct Palette: Sendable {
  let page: String
  let ink: String
  /// Text that matters less.
  let muted: String
  /// The inside of cards and labels.
  let card: String
  let border: String
  let branch: String
  let closing: String
  let failure: String
  let good: String
  let bad: String
  let doubtful: String
  let notice: String
  /// Text on one of the colours.
  let onColor: String
  /// What is lit.
  let lit: String
  let litCard: String
  let visitedCard: String

  static let light = Palette(
    page: "#ffffff", ink: "#1f2328", muted: "#59636e", card: "#f6f8fa", border: "#818b98", branch: "#8250df",
    closing: "#0969da", failure: "#bc4c00", good: "#1a7f37", bad: "#cf222e", doubtful: "#9a6700",
    notice: "#0969da", onColor: "#ffffff", lit: "#9a6700", litCard: "#fff8c5", visitedCard: "#eef4ff")

  static let dark = Palette(
    page: "#0d1117", ink: "#e6edf3", muted: "#9da5ae", card: "#161b22", border: "#6e7681", branch: "#bc8cff",
    closing: "#58a6ff", failure: "#f0883e", good: "#3fb950", bad: "#ff7b72", doubtful: "#d29922",
    notice: "#58a6ff", onColor: "#0d1117", lit: "#e3b341", litCard: "#3b2e0a", visitedCard: "#16243a")
}
