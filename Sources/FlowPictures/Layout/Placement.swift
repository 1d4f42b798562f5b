/// Gives each vertex its column, so that lines run straight where they can, and long ones all the way.
///
/// After Brandes and Köpf, "Fast and Simple Horizontal Coordinate Assignment" (2001): vertices are aligned with the
/// median of their neighbours, four times, leaning up or down and to the left or to the right, and a vertex stands in
/// the middle of the four. All four keep the order and the distances within the layers, and so their middle does.
struct Placement {
  /// The column of each vertex: of its line, or its box's middle.
  let columns: [Int]

  /// Complexity: n log n in the size of the graph.
  init(of graph: LayeredGraph) {
    let crossed = Self.crossedByLongLines(graph)
    var candidates: [(columns: [Int], isLeftmost: Bool)] = []
    for isDownward in [true, false] {
      for isLeftward in [true, false] {
        let alignment = Alignment(graph, crossed, isDownward: isDownward, isLeftward: isLeftward)
        candidates.append((alignment.columns(of: graph), isLeftward))
      }
    }
    columns = Straightening(graph, Self.middle(of: candidates, in: graph)).columns
  }

  /// How far apart two vertices must stand that are neighbours in a layer.
  static func distance(_ left: LayeredGraph.Vertex, _ right: LayeredGraph.Vertex) -> Int {
    left.right + max(left.margin, right.margin) + right.left
  }

  /// The lines that are to give way, because a long one crosses them: by their ends.
  private static func crossedByLongLines(_ graph: LayeredGraph) -> Set<Piece> {
    var crossed: Set<Piece> = []
    var positions = Array(repeating: 0, count: graph.vertices.count)
    for layer in graph.layers {
      for (position, vertex) in layer.enumerated() { positions[vertex] = position }
    }
    for (index, layer) in graph.layers.enumerated().dropFirst() {
      let upper = graph.layers[index - 1]
      var leftEnd = 0
      var scanned = 0
      for (position, vertex) in layer.enumerated() {
        let inner = innerNeighbour(of: vertex, graph)
        guard inner != nil || position == layer.count - 1 else { continue }
        let rightEnd = inner.map { positions[$0] } ?? upper.count
        while scanned <= position {
          let lower = layer[scanned]
          let isInner = innerNeighbour(of: lower, graph) != nil
          for neighbour in graph.above[lower] where !isInner {
            let end = positions[neighbour]
            if end < leftEnd || end > rightEnd { crossed.insert(Piece(upper: neighbour, lower: lower)) }
          }
          scanned += 1
        }
        leftEnd = rightEnd
      }
    }
    return crossed
  }

  /// The vertex above on the same long line.
  private static func innerNeighbour(of vertex: Int, _ graph: LayeredGraph) -> Int? {
    guard graph.vertices[vertex].isOnLine, let neighbour = graph.above[vertex].first,
      graph.vertices[neighbour].isOnLine
    else { return nil }
    return neighbour
  }

  private static func middle(
    of candidates: [(columns: [Int], isLeftmost: Bool)], in graph: LayeredGraph
  ) -> [Int] {
    func extent(_ columns: [Int]) -> ClosedRange<Int> {
      let left = zip(columns, graph.vertices).lazy.map { $0 - $1.left }.min() ?? 0
      let right = zip(columns, graph.vertices).lazy.map { $0 + $1.right }.max() ?? 0
      return left...max(left, right)
    }
    let extents = candidates.map { extent($0.columns) }
    guard let narrowest = extents.min(by: { $0.count < $1.count }) else { return [] }
    let shifts = zip(candidates, extents).map { candidate, extent in
      candidate.isLeftmost
        ? narrowest.lowerBound - extent.lowerBound : narrowest.upperBound - extent.upperBound
    }
    return graph.vertices.indices.map { vertex in
      let columns = zip(candidates, shifts).map { $0.columns[vertex] + $1 }.sorted()
      return (columns[1] + columns[2]) >> 1
    }
  }
}

/// A piece of a line between two layers.
private struct Piece: Hashable {
  let upper: Int
  let lower: Int
}

/// Vertices that stand one below the other, in blocks.
private struct Alignment {
  private let isLeftward: Bool
  /// The first vertex of the block that each vertex belongs to.
  private var roots: [Int]
  /// The layers in the order in which they are walked, each from its first side.
  private let layers: [[Int]]

  init(_ graph: LayeredGraph, _ crossed: Set<Piece>, isDownward: Bool, isLeftward: Bool) {
    self.isLeftward = isLeftward
    let walked = isDownward ? graph.layers : graph.layers.reversed()
    layers = isLeftward ? walked : walked.map { $0.reversed() }
    let count = graph.vertices.count
    roots = Array(0..<count)
    var next = Array(0..<count)
    var positions = Array(repeating: 0, count: count)
    for layer in layers {
      for (position, vertex) in layer.enumerated() { positions[vertex] = position }
    }
    for layer in layers {
      var last = -1
      for vertex in layer {
        let neighbours = (isDownward ? graph.above[vertex] : graph.below[vertex])
          .sorted { positions[$0] < positions[$1] }
        guard !neighbours.isEmpty else { continue }
        for index in (neighbours.count - 1) / 2...neighbours.count / 2 where next[vertex] == vertex {
          let neighbour = neighbours[index]
          let piece =
            isDownward ? Piece(upper: neighbour, lower: vertex) : Piece(upper: vertex, lower: neighbour)
          guard last < positions[neighbour], !crossed.contains(piece) else { continue }
          next[neighbour] = vertex
          roots[vertex] = roots[neighbour]
          next[vertex] = roots[vertex]
          last = positions[neighbour]
        }
      }
    }
  }

  /// The column of each vertex where all blocks stand as far to one side as they can, and then as near to the others as
  /// they can.
  func columns(of graph: LayeredGraph) -> [Int] {
    var following: [[(root: Int, distance: Int)]] = Array(repeating: [], count: roots.count)
    var waiting = Array(repeating: 0, count: roots.count)
    for layer in layers {
      for (one, other) in zip(layer, layer.dropFirst()) {
        following[roots[one]].append((roots[other], distance(graph.vertices[one], graph.vertices[other])))
        waiting[roots[other]] += 1
      }
    }
    var columns = Array(repeating: 0, count: roots.count)
    var order = roots.indices.filter { roots[$0] == $0 && waiting[$0] == 0 }
    var next = 0
    while next < order.count {
      let root = order[next]
      next += 1
      for (other, distance) in following[root] {
        columns[other] = max(columns[other], columns[root] + distance)
        waiting[other] -= 1
        if waiting[other] == 0 { order.append(other) }
      }
    }
    for root in order.reversed() {
      if let nearest = following[root].map({ columns[$0.root] - $0.distance }).min() {
        columns[root] = max(columns[root], nearest)
      }
    }
    return roots.map { isLeftward ? columns[$0] : -columns[$0] }
  }

  private func distance(_ one: LayeredGraph.Vertex, _ other: LayeredGraph.Vertex) -> Int {
    isLeftward ? Placement.distance(one, other) : Placement.distance(other, one)
  }
}
