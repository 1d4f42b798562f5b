import Diagnostics

/// The coverage of flows as a table for people: a row for each flow, and below it what was not reached.
public struct CoverageTable: Sendable {
  private static let width = 100
  /// How wide paths may be; of a longer one the end is shown, which tells more.
  private static let pathWidth = 40
  /// How many lines list what was not reached of one flow; JSON lists all of it.
  private static let shownLines = 12
  /// The same for outcomes that the flow's author did not list: there are many, and they tell less.
  private static let shownLinesOfUnlisted = 3

  private let flows: [FlowCoverage]
  private let style: TerminalStyle

  /// Creates a table.
  public init(of flows: [FlowCoverage], style: TerminalStyle = TerminalStyle(isColored: false)) {
    self.flows = flows
    self.style = style
  }

  /// The table's lines.
  public var lines: [String] {
    let nodes = flows.reduce(.nothing) { $0 + $1.enteredNodes }
    let listed = flows.reduce(.nothing) { $0 + $1.takenListedOutcomes }
    let outcomes = flows.reduce(.nothing) { $0 + $1.takenOutcomes }
    let paths = flows.map { $0.file.printable.shortenedAtStart(to: Self.pathWidth) }
    let sum = flows.count > 1 ? ["all \(flows.count) flows"] : []
    let columns = Columns(
      path: (paths + sum + ["coverage"]).map(\.displayWidth).max() ?? 0,
      number: max(String(nodes.total).utf8.count, String(outcomes.total).utf8.count))
    var lines = [style.strong(columns.row("coverage", "nodes", "listed", "", "outcomes", ""))]
    for (path, flow) in zip(paths, flows) {
      lines.append(columns.row(path, flow.enteredNodes, flow.takenListedOutcomes, flow.takenOutcomes))
      lines += missing(of: flow)
    }
    for name in sum { lines.append(style.strong(columns.row(name, nodes, listed, outcomes))) }
    return lines
  }

  /// What was not reached of a flow. The outcomes of a node that was not entered go without saying.
  private func missing(of flow: FlowCoverage) -> [String] {
    guard flow.scenarios > 0 else { return ["  " + style.faint("no scenario plays it")] }
    let nodes = flow.nodes
    func notTaken(isListed: Bool) -> [String] {
      nodes.filter { $0.entries > 0 }.flatMap { node in
        node.outcomes.filter { $0.count == 0 && $0.isListed == isListed }.map { outcome in
          // What is not listed stands on no line.
          "\(node.id).\(outcome.name)" + (isListed ? " (line \(outcome.line))" : "")
        }
      }
    }
    return list(
      "not entered:", nodes.filter { $0.entries == 0 }.map { "\($0.id) (line \($0.line))" },
      limit: Self.shownLines)
      + list("not taken:", notTaken(isListed: true), limit: Self.shownLines)
      + list("not listed, not taken:", notTaken(isListed: false), limit: Self.shownLinesOfUnlisted)
  }

  private func list(_ title: String, _ names: [String], limit: Int) -> [String] {
    guard !names.isEmpty else { return [] }
    var lines: [String] = []
    var line = "  " + title
    for (index, name) in names.enumerated() {
      let item = name.printable + (index == names.count - 1 ? "" : ",")
      if line.displayWidth + 1 + item.displayWidth > Self.width {
        lines.append(line)
        line = "   "
        if lines.count == limit {
          line += " … and \(names.count - index) more"
          break
        }
      }
      line += " " + item
    }
    return lines + [line]
  }
}

/// The widths of the columns.
private struct Columns {
  let path: Int
  /// The width of the largest number.
  let number: Int

  func row(
    _ path: String, _ nodes: FlowCoverage.Share, _ listed: FlowCoverage.Share, _ outcomes: FlowCoverage.Share
  ) -> String {
    row(
      path, counts(nodes), counts(listed), listed.percentText, counts(outcomes), outcomes.percentText)
  }

  func row(
    _ path: String, _ nodes: String, _ listed: String, _ share: String, _ outcomes: String, _ percent: String
  ) -> String {
    [
      path.padded(to: self.path), right(nodes, 2 * number + 4), right(listed, max(6, 2 * number + 4)),
      right(share, 7), right(outcomes, max(8, 2 * number + 4)), right(percent, 7),
    ].joined(separator: "  ").trimmed
  }

  private func counts(_ share: FlowCoverage.Share) -> String {
    "\(share.reached) of \(right("\(share.total)", number))"
  }

  private func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.utf8.count)) + text
  }
}

extension FlowCoverage.Share {
  /// The share in percent with one decimal, never rounded up: 100 % is all of it.
  public var percentText: String {
    "\(tenthsOfPercent / 10).\(tenthsOfPercent % 10) %"
  }
}
