import FlowModel

/// Which node of an older version of a flow is which of a newer one: by its id, else by all that is said of it.
struct NodePairs {
  /// For each node of the newer version its place in the older one; nil for one that was added.
  private(set) var oldIndices: [Int?]
  /// For each node of the older version its place in the newer one; nil for one that was removed.
  private(set) var newIndices: [Int?]

  /// Linear in the size of both flows.
  init(old: FlowGraph, new: FlowGraph) {
    oldIndices = Array(repeating: nil, count: new.nodes.count)
    newIndices = Array(repeating: nil, count: old.nodes.count)
    var byID: [NodeName: Int] = [:]
    for (index, node) in old.nodes.enumerated() { byID[node.id] = index }
    for (index, node) in new.nodes.enumerated() {
      if let match = byID[node.id] { pair(match, index) }
    }
    let removed = Self.unpaired(newIndices, of: old)
    let added = Self.unpaired(oldIndices, of: new)
    for (content, nodes) in removed {
      // Where several are alike nobody knows which is which.
      if nodes.count == 1, let others = added[content], others.count == 1 { pair(nodes[0], others[0]) }
    }
  }

  private mutating func pair(_ old: Int, _ new: Int) {
    oldIndices[new] = old
    newIndices[old] = new
  }

  /// The nodes that have no partner by what is said of them.
  private static func unpaired(_ partners: [Int?], of graph: FlowGraph) -> [[ExactText]: [Int]] {
    var contents: [[ExactText]: [Int]] = [:]
    for index in partners.indices where partners[index] == nil {
      contents[content(of: index, in: graph, partners), default: []].append(index)
    }
    return contents
  }

  /// All that is said of a node, ids without a partner aside: its own, and those of others that may be renamed too.
  private static func content(of index: Int, in graph: FlowGraph, _ partners: [Int?]) -> [ExactText] {
    let node = graph.nodes[index]
    var content: [ExactText] = []
    // What refers to the node itself says the same under either id.
    let own = "$(\(node.id.text)."
    for fact in node.facts(in: graph) {
      let value = fact.value.replacing(own, with: "$(@itself.")
      content.append(ExactText("\(fact.path)=\(fact.isText)\(value)"))
    }
    for listing in node.listings {
      let target =
        switch listing.target {
        case .node(let target) where target.index == index: "@itself"
        case .node(let target) where partners[target.index] == nil: "@another"
        default: listing.written
        }
      content.append(ExactText("\(listing.key)→\(target)"))
    }
    return content
  }
}
