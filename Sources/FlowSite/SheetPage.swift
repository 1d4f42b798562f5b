import Diagnostics
import FlowModel
public import FlowReporting

/// The page of a sheet: how a flow is built in the platform's canvas, to be read on a screen or on paper.
public struct SheetPage: Sendable {
  private let sheet: FlowSheet

  /// Creates the page of a sheet.
  public init(_ sheet: FlowSheet) { self.sheet = sheet }

  /// The page as a browser reads it.
  public var bytes: [UInt8] {
    let introduction: [Markup] = sheet.introduction.map { "<p>\(Markup.prose($0))</p>\n" }
    let content: Markup = """
      <header class="title"><h1>Building “\(sheet.name.printable)”</h1></header>
      <section class="panel">\(introduction)</section>
      \(preparations)
      \(sheet.steps.map(section))
      \(gaps)
      """
    return SitePage(title: "Building “\(sheet.name)”", content: content, maker: "refrain sheet").bytes
  }

  private var preparations: Markup {
    let items: [Markup] = sheet.preparations.map { "<li>\(Markup.prose($0))</li>\n" }
    let rows: [Markup] = sheet.steps.map { step in
      """
      <tr><td>\(step.number)</td><td><a href="#step-\(step.number)"><code>\(step.node.text)</code></a></td>\
      <td>\(step.canvasName) <small>\(step.group)</small></td><td>n</td></tr>

      """
    }
    return """
      \(items.isEmpty ? nil : "<section class=\"panel\"><h2>Before</h2>\n<ul class=\"list\">\n\(items)</ul></section>" as Markup)
      <section class="panel"><h2>Nodes</h2>
      \(table(["Step", "Node", "Drag", "Its number"], rows))</section>
      """
  }

  private func section(_ step: SheetStep) -> Markup {
    let description: Markup? = step.description.map { "<p>\($0.printable)</p>\n" }
    let remarks: [Markup] = step.remarks.map { "<p>\($0)</p>\n" }
    let fields: [Markup] = step.fields.map { row("\($0.label.printable)", $0.value, $0.notes) }
    let actions = [("on entering", step.onEnter), ("on leaving", step.onLeave)].map {
      when, actions -> Markup in
      let rows: [Markup] = actions.map {
        row("Set Variable <code>\($0.variable)</code>", $0.value, $0.notes)
      }
      return rows.isEmpty ? "" : table(["Transition action \(when)", "Value", ""], rows)
    }
    let outcomes: [Markup] = step.connections.map { connection in
      """
      <tr><td><code>\(connection.outcome.printable)</code></td><td>\(Markup.prose(connection.target.words))</td></tr>

      """
    }
    return """
      <section class="panel" id="step-\(step.number)"><h2>\(step.number). <code>\(step.node.text)</code>: \
      \(step.canvasName)</h2>
      \(description)\(remarks)\(fields.isEmpty ? nil : table(["Field", "Value", ""], fields))
      \(actions)
      \(table(["Outcome", "Leads to"], outcomes))</section>

      """
  }

  private var gaps: Markup {
    let items: [Markup] = sheet.allGaps.map { step, gap in
      let place: Markup? = step.map { "<a href=\"#step-\($0.number)\">step \($0.number)</a>, " }
      return "<li>\(place)<code>\(gap.field.printable)</code>: \(Markup.prose(gap.instead))</li>\n"
    }
    return """
      <section class="panel"><h2>What has no counterpart</h2>
      \(items.isEmpty ? "<p>Nothing: all of the flow can be built.</p>" : "<ul class=\"list\">\n\(items)</ul>" as Markup)</section>
      """
  }

  private func row(_ label: Markup, _ value: String, _ notes: [String]) -> Markup {
    let notes: [Markup] = notes.map { "\(Markup.prose($0)) " }
    let shown: Markup = value.isEmpty ? "<i>empty</i>" : "<pre>\(whole: value)</pre>"
    return "<tr><td>\(label)</td><td>\(shown)</td><td>\(notes)</td></tr>\n"
  }

  private func table(_ heads: [String], _ rows: [Markup]) -> Markup {
    let heads: [Markup] = heads.map { "<th scope=\"col\">\($0)</th>" }
    return """
      <div class="table" tabindex="0" role="group" aria-label="Table"><table><thead><tr>\(heads)</tr></thead>
      <tbody>
      \(rows)</tbody></table></div>

      """
  }
}
