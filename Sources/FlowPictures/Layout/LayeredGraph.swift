/// The graph cut into layers: boxes in the even ones, labels in the odd ones, and a bend of its link wherever a link
/// passes a layer, so that every piece of a line leads from one layer to the next.
struct LayeredGraph {
  /// Something that takes room in a layer.
  struct Vertex {
    enum Kind {
      /// A box, by its number.
      case box(Int)
      /// The label of a link, by its number.
      case label(Int)
      /// A place that a link's line runs through.
      case bend
      /// A stand-in for a target that is too far away, by its link's number.
      case reference(Int)
    }

    let kind: Kind
    let layer: Int
    /// How far it reaches to the left and to the right of its line.
    let left: Int
    let right: Int
    let height: Int
    /// Whether it belongs to what leads on, and so is to stand straight before others do.
    var isPreferred = false

    /// Whether a line runs straight through it.
    var isOnLine: Bool {
      switch kind {
      case .label, .bend: true
      case .box, .reference: false
      }
    }

    /// How far from its neighbours it must stay.
    var margin: Int {
      switch kind {
      case .box, .reference: PictureLayout.Spacing.beside
      case .label: PictureLayout.Spacing.besideLabel
      case .bend: PictureLayout.Spacing.besideLine
      }
    }
  }

  /// The pieces that all links together may have: those that would take more end in a stand-in for their target.
  private static let pieceLimit = 16_000
  /// The layers that any link may span before that.
  private static let alwaysDrawn = 8

  private(set) var vertices: [Vertex] = []
  /// The vertices of each layer, from left to right.
  var layers: [[Int]] = []
  /// For each link its vertices from the upper end to the lower one; none for a link from a box to itself.
  private(set) var chains: [[Int]]
  /// For each link whether its chain leads up by its meaning.
  private(set) var isReversed: [Bool]
  /// The vertices that each vertex is joined with in the layer above and in the layer below.
  private(set) var above: [[Int]] = []
  private(set) var below: [[Int]] = []
  /// What the order begins with.
  let readingOrder: [Int]

  init(of graph: LayoutGraph, _ ranking: Ranking) {
    chains = Array(repeating: [], count: graph.links.count)
    isReversed = ranking.isReversed
    readingOrder = graph.readingOrder
    let selfLinks = Self.selfLinkWidths(graph)
    for (index, box) in graph.boxes.enumerated() {
      let half = box.size.width / 2
      _ = add(
        Vertex(
          kind: .box(index), layer: 2 * ranking.ranks[index], left: half,
          right: box.size.width - half + selfLinks[index], height: box.size.height))
    }
    let longest = Self.longestSpan(graph, ranking)
    for (index, link) in graph.links.enumerated() where link.source != link.target {
      let (upper, lower) = ranking.ends(of: index, in: graph)
      if ranking.ranks[lower] - ranking.ranks[upper] > longest {
        addReference(index, link, graph, ranking)
      } else {
        addChain(index, link, from: upper, to: lower, ranking)
      }
    }
    layers = Array(repeating: [], count: (vertices.map(\.layer).max() ?? 0) + 1)
    for (index, vertex) in vertices.enumerated() { layers[vertex.layer].append(index) }
  }

  /// How wide the lines and labels are that lead from each box to itself.
  private static func selfLinkWidths(_ graph: LayoutGraph) -> [Int] {
    var widths = Array(repeating: 0, count: graph.boxes.count)
    for link in graph.links where link.source == link.target {
      widths[link.source] = max(widths[link.source], link.label.width + SelfLinks.reach)
    }
    return widths
  }

  /// The ranks that a link may span so that all together do not have too many pieces.
  private static func longestSpan(_ graph: LayoutGraph, _ ranking: Ranking) -> Int {
    var counts: [Int: Int] = [:]
    for (index, link) in graph.links.enumerated() where link.source != link.target {
      let (upper, lower) = ranking.ends(of: index, in: graph)
      counts[ranking.ranks[lower] - ranking.ranks[upper], default: 0] += 1
    }
    var pieces = 0
    var longest = alwaysDrawn
    for (span, count) in counts.sorted(by: { $0.key < $1.key }) {
      pieces += 2 * span * count
      guard pieces <= pieceLimit || span <= alwaysDrawn else { break }
      longest = max(longest, span)
    }
    return longest
  }

  private mutating func add(_ vertex: Vertex) -> Int {
    vertices.append(vertex)
    above.append([])
    below.append([])
    return vertices.count - 1
  }

  private mutating func join(_ upper: Int, _ lower: Int) {
    below[upper].append(lower)
    above[lower].append(upper)
  }

  private mutating func addLabel(_ index: Int, _ link: LayoutGraph.Link, layer: Int) -> Int {
    let half = link.label.width / 2
    return add(
      Vertex(
        kind: .label(index), layer: layer, left: half, right: link.label.width - half,
        height: link.label.height, isPreferred: link.isPreferred))
  }

  /// The label stands where the line leaves its source.
  private mutating func addChain(
    _ index: Int, _ link: LayoutGraph.Link, from upper: Int, to lower: Int, _ ranking: Ranking
  ) {
    let first = 2 * ranking.ranks[upper] + 1
    let last = 2 * ranking.ranks[lower] - 1
    let labelled = isReversed[index] ? last : first
    var chain = [upper]
    for layer in first...last {
      let vertex =
        layer == labelled
        ? addLabel(index, link, layer: layer)
        : add(Vertex(kind: .bend, layer: layer, left: 0, right: 0, height: 0))
      join(chain[chain.count - 1], vertex)
      chain.append(vertex)
    }
    join(chain[chain.count - 1], lower)
    chains[index] = chain + [lower]
  }

  /// The line leads down to a stand-in for its target.
  private mutating func addReference(
    _ index: Int, _ link: LayoutGraph.Link, _ graph: LayoutGraph, _ ranking: Ranking
  ) {
    isReversed[index] = false
    let layer = 2 * ranking.ranks[link.source]
    let label = addLabel(index, link, layer: layer + 1)
    let size = graph.boxes[link.target].referenceSize
    let reference = add(
      Vertex(
        kind: .reference(index), layer: layer + 2, left: size.width / 2, right: size.width - size.width / 2,
        height: size.height))
    join(link.source, label)
    join(label, reference)
    chains[index] = [link.source, label, reference]
  }
}
