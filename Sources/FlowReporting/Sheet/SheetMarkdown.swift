import Diagnostics
import FlowModel

extension FlowSheet {
  /// The sheet as Markdown with tables, as code hosting sites show it.
  public var markdown: String {
    var lines = ["# Building “\(name.asMarkdown)”", ""]
    for paragraph in introduction { lines += [paragraph, ""] }
    let preparations = preparations
    if !preparations.isEmpty {
      lines += ["## Before", ""] + preparations.map { "- \($0.printable)" } + [""]
    }
    lines += ["## Nodes", "", "| step | node | drag | its number |", "| --- | --- | --- | --- |"]
    lines += steps.map { "| \($0.number) | `\($0.node.text)` | \($0.canvasName) (\($0.group)) | n |" }
    for step in steps { lines += [""] + step.markdown }
    let gaps = allGaps
    lines += ["", "## What has no counterpart", ""]
    if gaps.isEmpty { lines.append("Nothing: all of the flow can be built.") }
    for (step, gap) in gaps {
      let place = step.map { "step \($0.number), " } ?? ""
      lines.append("- \(place)\(gap.field.asMarkdownCode): \(gap.instead.printable)")
    }
    return lines.map { $0 + "\n" }.joined()
  }
}

extension SheetStep {
  fileprivate var markdown: [String] {
    var lines = ["### \(number). `\(node.text)`: \(canvasName)", ""]
    if let description { lines += ["> \(description.asMarkdown)", ""] }
    if !remarks.isEmpty { lines += [remarks.joined(separator: " "), ""] }
    if !fields.isEmpty {
      lines += ["| field | value | |", "| --- | --- | --- |"]
      lines += fields.map { field in
        "| \(field.label.asMarkdown) | \(field.value.asMarkdownCell) | \(field.notes.joined(separator: " ").asCell) |"
      }
      lines.append("")
    }
    for (title, actions) in [("on entering", onEnter), ("on leaving", onLeave)] where !actions.isEmpty {
      lines += ["| transition action \(title) | value | |", "| --- | --- | --- |"]
      lines += actions.map { action in
        "| Set Variable `\(action.variable)` | \(action.value.asMarkdownCell) | "
          + "\(action.notes.joined(separator: " ").asCell) |"
      }
      lines.append("")
    }
    lines += ["| outcome | leads to |", "| --- | --- |"]
    return lines
      + connections.map { "| \($0.outcome.asMarkdownCell) | \($0.target.words.printable.asCell) |" }
  }
}

extension String {
  /// The text in a line of Markdown, in which nothing of it is markup.
  fileprivate var asMarkdown: String {
    printable.reduce(into: "") { line, character in
      if "\\`*_[]<>#|&!~".contains(character) { line.append("\\") }
      line.append(character)
    }
  }

  /// Markdown in a cell of a table.
  fileprivate var asCell: String { replacing("|", with: "\\|") }

  /// The text as code, with as many backticks around it as it takes (CommonMark, 6.1).
  fileprivate var asMarkdownCode: String {
    let text = printable
    var longest = 0
    var length = 0
    for byte in text.utf8 {
      length = byte == UInt8(ascii: "`") ? length + 1 : 0
      longest = max(longest, length)
    }
    let fence = String(repeating: "`", count: longest + 1)
    let needsSpace = text.hasPrefix("`") || text.hasSuffix("`") || text.hasPrefix(" ") && text.hasSuffix(" ")
    return needsSpace ? "\(fence) \(text) \(fence)" : fence + text + fence
  }

  /// The text as code in a cell, line by line; nothing for no text.
  fileprivate var asMarkdownCell: String {
    guard !isEmpty else { return "*empty*" }
    return split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : String($0).asMarkdownCode.asCell }.joined(separator: "<br>")
  }
}
