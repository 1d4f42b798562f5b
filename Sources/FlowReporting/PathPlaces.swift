import Diagnostics
import FlowModel
import JSONSyntax

/// The places of what a finding's path names, for a finding that does not bring them itself.
///
/// Making it is linear in the number of the file's nodes; a look-up costs no more than the node has outcomes.
struct PathPlaces {
  private let file: SourceFile
  /// The members of `nodes` by their keys. Of a doubled key the first counts.
  private let nodes: [NodeName: JSONMember]

  init(in file: SourceFile) {
    self.file = file
    let members = file.document?.root["nodes"]?.members.map { (NodeName($0.name), $0) } ?? []
    nodes = Dictionary(members) { first, _ in first }
  }

  /// A way through the flow: `[node, outcome, node, …]`, in which `…` alone stands for steps left out.
  func steps(of path: [String]) -> [PathStep] {
    var steps: [PathStep] = []
    var index = 0
    while index < path.count {
      let node = path[index]
      if node == "…" {
        index += 1
        continue
      }
      let member = nodes[NodeName(node)]
      if index + 1 < path.count {
        let outcome = path[index + 1]
        let target = member?.value["on"]?[outcome]
        let next = index + 2 < path.count ? " leads to `\(path[index + 2])`" : ""
        steps.append(PathStep(text: "`\(outcome)` of `\(node)`\(next)", place: target.map(place)))
      } else {
        steps.append(PathStep(text: "`\(node)`", place: member.map { place($0.key) }))
      }
      index += 2
    }
    return steps
  }

  private func place(_ node: JSONNode) -> SourcePlace { SourcePlace(node.range, element: node.element) }
}

/// One step of a way through a flow.
struct PathStep {
  /// What is done there.
  let text: String
  /// Where it stands; nil where it stands nowhere.
  let place: SourcePlace?
}
