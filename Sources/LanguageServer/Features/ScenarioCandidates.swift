import Diagnostics
import FlowInterpreter
import FlowModel
import FlowSimulation
import FlowValidation

/// Finds what may be written in a scenario where the cursor is.
struct ScenarioCandidates {
  let outline: ScenarioOutline
  let cursor: Cursor

  private var tree: SyntaxTree { outline.tree }
  private var shaped: ShapedCandidates { ShapedCandidates(tree: tree, shapes: outline.shapes) }

  /// Everything that may stand here.
  var all: [CompletionCandidate] {
    switch cursor.slot {
    case .key(let object): keys(of: object)
    case .value(let key): values(of: key)
    case .element(let array): isFlows(tree.key(of: array)) ? flowFiles : shaped.elements(of: array)
    }
  }

  private func keys(of object: Int) -> [CompletionCandidate] {
    let listed = shaped.names(listedIn: object, butAt: cursor.string)
    func isNew(_ candidate: CompletionCandidate) -> Bool { !listed.contains(ExactText(candidate.name)) }
    switch outline.shapes[object] {
    case .suppressions?: return ShapedCandidates.rules(where: \.judgesScenarios).filter(isNew)
    case .map?:
      guard let key = tree.key(of: object), tree.hasText("variables", at: key) else { return [] }
      return names(.variable, form: .key).filter(isNew)
    default: return shaped.fields(of: object, but: listed)
    }
  }

  private func values(of key: Int) -> [CompletionCandidate] {
    if isFlows(key) { return flowFiles }
    if tree[key].parent == tree.root, tree.hasText("environment", at: key) {
      return outline.environments.map {
        CompletionCandidate(name: $0, kind: .reference, form: .string, detail: "environment")
      }
    }
    if tree[key].parent == tree.root, tree.hasText("project", at: key) {
      return [outline.projectFile].compactMap(\.self).map {
        CompletionCandidate(name: $0, kind: .reference, form: .string, detail: "the project of this folder")
      }
    }
    if let meaning = meaning(of: key) { return names(meaning, form: .string) }
    return shaped.values(of: key)
  }

  /// Whether the value of a key names the scenario's flow, or its flows.
  private func isFlows(_ key: Int?) -> Bool {
    guard let key, tree[key].parent == tree.root else { return false }
    return tree.hasText("flow", at: key) || tree.hasText("flows", at: key)
  }

  private var flowFiles: [CompletionCandidate] {
    outline.flowFiles.map {
      CompletionCandidate(name: $0, kind: .reference, form: .string, detail: "a flow in this folder")
    }
  }

  /// What the value of a key names; nil where it may be anything.
  private func meaning(of key: Int) -> ScenarioNames.Meaning? {
    guard let object = tree[key].parent, let owner = tree.key(of: object) else { return nil }
    let name = tree.text(of: owner)
    if tree.hasText("waitingAt", at: key), name == "expect" { return .node }
    if tree.hasText("type", at: key), name == "event" { return .event }
    // A record stands in `expect` or in its `not`.
    guard let around = tree[owner].parent.flatMap(tree.key),
      ["expect", "not"].contains(tree.text(of: around)),
      let type = RecordType(rawValue: name), let member = RecordMember(rawValue: tree.text(of: key))
    else { return nil }
    return type.meaning(of: member, beside: tree.fields(of: object))
  }

  private func names(
    _ meaning: ScenarioNames.Meaning, form: CompletionCandidate.Form
  ) -> [CompletionCandidate] {
    outline.vocabulary.listed(for: meaning).map {
      CompletionCandidate(name: $0, kind: .reference, form: form, detail: meaning.inWords)
    }
  }
}

extension RuleCode {
  /// Whether scenarios are judged by the rule.
  fileprivate var judgesScenarios: Bool { rawValue.hasPrefix("RF7") }
}

extension ScenarioNames.Meaning {
  /// What is named, in a word or two.
  fileprivate var inWords: String {
    switch self {
    case .node: "node"
    case .outcome: "outcome"
    case .nodeType: "type of nodes"
    case .result: "result"
    case .variable: "variable"
    case .reference: "reference"
    case .target: "target"
    case .event: "event"
    case .environment: "environment"
    case .word: ""
    }
  }
}
