/// Gives each layer its height, each line its ends at the boxes, and each piece of a line its shape.
struct Routing {
  private let graph: LayoutGraph
  private let layers: LayeredGraph
  private let columns: [Int]
  /// Where each layer begins and ends.
  private var bands: [(top: Int, bottom: Int)] = []
  /// Where each link leaves its upper box, and where it meets its lower one.
  private var upperEnds: [Int]
  private var lowerEnds: [Int]

  init(_ graph: LayoutGraph, _ layers: LayeredGraph, _ columns: [Int]) {
    self.graph = graph
    self.layers = layers
    let left = zip(columns, layers.vertices).lazy.map { $0 - $1.left }.min() ?? 0
    self.columns = columns.map { $0 - left }
    upperEnds = Array(repeating: 0, count: graph.links.count)
    lowerEnds = upperEnds
    placeEnds()
    bands = Self.bands(of: layers, widest: widestSteps())
  }

  /// The whole layout.
  var layout: PictureLayout {
    let boxes = graph.boxes.indices.map { rect(of: $0) }
    var routes = graph.links.indices.map { route(of: $0) }
    var selfLinks: [Int: [Int]] = [:]
    for (index, link) in graph.links.enumerated() where link.source == link.target {
      selfLinks[link.source, default: []].append(index)
    }
    for (box, links) in selfLinks {
      let made = SelfLinks.routes(beside: boxes[box], labels: links.map { graph.links[$0].label })
      for (link, route) in zip(links, made) { routes[link] = route }
    }
    let width = zip(columns, layers.vertices).lazy.map { $0 + $1.right }.max() ?? 0
    return PictureLayout(
      boxes: boxes, routes: routes, size: .init(width: width, height: bands.last?.bottom ?? 0))
  }

  // MARK: Boxes and layers

  private func rect(of vertex: Int) -> PictureLayout.Rect {
    let box = layers.vertices[vertex]
    let size =
      switch box.kind {
      case .box(let index): graph.boxes[index].size
      case .label(let link): graph.links[link].label
      case .reference(let link): graph.boxes[graph.links[link].target].referenceSize
      case .bend: LayoutGraph.Size(width: 0, height: 0)
      }
    let band = bands[box.layer]
    // Labels stand in the middle of their layer, boxes hang from its top.
    let top = box.isOnLine ? band.top + (band.bottom - band.top - size.height) / 2 : band.top
    return .init(x: columns[vertex] - box.left, y: top, width: size.width, height: size.height)
  }

  /// The further lines move sideways between two layers, the more room they have for it.
  private static func bands(of layers: LayeredGraph, widest: [Int]) -> [(top: Int, bottom: Int)] {
    var top = 0
    return layers.layers.enumerated().map { index, layer in
      let height = layer.lazy.map { layers.vertices[$0].height }.max() ?? 0
      defer { top += height + PictureLayout.Spacing.between + min(54, widest[index] / 7) }
      return (top, top + height)
    }
  }

  /// How far lines move sideways below each layer, at most.
  private func widestSteps() -> [Int] {
    var widest = Array(repeating: 0, count: layers.layers.count)
    for link in graph.links.indices {
      let points = self.points(of: link)
      for (upper, lower) in zip(points, points.dropFirst()) {
        let layer = layers.vertices[upper.vertex].layer
        widest[layer] = max(widest[layer], abs(upper.column - lower.column))
      }
    }
    return widest
  }

  // MARK: Ends of lines

  /// Lines end at a box as near as they can to where they come from, apart from each other, in order.
  private mutating func placeEnds() {
    typealias End = (link: Int, column: Int)
    var below: [[End]] = Array(repeating: [], count: layers.vertices.count)
    var above = below
    for (link, chain) in layers.chains.enumerated() where chain.count > 2 {
      below[chain[0]].append((link, columns[chain[1]]))
      above[chain[chain.count - 1]].append((link, columns[chain[chain.count - 2]]))
    }
    for vertex in layers.vertices.indices {
      for end in Self.spread(below[vertex], over: range(of: vertex)) { upperEnds[end.link] = end.column }
      for end in Self.spread(above[vertex], over: range(of: vertex)) { lowerEnds[end.link] = end.column }
    }
  }

