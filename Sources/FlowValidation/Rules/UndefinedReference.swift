import Diagnostics
import FlowModel

/// RF401: templates refer to variables and outputs that there are, and `set` to variables that are declared.
struct UndefinedReference: Rule {
  func findings(in context: inout RuleContext) -> [Finding] {
    let graph = context.graph
    let variables = Set(graph.variables.map { ExactText($0.name) })
    // Once for all findings, if there are any.
    lazy var variableNames = graph.variableNames
    var findings: [Finding] = []
    for reference in graph.references.indices where graph.references[reference].subject.isUndefined {
      let reference = graph.references[reference]
      let ids = context.names
      let problem = problem(
        of: reference, ids: ids, variables: variables, named: variableNames, in: graph,
        suggester: &context.suggester)
      findings.append(
        Finding(
          .undefinedReference, problem.message, at: reference.place,
          help: """
            It would always render as the empty string. Names are case-sensitive: `$(variable)` is declared in \
            `variables`, `$(node.output)` is an output of that node as it is configured. \(problem.known)
            """, fix: problem.nearest.flatMap { reference.fix(writing: $0, in: graph.source) }))
    }
    guard !graph.variablesAreUncertain else { return findings }
    let assignments = context.lists.assigning.lazy.flatMap { graph[$0].onEnter + graph[$0].onLeave }
    for assignment in assignments where assignment.variable == nil {
      let nearest = context.suggester.suggestion(for: assignment.name, among: variableNames)
      findings.append(
        Finding(
          .undefinedReference, "there is no variable \(assignment.name.quoted) to set\(suggesting(nearest))",
          at: assignment.namePlace,
          help: """
            Declare it in `variables` with the value that a session begins with, or set another one. \
            \(known("variables", variableNames, nearest: nearest))
            """, fix: nearest.map { Fix(writing: $0, at: assignment.namePlace) }))
    }
    return findings
  }

  /// What is wrong with a reference.
  private struct Problem {
    let message: String
    /// The reference that was probably meant.
    let nearest: String?
    /// The names that there are.
    let known: String

    init(_ problem: String, nearest: String?, known: String) {
      message = problem + suggesting(nearest.map { "$(\($0))" })
      self.nearest = nearest
      self.known = known
    }
  }

  private func problem(
    of reference: Reference, ids: [NodeName: NodeID], variables: Set<ExactText>,
    named variableNames: [String], in graph: FlowGraph, suggester: inout NameSuggester
  ) -> Problem {
    let name = reference.name
    let node = ids[NodeName(name)].map { graph[$0] }
    if reference.steps.isEmpty {
      if let node {
        return Problem(
          "\(name.quoted) is a node, not a variable: a reference needs one of its outputs", nearest: nil,
          known: known("outputs of \(name.quoted)", node.outputs.map(\.name), nearest: nil))
      }
      let nearest = suggester.suggestion(for: name, among: variableNames)
      return Problem(
        "there is no variable \(name.quoted)", nearest: nearest,
        known: known("variables", variableNames, nearest: nearest))
    }
    guard let node else {
      if variables.contains(ExactText(name)) {
        return Problem(
          "\(name.quoted) is a variable, which has no outputs", nearest: name,
          known: known("variables", variableNames, nearest: name))
      }
      let names = graph.nodes.lazy.map(\.id.text)
      let nearest = suggester.suggestion(for: name, among: names)
      let rest = reference.text.dropFirst(name.count)
      return Problem(
        "there is no node \(name.quoted)", nearest: nearest.map { "\($0)\(rest)" },
        known: known("nodes", names, nearest: nearest))
    }
    let written = String(reference.text.dropFirst(name.count + 1))
    let names = outputs(of: node, fitting: reference)
    let nearest = suggester.suggestion(for: written, among: names)
    return Problem(
      "\(node.id.quoted) has no output \(written.quoted)", nearest: nearest.map { "\(node.id).\($0)" },
      known: known("outputs of \(name.quoted)", names, nearest: nearest))
  }

  /// The names that may stand in a place, in a sentence.
  private func known(_ noun: String, _ names: some Collection<String>, nearest: String?) -> String {
    names.isEmpty ? "There are no \(noun)." : "The \(noun) are \(listed(names, nearest: nearest))."
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

  let code = RuleCode.undefinedReference

  var page: RulePage {
    RulePage(.undefinedReference, markdown: PackageResources.RF401_md)
  }
}

extension FlowGraph {
  /// The names of the variables, but those that no variable may have.
  fileprivate var variableNames: [String] {
    variables.map(\.name).filter(TextForm.referenceName.admits)
  }
}

extension Reference {
  /// Writes another reference in the place of this one, whose filters stay; nil where it is written with escapes.
  fileprivate func fix(writing other: String, in source: [UInt8]) -> Fix? {
    let start = place.range.lowerBound + 2
    let written = start..<start + text.utf8.count
    guard written.upperBound < place.range.upperBound, source[written].elementsEqual(text.utf8) else {
      return nil
    }
    return Fix("Write `$(\(other))`", [SourceEdit(written, with: other)])
  }
}

extension Reference.Subject {
  fileprivate var isUndefined: Bool { if case .undefined = self { true } else { false } }
}
