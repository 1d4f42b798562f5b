import Testing

@testable import FlowPictures

@Suite("Layout")
struct LayoutTests {
  /// A generator whose numbers depend on its seed alone.
  private struct Random {
    var state: UInt64

    mutating func next(below limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(truncatingIfNeeded: state >> 33) % limit
    }
  }

  private static func graph(seed: Int) -> LayoutGraph {
    var random = Random(state: UInt64(seed))
    let count = 1 + random.next(below: 24)
    let boxes = (0..<count).map { _ in
      LayoutGraph.Box(
        size: .init(width: 60 + 2 * random.next(below: 90), height: 68),
        referenceSize: .init(width: 60, height: 26),
        staysNear: random.next(below: 4) == 0)
    }
    let links = (0..<random.next(below: 2 * count + 1)).map { _ in
      LayoutGraph.Link(
        source: random.next(below: count), target: random.next(below: count),
        label: .init(width: 30 + 2 * random.next(below: 40), height: 21 + 15 * random.next(below: 3)),
        goesBack: random.next(below: 5) == 0, isPreferred: random.next(below: 2) == 0)
    }
    // As its user does, with room for the links of a box to itself.
    let sized = boxes.enumerated().map { index, box in
      let loops = links.filter { $0.source == index && $0.target == index }.map(\.label.height)
      return LayoutGraph.Box(
        size: .init(width: box.size.width, height: max(box.size.height, SelfLinks.height(of: loops))),
        referenceSize: box.referenceSize, staysNear: box.staysNear)
    }
    return LayoutGraph(boxes: sized, links: links, readingOrder: Array(0..<count))
  }

  @Test(
    "Nothing overlaps, every line leads from its source to its target and crosses no box and no other's label"
  )
  func invariants() {
    for seed in 1...150 {
      let graph = Self.graph(seed: seed)
      let layout = PictureLayout(of: graph)
      Self.check(layout, of: graph, "seed \(seed)")
    }
  }

  @Test("A graph with more long lines than can be drawn ends some in stand-ins, and nothing overlaps")
  func references() {
    let box = LayoutGraph.Box(
      size: .init(width: 140, height: 68), referenceSize: .init(width: 60, height: 26), staysNear: false)
    let label = LayoutGraph.Size(width: 40, height: 21)
    let links = (0..<299).flatMap { index in
      [index + 1, 0].map {
        LayoutGraph.Link(source: index, target: $0, label: label, goesBack: false, isPreferred: $0 > 0)
      }
    }
    let graph = LayoutGraph(
      boxes: Array(repeating: box, count: 300), links: links, readingOrder: Array(0..<300))
    let layout = PictureLayout(of: graph)
    #expect(layout.routes.contains { $0.reference != nil })
    #expect(layout.routes.contains { $0.reference == nil })
    Self.check(layout, of: graph, "long lines", checksCrossings: false)
  }

  @Test("Lines lead down, but for those that close a cycle or go back by their meaning")
  func direction() {
    for seed in 1...60 {
      let graph = Self.graph(seed: seed)
      let forward = graph.links.filter { $0.source < $0.target }.map {
        LayoutGraph.Link(
          source: $0.source, target: $0.target, label: $0.label, goesBack: false, isPreferred: false)
      }
      let back = forward.map {
        LayoutGraph.Link(
          source: $0.target, target: $0.source, label: $0.label, goesBack: true, isPreferred: false)
      }
      let acyclic = LayoutGraph(
        boxes: graph.boxes, links: forward + back, readingOrder: graph.readingOrder)
      let layout = PictureLayout(of: acyclic)
      for (link, route) in zip(acyclic.links, layout.routes) {
        let (source, target) = (layout.boxes[link.source], layout.boxes[link.target])
        #expect(link.goesBack ? target.bottom < source.y : source.bottom < target.y, "seed \(seed)")
        #expect(route.reference == nil)
      }
    }
  }

  @Test("A chain is one straight line")
  func straightness() {
    let graph = LayoutGraph(
      boxes: (0..<6).map { index in
        .init(
          size: .init(width: 140 + 20 * index, height: 68), referenceSize: .init(width: 60, height: 26),
          staysNear: false)
      },
      links: (0..<5).map {
        .init(
          source: $0, target: $0 + 1, label: .init(width: 60, height: 21), goesBack: false, isPreferred: true)
      }, readingOrder: Array(0..<6))
    let layout = PictureLayout(of: graph)
    #expect(Set(layout.boxes.map(\.middle)).count == 1)
    #expect(layout.routes.allSatisfy { $0.strokes.count == 1 })
  }

  // MARK: What must hold

  private static func check(
    _ layout: PictureLayout, of graph: LayoutGraph, _ comment: String, checksCrossings: Bool = true
  ) {
    let labels = layout.routes.map(\.label)
    let references = layout.routes.compactMap(\.reference)
    let rects = layout.boxes + labels + references
    let ordered = rects.sorted { $0.y < $1.y }
    for (index, rect) in ordered.enumerated() {
      #expect(
        rect.x >= 0 && rect.right <= layout.size.width && rect.bottom <= layout.size.height, "\(comment)")
      for other in ordered[(index + 1)...].prefix(while: { $0.y < rect.bottom }) {
        #expect(!overlap(rect, other), "\(comment): \(rect) and \(other)")
      }
    }
    for (link, route) in zip(graph.links, layout.routes) {
      let end = route.strokes.last?.end ?? route.start
      #expect(isOnEdge(route.start, of: layout.boxes[link.source]), "\(comment)")
      #expect(isOnEdge(end, of: route.reference ?? layout.boxes[link.target]), "\(comment)")
      guard checksCrossings else { continue }
      let others = layout.boxes + labels.filter { $0 != route.label }
      for point in points(of: route) {
        #expect(!others.contains { isInside(point, of: $0) }, "\(comment): \(point)")
      }
    }
  }

  private static func overlap(_ one: PictureLayout.Rect, _ other: PictureLayout.Rect) -> Bool {
    one.x < other.right && other.x < one.right && one.y < other.bottom && other.y < one.bottom
  }

  private static func isOnEdge(_ point: PictureLayout.Point, of box: PictureLayout.Rect) -> Bool {
    let isAcross = point.x >= box.x && point.x <= box.right
    let isAlong = point.y >= box.y && point.y <= box.bottom
    return isAcross && (point.y == box.y || point.y == box.bottom) || isAlong && point.x == box.right
  }

  private static func isInside(_ point: PictureLayout.Point, of box: PictureLayout.Rect) -> Bool {
    point.x > box.x && point.x < box.right && point.y > box.y && point.y < box.bottom
  }

  /// Points along a line.
  private static func points(of route: PictureLayout.Route) -> [PictureLayout.Point] {
    var points: [PictureLayout.Point] = []
    var start = route.start
    for stroke in route.strokes {
      let controls: [PictureLayout.Point] =
        switch stroke {
        case .line(let end): [start, start, end, end]
        case .curve(let first, let second, let end): [start, first, second, end]
        }
      for step in 0...16 {
        let t = Double(step) / 16
        let weights = [
          (1 - t) * (1 - t) * (1 - t), 3 * (1 - t) * (1 - t) * t, 3 * (1 - t) * t * t, t * t * t,
        ]
        func value(_ path: KeyPath<PictureLayout.Point, Int>) -> Int {
          Int(zip(weights, controls).reduce(0) { $0 + $1.0 * Double($1.1[keyPath: path]) }.rounded())
        }
        points.append(.init(x: value(\.x), y: value(\.y)))
      }
      start = stroke.end
    }
    return points
  }
}
