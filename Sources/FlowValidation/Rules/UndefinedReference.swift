import Diagnostics
import FlowModel

/// RF401: templates refer to variables and outputs that there are, and `set` to variables that are declared.
struct UndefinedReference: Rule {
  func findings(in context: inout RuleContext) -> [Finding] {
    let graph = context.graph
    let variables = Set(graph.variables.map(\.name))
    var findings: [Finding] = []
    for reference in graph.references.indices where graph.references[reference].subject.isUndefined {
      let reference = graph.references[reference]
      let ids = context.names
      let problem = problem(
        of: reference, ids: ids, variables: variables, in: graph, suggester: &context.suggester)
      findings.append(
        Finding(
          .undefinedReference, problem, at: reference.place,
          help: """
            It would always render as the empty string. Names are case-sensitive: `$(variable)` is declared in \
            `variables`, `$(node.output)` is an output of that node as it is configured.
            """))
    }
    guard !graph.variablesAreUncertain else { return findings }
    let assignments = context.lists.assigning.lazy.flatMap { graph[$0].onEnter + graph[$0].onLeave }
    for assignment in assignments where assignment.variable == nil {
      let nearest = context.suggester.suggestion(for: assignment.name, among: graph.variables.map(\.name))
      findings.append(
        Finding(
          .undefinedReference, "there is no variable \(assignment.name.quoted) to set\(suggesting(nearest))",
          at: assignment.namePlace,
          help: "Declare it in `variables` with the value that a session begins with, or set another one."))
    }
    return findings
  }

  private func problem(
    of reference: Reference, ids: NameTable, variables: Set<String>, in graph: FlowGraph,
    suggester: inout NameSuggester
  ) -> String {
    let node = ids[reference.name].map { graph.nodes[$0] }
    if reference.steps.isEmpty {
      if node != nil {
        return "\(reference.name.quoted) is a node, not a variable: a reference needs one of its outputs"
      }
      let nearest = suggester.suggestion(for: reference.name, among: graph.variables.lazy.map(\.name))
      return "there is no variable \(reference.name.quoted)\(suggesting(nearest.map { "$(\($0))" }))"
    }
    guard let node else {
      if variables.contains(reference.name) {
        return
          "\(reference.name.quoted) is a variable, which has no outputs; did you mean `$(\(reference.name))`?"
      }
      let nearest = suggester.suggestion(for: reference.name, among: graph.nodes.lazy.map(\.id))
      let rest = reference.text.dropFirst(reference.name.count)
      return "there is no node \(reference.name.quoted)\(suggesting(nearest.map { "$(\($0)\(rest))" }))"
    }
    let written = String(reference.text.dropFirst(reference.name.count + 1))
    let nearest = suggester.suggestion(for: written, among: outputs(of: node, fitting: reference))
    return """
      \(node.id.quoted) has no output \(written.quoted)\(suggesting(nearest.map { "$(\(node.id).\($0))" }))
      """
  }

  /// The names of a node's outputs; with the rest of the reference where one may go on.
  private func outputs(of node: FlowNode, fitting reference: Reference) -> [String] {
    node.outputs.map { output in
      guard output.holdsJSON else { return output.name }
      let components = output.name.utf8.count { $0 == UInt8(ascii: ".") } + 1
      return output.name
        + reference.steps.dropFirst(components).map { step in
          switch step {
          case .key(let key): ".\(key)"
          case .index(let index): "[\(index)]"
          }
        }.joined()
    }
  }

  let page = RulePage(
    .undefinedReference,
    what: """
      Finds references to a variable, a node or an output that is not there, and variables in `set` that are not \
      declared.
      """,
    why: """
      Nothing warns at run time: a reference to nothing renders as the empty string, so the customer gets half a \
      sentence, and a message that is empty is not sent at all. Variables are case-sensitive, and some are \
      published in several spellings.
      """,
    bad: """
      {
        "formatVersion": 1,
        "name": "Call me back",
        "nodes": {
          "start": {
            "type": "Start",
            "trigger": { "channel": "sms", "number": "+15550100", "keyword": "CALL" },
            "on": { "onBegin": "confirm" }
          },
          "confirm": {
            "type": "SendSMS",
            "destination": "$(start.sms.senderNumber)",
            "from": "+15550100",
            "message": "We will call $(start.sms.sendernumber) today.",
            "on": { "onSuccess": "@end" }
          }
        }
      }
      """,
    good: """
      {
        "formatVersion": 1,
        "name": "Call me back",
        "nodes": {
          "start": {
            "type": "Start",
            "trigger": { "channel": "sms", "number": "+15550100", "keyword": "CALL" },
            "on": { "onBegin": "confirm" }
          },
          "confirm": {
            "type": "SendSMS",
            "destination": "$(start.sms.senderNumber)",
            "from": "+15550100",
            "message": "We will call $(start.sms.senderNumber) today.",
            "on": { "onSuccess": "@end" }
          }
        }
      }
      """)
}

extension Reference.Subject {
  fileprivate var isUndefined: Bool { if case .undefined = self { true } else { false } }
}
