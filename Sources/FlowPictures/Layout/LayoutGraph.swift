/// What is to be laid out: boxes and the links between them, with their sizes and nothing of what they mean.
struct LayoutGraph: Sendable {
  /// How large something is, in pixels.
  struct Size: Sendable, Hashable {
    var width: Int
    var height: Int
  }

  struct Box: Sendable {
    let size: Size
    /// How small the box is drawn where a link ends in it that would cross too much: its stand-in's size.
    let referenceSize: Size
    /// Whether it stands just below what leads to it, however full its rank is.
    let staysNear: Bool
  }

  struct Link: Sendable {
    let source: Int
    let target: Int
    /// The size of its label.
    let label: Size
    /// Whether it goes back up by its meaning, like the return of a branch.
    let goesBack: Bool
    /// Whether it leads on, and so is to be straight before others are.
    let isPreferred: Bool
  }

  let boxes: [Box]
  let links: [Link]
  /// The boxes in the order in which one begins to read.
  let readingOrder: [Int]
}

/// Where everything is: integers, in pixels, from the top left corner.
///
/// The layout is layered, after Sugiyama, Tagawa and Toda, "Methods for Visual Understanding of Hierarchical System
/// Structures" (1981): cycles are broken and ranks given (`Ranking`), links cut into pieces (`LayeredGraph`), layers
/// ordered (`Ordering`), columns given (`Placement`, `Straightening`), and lines drawn (`Routing`).
struct PictureLayout: Sendable {
  struct Point: Sendable, Hashable {
    var x: Int
    var y: Int
  }

  struct Rect: Sendable, Hashable {
    var x: Int
    var y: Int
    var width: Int
    var height: Int

    var middle: Int { x + width / 2 }
    var right: Int { x + width }
    var bottom: Int { y + height }
  }

  /// A piece of a line.
  enum Stroke: Sendable, Hashable {
    /// Straight on.
    case line(to: Point)
    /// A curve with two control points.
    case curve(Point, Point, to: Point)

    /// Where the piece ends.
    var end: Point {
      switch self {
      case .line(let end), .curve(_, _, let end): end
      }
    }
  }

  /// Where a link's line runs, from its source to its target, and where its label stands.
  struct Route: Sendable, Hashable {
    var start: Point
    var strokes: [Stroke]
    var label: Rect
    /// Where a stand-in for the target is drawn at which the line ends, because the target is too far away.
    var reference: Rect?
  }

  var boxes: [Rect]
  var routes: [Route]
  var size: LayoutGraph.Size
}

extension PictureLayout {
  /// The distances between things.
  enum Spacing {
    /// Between neighbours in a layer.
    static let beside = 28
    /// Between a label and its neighbours.
    static let besideLabel = 14
    /// Between a line and its neighbours.
    static let besideLine = 12
    /// Between two layers.
    static let between = 26
    /// Between ends of lines at a side of a box.
    static let ports = 14
  }

  /// Lays a graph out in layers from top to bottom.
  ///
  /// Nothing overlaps, and no line crosses a box or a label: within a layer lines run straight down, in a lane of their
  /// own; only between layers they move sideways. The same graph gives the same layout.
  init(of graph: LayoutGraph) {
    let ranking = Ranking(of: graph)
    var layers = LayeredGraph(of: graph, ranking)
    Ordering.order(&layers)
    let columns = Placement(of: layers).columns
    self = Routing(graph, layers, columns).layout
  }
}
