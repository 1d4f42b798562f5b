import FlowModel
import JSONSyntax

/// The values of the outputs that a session's nodes have set: the few nodes that have set some, in the order of their
/// numbers. A node is found in logarithmic time.
struct NodeOutputs: Sendable, Hashable {
  /// A node's outputs, by their numbers.
  struct Entry: Sendable, Hashable {
    let node: NodeID
    var values: [JSON]
  }

  /// The nodes that have set some, in the order of their numbers.
  private(set) var entries: [Entry] = []

  /// The values of a node's outputs; nil where it has set none.
  subscript(node: NodeID) -> [JSON]? {
    let place = self.place(of: node)
    return has(node, at: place) ? entries[place].values : nil
  }

  /// Changes the values of a node's outputs where they are.
  /// - Parameter count: How many outputs the node has; they are null until they are set.
  mutating func update(_ node: NodeID, count: Int, _ change: (inout [JSON]) -> Void) {
    let place = self.place(of: node)
    if !has(node, at: place) {
      entries.insert(Entry(node: node, values: Array(repeating: .null, count: count)), at: place)
    }
    change(&entries[place].values)
  }

  private func place(of node: NodeID) -> Int {
    entries.partitioningIndex { $0.node.index >= node.index }
  }

  private func has(_ node: NodeID, at place: Int) -> Bool {
    place < entries.count && entries[place].node == node
  }
}
