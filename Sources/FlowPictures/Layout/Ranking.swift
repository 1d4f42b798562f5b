/// Which links are turned round so that there are no cycles, and in which rank each box stands.
///
/// Turned round are the back edges of a depth-first search (Tarjan, 1972). Ranks are those of the longest path, of a bounded
/// width where that moves a box a little alone, after Coffman and Graham (1972).
struct Ranking {
  /// Whether each link leads up, against the direction of reading.
  private(set) var isReversed: [Bool]
  /// The rank of each box, from 0.
  private(set) var ranks: [Int]

  /// Linear in the size of the graph.
  init(of graph: LayoutGraph) {
    isReversed = graph.links.map(\.goesBack)
    ranks = Array(repeating: 0, count: graph.boxes.count)
    breakCycles(graph)
    rank(graph)
  }

  /// The ends of a link in the direction in which it leads down.
  func ends(of link: Int, in graph: LayoutGraph) -> (upper: Int, lower: Int) {
    let link = (isReversed[link], graph.links[link])
    return link.0 ? (link.1.target, link.1.source) : (link.1.source, link.1.target)
  }

  /// Turns round what leads back to a box that the search has not left yet.
  private mutating func breakCycles(_ graph: LayoutGraph) {
    var outgoing: [[Int]] = Array(repeating: [], count: graph.boxes.count)
    // Returns come last: what leads down by its meaning shows the way.
    for goesBack in [false, true] {
      for (index, link) in graph.links.enumerated() where link.source != link.target {
        if link.goesBack == goesBack { outgoing[goesBack ? link.target : link.source].append(index) }
      }
    }
    enum State { case unseen, open, left }
    var states: [State] = Array(repeating: .unseen, count: graph.boxes.count)
    for root in graph.readingOrder where states[root] == .unseen {
      var stack: [(box: Int, next: Int)] = [(root, 0)]
      states[root] = .open
      while let (box, next) = stack.last {
        guard next < outgoing[box].count else {
          states[box] = .left
          stack.removeLast()
          continue
        }
        stack[stack.count - 1].next += 1
        let index = outgoing[box][next]
        let lower = ends(of: index, in: graph).lower
        switch states[lower] {
        case .open: isReversed[index].toggle()
        case .unseen:
          states[lower] = .open
          stack.append((lower, 0))
        case .left: break
        }
      }
    }
  }

  /// How wide a rank may become before boxes move to the next, and how many ranks they may move.
  private static let rankWidth = 1900
  private static let furthestMove = 2

  /// Gives each box the rank below the lowest that leads to it, or one a little lower where that is full, then moves down
  /// those that hang on what follows them.
  private mutating func rank(_ graph: LayoutGraph) {
    var below: [[Int]] = Array(repeating: [], count: graph.boxes.count)
    var above = Array(repeating: 0, count: graph.boxes.count)
    for (index, link) in graph.links.enumerated() where link.source != link.target {
      let (upper, lower) = ends(of: index, in: graph)
      below[upper].append(lower)
      above[lower] += 1
    }
    var waiting = above
    var order = graph.readingOrder.filter { above[$0] == 0 }
    var next = 0
    var widths = Array(repeating: 0, count: (graph.boxes.count + 1) * (Self.furthestMove + 1))
    while next < order.count {
      let box = order[next]
      next += 1
      let width = graph.boxes[box].size.width + PictureLayout.Spacing.beside
      if !graph.boxes[box].staysNear,
        let room = (0...Self.furthestMove).first(where: { widths[ranks[box] + $0] + width <= Self.rankWidth })
      {
        ranks[box] += room
      }
      widths[ranks[box]] += width
      for lower in below[box] {
        ranks[lower] = max(ranks[lower], ranks[box] + 1)
        waiting[lower] -= 1
        if waiting[lower] == 0 { order.append(lower) }
      }
    }
    let first = graph.readingOrder.first
    for box in order.reversed() where below[box].count > above[box] && box != first {
      guard let highest = below[box].map({ ranks[$0] }).min() else { continue }
      ranks[box] = max(ranks[box], highest - 1)
    }
  }
}
