/// Moves what stands in one column nearer to what it is joined with, as far as its neighbours leave room.
///
/// Four alignments in the middle of which everything stands leave leaves far from their trees. No order and no distance
/// changes, and what was straight stays straight.
struct Straightening {
  private static let passes = 4

  private let graph: LayeredGraph
  private(set) var columns: [Int]
  /// The vertices of each block: joined, and in one column.
  private var blocks: [[Int]] = []
  private var blockOf: [Int]
  /// What stands to the left and to the right of each vertex in its layer.
  private var left: [Int?]
  private var right: [Int?]

  /// Linear in the size of the graph.
  init(_ graph: LayeredGraph, _ columns: [Int]) {
    self.graph = graph
    self.columns = columns
    blockOf = Array(repeating: -1, count: columns.count)
    left = Array(repeating: nil, count: columns.count)
    right = left
    for layer in graph.layers {
      for (one, other) in zip(layer, layer.dropFirst()) {
        right[one] = other
        left[other] = one
      }
    }
    gatherBlocks()
    // What leads on comes first: it is to be straight.
    let order = blocks.indices.sorted { one, other in
      let (first, second) = (isPreferred(blocks[one]), isPreferred(blocks[other]))
      return first == second ? one < other : first
    }
    for _ in 0..<Self.passes { for block in order { move(blocks[block]) } }
  }

  private func isPreferred(_ block: [Int]) -> Bool {
    block.contains { graph.vertices[$0].isPreferred }
  }

  private mutating func gatherBlocks() {
    for vertex in columns.indices where blockOf[vertex] < 0 {
      var block = [vertex]
      blockOf[vertex] = blocks.count
      var next = 0
      while next < block.count {
        let member = block[next]
        next += 1
        for neighbour in graph.above[member] + graph.below[member]
        where blockOf[neighbour] < 0 && columns[neighbour] == columns[member] {
          blockOf[neighbour] = blocks.count
          block.append(neighbour)
        }
      }
      blocks.append(block)
    }
  }

  private mutating func move(_ block: [Int]) {
    var wanted: [Int] = []
    var least = Int.min
    var most = Int.max
    for vertex in block {
      for neighbour in graph.above[vertex] + graph.below[vertex] where blockOf[neighbour] != blockOf[vertex] {
        wanted.append(columns[neighbour] - columns[vertex])
      }
      if let other = left[vertex] {
        least = max(
          least,
          columns[other] + Placement.distance(graph.vertices[other], graph.vertices[vertex]) - columns[vertex]
        )
      }
      if let other = right[vertex] {
        most = min(
          most,
          columns[other] - Placement.distance(graph.vertices[vertex], graph.vertices[other]) - columns[vertex]
        )
      }
    }
    guard !wanted.isEmpty else { return }
    wanted.sort()
    let lower = wanted[(wanted.count - 1) / 2]
    let upper = wanted[wanted.count / 2]
    let shift = min(max(min(max(0, lower), upper), least), most)
    for vertex in block { columns[vertex] += shift }
  }
}