  /// Where lines may end at a box: not at its round corners.
  private func range(of vertex: Int) -> ClosedRange<Int> {
    let left = columns[vertex] - layers.vertices[vertex].left
    let width =
      switch layers.vertices[vertex].kind {
      case .box(let index): graph.boxes[index].size.width
      case .reference, .label, .bend: layers.vertices[vertex].left + layers.vertices[vertex].right
      }
    return left + min(12, width / 2)...left + max(width - 12, width / 2)
  }

  private static func spread(_ ends: [(link: Int, column: Int)], over range: ClosedRange<Int>)
    -> [(link: Int, column: Int)]
  {
    guard !ends.isEmpty else { return [] }
    var ends = ends.sorted { ($0.column, $0.link) < ($1.column, $1.link) }
    let room = range.upperBound - range.lowerBound
    let step = min(PictureLayout.Spacing.ports, room / max(1, ends.count - 1))
    for index in ends.indices {
      let least = index == 0 ? range.lowerBound : ends[index - 1].column + step
      ends[index].column = min(max(ends[index].column, least), range.upperBound)
    }
    for index in ends.indices.reversed() {
      let most = index == ends.count - 1 ? range.upperBound : ends[index + 1].column - step
      ends[index].column = max(min(ends[index].column, most), range.lowerBound)
    }
    return ends
  }

  // MARK: Lines

  private func points(of link: Int) -> [(vertex: Int, column: Int)] {
    let chain = layers.chains[link]
    return chain.enumerated().map { index, vertex in
      let column =
        index == 0
        ? upperEnds[link] : index == chain.count - 1 ? lowerEnds[link] : columns[vertex]
      return (vertex, column)
    }
  }

  private func route(of link: Int) -> PictureLayout.Route {
    let points = points(of: link)
    guard let first = points.first else { return .empty }
    var route = PictureLayout.Route(
      start: .init(x: first.column, y: rect(of: first.vertex).bottom), strokes: [], label: .zero)
    var current = route.start
    for point in points.dropFirst() {
      let vertex = layers.vertices[point.vertex]
      let (top, bottom) = bands[vertex.layer]
      let previous = bands[vertex.layer - 1].bottom
      Self.draw(from: &current, to: .init(x: current.x, y: previous), &route.strokes)
      Self.draw(from: &current, to: .init(x: point.column, y: top), &route.strokes)
      switch vertex.kind {
      case .label: route.label = rect(of: point.vertex)
      case .reference: route.reference = rect(of: point.vertex)
      case .bend, .box: break
      }
      if vertex.isOnLine { Self.draw(from: &current, to: .init(x: current.x, y: bottom), &route.strokes) }
    }
    return layers.isReversed[link] ? route.reversed : route
  }

  private static func draw(
    from current: inout PictureLayout.Point, to point: PictureLayout.Point,
    _ strokes: inout [PictureLayout.Stroke]
  ) {
    guard point != current else { return }
    if point.x == current.x {
      // One straight line rather than one for each layer.
      if case .line(let end)? = strokes.last, end.x == point.x { strokes.removeLast() }
      strokes.append(.line(to: point))
    } else {
      let reach = (point.y - current.y) * 6 / 10
      strokes.append(
        .curve(
          .init(x: current.x, y: current.y + reach), .init(x: point.x, y: point.y - reach), to: point))
    }
    current = point
  }
}

extension PictureLayout.Rect {
  static let zero = PictureLayout.Rect(x: 0, y: 0, width: 0, height: 0)
}

extension PictureLayout.Route {
  static let empty = PictureLayout.Route(start: .init(x: 0, y: 0), strokes: [], label: .zero)

  /// The same line from its other end.
  var reversed: PictureLayout.Route {
    var points = [start] + strokes.map(\.end)
    points.removeLast()
    let strokes = zip(self.strokes, points).reversed().map { stroke, start in
      switch stroke {
      case .line: PictureLayout.Stroke.line(to: start)
      case .curve(let first, let second, _): PictureLayout.Stroke.curve(second, first, to: start)
      }
    }
    return .init(start: self.strokes.last?.end ?? start, strokes: strokes, label: label, reference: reference)
  }
}
