import Diagnostics
import FlowLoading
import FlowModel
import FlowValidation

/// What there is to say about rules and about parts of the language, in Markdown: from the rules' own pages and the
/// catalogue, so that it is said once.
enum Documentation {
  private static let pages: [RuleCode: RulePage] = Dictionary(
    (FileRules.pages + RuleRegistry.pages).map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })

  /// A rule.
  static func rule(_ code: RuleCode) -> String {
    let title = "**\(code) \(code.name)** (\(code.defaultSeverity.rawValue))"
    guard let page = pages[code] else { return title }
    return "\(title)\n\n\(page.what)\n\n\(page.why)"
  }

  /// A node type, with what a node of it can do as it is configured.
  static func node(_ id: String?, type: NodeType, fields: FieldValues) -> String {
    let description = type.description
    let waits = description.waits(fields) ?? false
    var parts = [
      id.map { "`\($0)`: **\(type.name)**" } ?? "**\(type.name)**", description.summary,
      waits
        ? "It waits, and so is not processed on an intermediate branch."
        : "It does not wait.",
    ]
    let outcomes = description.outcomes(fields).outcomes
    parts.append(list("Outcomes", outcomes.map { ($0.name, "\($0.summary) (\($0.class.rawValue))") }))
    let outputs = description.outputs(fields).outputs
    if !outputs.isEmpty { parts.append(list("Outputs", outputs.map { ($0.name, $0.summary) })) }
    return parts.joined(separator: "\n\n")
  }

  /// A field of an object.
  static func field(_ field: Field) -> String {
    var parts = ["**`\(field.name)`** (\(field.isRequired ? "required" : "optional"))", field.summary]
    for case .choice(let choices) in field.shape.alternatives {
      parts.append("One of \(choices.map { "`\($0)`" }.joined(separator: ", ")).")
    }
    if field.shape.takesTemplate {
      parts.append("May hold references: `$(variable)`, `$(node.output)`, `$(node.output | trim)`.")
    }
    return parts.joined(separator: "\n\n")
  }

  /// An outcome of a node.
  static func outcome(_ outcome: Outcome) -> String {
    let fallback =
      switch outcome.class {
      case .main, .closing: "It must have a target."
      case .timeout: "Without a target it goes to `@end:incomplete`, on an intermediate branch to `@resume`."
      case .failure: "Without a target it goes to `@end:error`, on an intermediate branch to `@resume`."
      case .intermediate: "Without a target it goes to `@resume`; `otherwise` does not stand for it."
      }
    return "**`\(outcome.name)`** (\(outcome.class.rawValue))\n\nTaken when \(outcome.summary). \(fallback)"
  }

  /// The key `otherwise`, with the outcomes that it stands for.
  static func otherwise(for outcomes: [String]) -> String {
    let shown = outcomes.prefix(20).map { "`\($0)`" }.joined(separator: ", ")
    let left =
      outcomes.isEmpty
      ? "Here no outcome is left for it."
      : "Here it stands for \(shown)\(outcomes.count > 20 ? " and \(outcomes.count - 20) more" : "")."
    return
      "**`otherwise`**\n\nThe target of every outcome that is not listed, intermediate ones aside. \(left)"
  }

  /// An output of a node.
  static func output(_ output: Output, of node: NodeName) -> String {
    let setBy = output.setBy.map { "`\($0)`" }.joined(separator: ", ")
    let steps = output.holdsJSON ? " It holds JSON: `.key` and `[index]` walk into it." : ""
    return "**`\(node).\(output.name)`**: \(output.summary).\n\nSet by \(setBy).\(steps)"
  }

  /// A value of a project's environments, with what each gives; nil where none gives it.
  static func environmentValue(_ name: String, in environments: [ProjectEnvironment]) -> String? {
    let values = environments.filter { $0.gives(name) }.map { environment in
      "- \(environment.name.quoted): \(environment[name].map(\.text.quoted) ?? "has an error")"
    }
    guard !values.isEmpty else { return nil }
    return "**`env.\(name)`**: a value of the project's environments\n\n\(values.joined(separator: "\n"))"
  }

  /// A filter of a reference; nil where there is none of that name.
  static func filter(named name: String) -> String? {
    TextFilter.summary(ofNamed: name).map { "**`\(name)`** (filter)\n\nGives \($0)." }
  }

  /// The targets that are no nodes, with what each does.
  static let ends: [(target: String, summary: String)] = [
    ("@end", "Ends the session with the result `success` (101)."),
    ("@end:success", "Ends the session with the result `success` (101)."),
    ("@end:error", "Ends the session with the result `error` (102)."),
    ("@end:incomplete", "Ends the session with the result `incomplete` (103)."),
    (
      "@resume",
      "Ends the intermediate branch: the StartConversation that it came from goes on waiting."
    ),
  ]

  private static func list(_ title: String, _ entries: [(name: String, text: String)]) -> String {
    // A Branch may have thousands.
    let shown = entries.prefix(20).map { "- `\($0.name)`: \($0.text)" }
    let more = entries.count > shown.count ? ["- and \(entries.count - shown.count) more"] : []
    return (["\(title):", ""] + shown + more).joined(separator: "\n")
  }
}
