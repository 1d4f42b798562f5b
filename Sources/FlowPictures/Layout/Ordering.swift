/// Orders the vertices of each layer so that few lines cross.
///
/// The order begins with that of reading. Then each layer in turn is ordered by where its neighbours stand, down and up
/// again, a bounded number of times, and the best order met is kept: of those in which as few lines cross the one whose
/// lines are shortest. That is the barycenter heuristic of Sugiyama, Tagawa and Toda (1981), with the swaps of neighbours
/// of Gansner, Koutsofios, North and Vo, "A Technique for Drawing Directed Graphs" (1993), and the counting of crossings
/// of Barth, Jünger and Mutzel, "Simple and Efficient Bilayer Cross Counting" (2002).
enum Ordering {
  /// About how many vertices and pieces all passes together may look at.
  private static let work = 3_000_000

  static func order(_ graph: inout LayeredGraph) {
    graph.layers = layersInReadingOrder(graph)
    var best = graph.layers
    var positions = Array(repeating: 0, count: graph.vertices.count)
    for layer in graph.layers { number(layer, &positions) }
    var least = cost(of: graph, positions)
    let size = max(1, graph.vertices.count + graph.below.reduce(0) { $0 + $1.count })
    let passes = min(24, max(4, work / size))
    var failures = 0
    for pass in 0..<passes where failures < 6 {
      sweep(&graph, &positions, isDownward: pass % 2 == 0, takesEqualsAnew: pass % 4 >= 2)
      swapNeighbours(&graph, &positions)
      let cost = cost(of: graph, positions)
      if cost < least {
        least = cost
        best = graph.layers
        failures = 0
      } else {
        failures += 1
      }
    }
    graph.layers = best
  }

  private static func number(_ layer: [Int], _ positions: inout [Int]) {
    for (position, vertex) in layer.enumerated() { positions[vertex] = position }
  }

  /// Each layer in the order in which a depth-first search meets its vertices.
  private static func layersInReadingOrder(_ graph: LayeredGraph) -> [[Int]] {
    var layers: [[Int]] = Array(repeating: [], count: graph.layers.count)
    var isSeen = Array(repeating: false, count: graph.vertices.count)
    // The numbers of boxes are those of their vertices.
    for root in graph.readingOrder {
      var stack = [root]
      while let vertex = stack.popLast() {
        guard !isSeen[vertex] else { continue }
        isSeen[vertex] = true
        layers[graph.vertices[vertex].layer].append(vertex)
        stack += graph.below[vertex].reversed()
      }
    }
    return layers
  }

  private static func sweep(
    _ graph: inout LayeredGraph, _ positions: inout [Int], isDownward: Bool, takesEqualsAnew: Bool
  ) {
    let indices = Array(graph.layers.indices)
    for index in isDownward ? indices : indices.reversed() {
      var movable: [(weight: Int, position: Int, vertex: Int)] = []
      var places: [Int] = []
      for (position, vertex) in graph.layers[index].enumerated() {
        let neighbours = isDownward ? graph.above[vertex] : graph.below[vertex]
        guard !neighbours.isEmpty else { continue }
        // In sixteenths, so that it is the same on every machine.
        let weight = 16 * neighbours.reduce(0) { $0 + positions[$1] } / neighbours.count
        movable.append((weight, takesEqualsAnew ? -position : position, vertex))
        places.append(position)
      }
      movable.sort { ($0.weight, $0.position) < ($1.weight, $1.position) }
      for (place, moved) in zip(places, movable) { graph.layers[index][place] = moved.vertex }
      number(graph.layers[index], &positions)
    }
  }

  /// Swaps neighbours in a layer where fewer lines cross then.
  private static func swapNeighbours(_ graph: inout LayeredGraph, _ positions: inout [Int]) {
    for index in graph.layers.indices where graph.layers[index].count > 1 {
      for position in 1..<graph.layers[index].count {
        let left = graph.layers[index][position - 1]
        let right = graph.layers[index][position]
        let gain = [graph.above, graph.below].reduce(0) { gain, neighbours in
          gain + crossings(neighbours[left], neighbours[right], positions)
            - crossings(neighbours[right], neighbours[left], positions)
        }
        guard gain > 0 else { continue }
        graph.layers[index].swapAt(position - 1, position)
        positions[left] = position
        positions[right] = position - 1
      }
    }
  }

  /// How many lines to `left` cross lines to `right`, of two vertices beside each other.
  private static func crossings(_ left: [Int], _ right: [Int], _ positions: [Int]) -> Int {
    guard !left.isEmpty, !right.isEmpty else { return 0 }
    // A hub's lines are looked at by counting alone.
    guard left.count * right.count <= 256 else { return 0 }
    var count = 0
    for one in left { for other in right where positions[one] > positions[other] { count += 1 } }
    return count
  }

  /// How many lines cross, and how far they all lead aside, by places from the middle of a layer.
  private static func cost(of graph: LayeredGraph, _ positions: [Int]) -> (crossings: Int, length: Int) {
    var length = 0
    for (upper, lower) in zip(graph.layers, graph.layers.dropFirst()) {
      for vertex in upper {
        let place = 2 * positions[vertex] - upper.count
        for neighbour in graph.below[vertex] { length += abs(place - 2 * positions[neighbour] + lower.count) }
      }
    }
    return (crossings(graph, positions), length)
  }

  /// How many lines cross in the whole graph. Complexity: n log n in its size.
  private static func crossings(_ graph: LayeredGraph, _ positions: [Int]) -> Int {
    var count = 0
    for (index, layer) in graph.layers.enumerated().dropLast() {
      var tree = CountingTree(count: graph.layers[index + 1].count)
      var total = 0
      for vertex in layer {
        let ends = graph.below[vertex].map { positions[$0] }
        for end in ends { count += total - tree.count(upTo: end) }
        for end in ends { tree.add(at: end) }
        total += ends.count
      }
    }
    return count
  }
}

/// Counts things at places, and how many there are up to a place, in logarithmic time (a Fenwick tree).
private struct CountingTree {
  private var sums: [Int]

  init(count: Int) {
    sums = Array(repeating: 0, count: count + 1)
  }

  mutating func add(at place: Int) {
    var index = place + 1
    while index < sums.count {
      sums[index] += 1
      index += index & -index
    }
  }

  func count(upTo place: Int) -> Int {
    var index = place + 1
    var count = 0
    while index > 0 {
      count += sums[index]
      index -= index & -index
    }
    return count
  }
}
