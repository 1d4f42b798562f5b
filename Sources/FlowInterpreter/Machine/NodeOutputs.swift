import FlowModel
import JSONSyntax

/// The values of the outputs that a session's nodes have set: the few nodes that have set some, in the order of their
/// numbers. A node is found in logarithmic time.
struct NodeOutputs: Sendable, Hashable {
  /// A node's outputs, by their numbers; those after the last one that has been set are left out.
  struct Entry: Sendable, Hashable {
    let node: NodeID
    var values: [JSON]
  }

  /// The nodes that have set some, in the order of their numbers.
  private(set) var entries: [Entry] = []

  /// The value of a node's output; null where it has not been set.
  subscript(output: OutputID, of node: NodeID) -> JSON {
    let place = self.place(of: node)
    guard has(node, at: place), output.index < entries[place].values.count else { return .null }
    return entries[place].values[output.index]
  }

  /// Changes the values of a node's outputs where they are.
  /// - Parameter count: How many outputs the node has; they are null until they are set.
  mutating func update(_ node: NodeID, count: Int, _ change: (inout [JSON]) -> Void) {
    let place = self.place(of: node)
    if !has(node, at: place) { entries.insert(Entry(node: node, values: []), at: place) }
    entries[place].values.reserveCapacity(count)
    while entries[place].values.count < count { entries[place].values.append(.null) }
    change(&entries[place].values)
    if let last = entries[place].values.last, last.isNull {
      let end = entries[place].values.lastIndex { !$0.isNull } ?? -1
      entries[place].values = Array(entries[place].values[...end])
    }
  }

  private func place(of node: NodeID) -> Int {
    entries.partitioningIndex { $0.node.index >= node.index }
  }

  private func has(_ node: NodeID, at place: Int) -> Bool {
    place < entries.count && entries[place].node == node
  }
}
