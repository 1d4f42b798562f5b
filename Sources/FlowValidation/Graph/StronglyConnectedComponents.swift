import FlowModel

/// The strongly connected components of the graph of the nodes that do not wait.
///
/// Tarjan's algorithm with a stack of its own, since a flow may be a chain of a hundred thousand nodes.
struct StronglyConnectedComponents {
  /// The number of each node's component, or nil for a node that is not of this graph.
  private(set) var componentOfNode: [Int?]
  /// The number of components.
  private(set) var count = 0

  private var indices: [Int?]
  private var lowLinks: [Int]
  private var nextIndex = 0
  /// The nodes whose component is not known yet.
  private var open: [NodeID] = []

  /// A node whose edges are being followed, and the next of them.
  private struct Frame {
    let node: NodeID
    var edge: Int
  }

  /// Finds the components. Complexity: linear in the graph's size.
  init(_ edges: EdgeTable, nodeCount: Int) {
    componentOfNode = Array(filledWith: nil, count: nodeCount)
    indices = Array(filledWith: nil, count: nodeCount)
    lowLinks = Array(filledWith: 0, count: nodeCount)
    for index in 0..<nodeCount where edges.passes(through: NodeID(index)) && indices[index] == nil {
      explore(from: NodeID(index), over: edges)
    }
  }

  private mutating func explore(from root: NodeID, over edges: EdgeTable) {
    var frames = [enter(root, over: edges)]
    while var frame = frames.popLast() {
      guard frame.edge < edges.leaving(frame.node).upperBound else {
        leave(frame.node)
        if let parent = frames.last?.node { lower(parent, to: lowLinks[frame.node.index]) }
        continue
      }
      let edge = frame.edge
      frame.edge += 1
      frames.append(frame)
      guard case .node(let target) = edges[edge].target, edges.passes(through: target) else { continue }
      if let index = indices[target.index] {
        if componentOfNode[target.index] == nil { lower(frame.node, to: index) }
      } else {
        frames.append(enter(target, over: edges))
      }
    }
  }

  private mutating func enter(_ node: NodeID, over edges: EdgeTable) -> Frame {
    indices[node.index] = nextIndex
    lowLinks[node.index] = nextIndex
    nextIndex += 1
    open.append(node)
    return Frame(node: node, edge: edges.leaving(node).lowerBound)
  }

  private mutating func lower(_ node: NodeID, to link: Int) {
    lowLinks[node.index] = min(lowLinks[node.index], link)
  }

  /// Closes the component of a node from which no earlier one can be reached.
  private mutating func leave(_ node: NodeID) {
    guard lowLinks[node.index] == indices[node.index] else { return }
    while let member = open.popLast() {
      componentOfNode[member.index] = count
      if member == node { break }
    }
    count += 1
  }
}
