import FlowModel
import JSONSyntax

/// The values of the outputs that a session's nodes have set: the few nodes that have set some, in the order of their
/// numbers. A node is found in logarithmic time.
struct NodeOutputs: Sendable, Hashable {
  /// A node's outputs, by their numbers; those after the last one that has been set are left out.
  struct Entry: Sendable, Hashable {
    let node: NodeID
    var values: [JSON]

    /// Changes the values where they are.
    mutating func update(count: Int, _ change: (inout [JSON]) -> Void) {
      if values.count < count {
        values.reserveCapacity(count)
        values.append(contentsOf: repeatElement(.null, count: count - values.count))
      }
      change(&values)
      if let last = values.last, last.isNull {
        let end = values.lastIndex { !$0.isNull } ?? -1
        values = Array(values[...end])
      }
    }
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
    entries[place].update(count: count, change)
  }

  private func place(of node: NodeID) -> Int {
    entries.partitioningIndex { $0.node.index >= node.index }
  }

  private func has(_ node: NodeID, at place: Int) -> Bool {
    place < entries.count && entries[place].node == node
  }
}
