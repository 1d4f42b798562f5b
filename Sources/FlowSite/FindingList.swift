import Diagnostics
import FlowModel
import FlowReporting

/// Findings with their source lines, as `refrain lint` shows them.
enum FindingList {
  /// A list of findings, and how many of them it shows: of each rule as many as `refrain lint` does, and no more than a page
  /// holds beside its other parts. Nothing where there is none.
  static func items(of diagnostics: [Diagnostic]) -> (markup: Markup, shown: Int) {
    guard !diagnostics.isEmpty else { return ("", 0) }
    var quota = FindingQuota()
    var items: [Markup] = []
    var size = 0
    for diagnostic in diagnostics where quota.admits(diagnostic) {
      guard items.count < Limits.reportedFindings, size < Limits.reportedPartSize else { break }
      items.append(item(of: diagnostic))
      size += items[items.count - 1].html.utf8.count
    }
    return ("<ol class=\"findings\">\n\(items)</ol>", items.count)
  }

  private static func item(of diagnostic: Diagnostic) -> Markup {
    let finding = diagnostic.finding
    let start = diagnostic.start
    let others = finding.steps.isEmpty ? finding.related : finding.steps
    let places: [Markup] = others.prefix(Limits.reportedPlaces).map { place in
      "<li>\(Markup.prose(place.message))\(source(place.place.range, in: diagnostic.file))</li>\n"
    }
    let omitted: Markup? =
      others.count > places.count ? "<li>… and \(others.count - places.count) more</li>" : nil
    return """
      <li class="finding"><h3><span class="badge \(finding.severity.rawValue)">\(finding.severity.rawValue)</span> \
      \(Markup.prose(finding.message))</h3>
      <p class="facts"><code>\(diagnostic.file.path.printable):\(start.line):\(start.column)</code> \
      <code>\(finding.code.rawValue)</code> \(finding.code.name)</p>
      \(source(finding.place.range, in: diagnostic.file))
      \(places.isEmpty ? nil : "<ol class=\"places\">\n\(places)\(omitted)</ol>" as Markup)
      \(finding.help.isEmpty ? nil : "<p class=\"help\">\(Markup.prose(finding.help))</p>" as Markup)</li>

      """
  }

  /// The marked lines, with their numbers.
  private static func source(_ range: Range<Int>, in file: SourceFile) -> Markup {
    let excerpt = SourceExcerpt(of: range, in: file)
    let lines: [Markup] = excerpt.lines.enumerated().map { index, line in
      let (before, marked, after) = line.parts
      let gap: Markup? = index > 0 && excerpt.hasGap ? "…\n" : nil
      return """
        \(gap)<span class="number">\(line.number)</span>\(before)<mark>\(marked)</mark>\(after)

        """
    }
    return "<pre class=\"source\" tabindex=\"0\" role=\"group\" aria-label=\"Source\">\(lines)</pre>"
  }
}

extension SourceExcerpt.Line {
  /// The text before, in and after the marked columns. A mark behind the text is a space.
  fileprivate var parts: (before: String, marked: String, after: String) {
    var parts = (before: "", marked: "", after: "")
    var measure = DisplayWidth()
    var column = 0
    for scalar in text.unicodeScalars {
      let width = measure.width(of: scalar)
      // What takes no column of its own belongs to what it follows.
      let place = width == 0 ? max(0, column - 1) : column
      if place < marked.lowerBound {
        parts.before.unicodeScalars.append(scalar)
      } else if place < marked.upperBound {
        parts.marked.unicodeScalars.append(scalar)
      } else {
        parts.after.unicodeScalars.append(scalar)
      }
      column += width
    }
    if parts.marked.isEmpty { parts.marked = " " }
    return parts
  }
}
