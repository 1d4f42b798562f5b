import Diagnostics

/// For people: each diagnostic with its source lines, the places that belong to it, and what to do.
///
///     Flows/a.flow.json:31:14: error: … [RF301 waiting-node-on-intermediate-branch]
///       31 |     "onError": "pause"
///          |                ^^^^^^^
///       help: …
struct TextReporter: DiagnosticReporter {
  let style: TerminalStyle
  /// How paths are told where this text is part of what a service reads.
  var paths: ReportPaths?

  func report(_ report: LintReport, write: ([UInt8]) -> Void) {
    var isFirst = true
    for section in report.sections {
      for diagnostic in section.shown {
        write(Array(((isFirst ? "" : "\n") + text(of: diagnostic)).utf8))
        isFirst = false
      }
      let omissions = section.omissions.map { $0.line(style) + "\n" }
      if !omissions.isEmpty { write(Array(("\n" + omissions.joined()).utf8)) }
    }
  }

  /// What is shown of one diagnostic, with a line break at its end.
  func text(of diagnostic: Diagnostic) -> String {
    let finding = diagnostic.finding
    let cut = CutList(finding.steps.isEmpty ? finding.related : finding.steps)
    let places = cut.beginning + cut.end
    let excerpt = SourceExcerpt(of: finding.place.range, in: diagnostic.file)
    let others = places.map { SourceExcerpt(of: $0.place.range, in: diagnostic.file) }
    let lastNumber = (others + [excerpt]).flatMap { $0.lines.map(\.number) }.max() ?? 0
    let gutter = Gutter(width: String(lastNumber).utf8.count, style: style)

    var text = diagnostic.headline(style, in: paths) + "\n"
    text += gutter.text(of: excerpt) { style.severity($0, finding.severity) }
    for (index, (place, excerpt)) in zip(places, others).enumerated() {
      if index == cut.beginning.count { text += "  … \(cut.omitted) more\n" }
      let number = index < cut.beginning.count ? index + 1 : index + 1 + cut.omitted
      let label = finding.steps.isEmpty ? "note:" : "\(number)."
      text += "  \(style.strong(label)) \(place.message.printable)\n"
      text += gutter.text(of: excerpt) { style.strong($0) }
    }
    if !finding.help.isEmpty { text += "  \(style.strong("help:")) \(finding.help.printable)\n" }
    return text
  }
}

/// The line numbers beside the source lines.
private struct Gutter {
  let width: Int
  let style: TerminalStyle

  func text(of excerpt: SourceExcerpt, emphasis: (String) -> String) -> String {
    var text = ""
    for (index, line) in excerpt.lines.enumerated() {
      if index > 0, excerpt.hasGap { text += margin("...") + "\n" }
      text += margin("\(line.number)") + (line.text.isEmpty ? "" : " \(line.text)") + "\n"
      let carets = emphasis(String(repeating: "^", count: line.marked.count))
      text += margin("") + String(repeating: " ", count: line.marked.lowerBound + 1) + carets + "\n"
    }
    return text
  }

  private func margin(_ label: String) -> String {
    "  " + style.faint(String(repeating: " ", count: max(0, width - label.utf8.count)) + label + " |")
  }
}
