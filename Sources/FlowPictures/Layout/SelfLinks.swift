/// Links from a box to itself: each leaves on the right side of its box, turns round under its label, and comes back.
enum SelfLinks {
  /// Between a box and such a label.
  static let gap = 26
  /// Between two such labels.
  static let between = 6
  /// Half the distance of the two lines.
  private static let half = 5
  /// How much room such a link takes beside its label.
  static let reach = gap

  /// How high a box must be for labels of such heights.
  static func height(of labels: [Int]) -> Int {
    labels.isEmpty ? 0 : labels.reduce(0, +) + between * (labels.count + 1)
  }

  /// The routes of a box's links to itself, from top to bottom.
  static func routes(beside box: PictureLayout.Rect, labels: [LayoutGraph.Size]) -> [PictureLayout.Route] {
    let total = labels.reduce(0) { $0 + $1.height } + between * (labels.count - 1)
    var top = box.y + (box.height - total) / 2
    return labels.map { size in
      defer { top += size.height + between }
      let label = PictureLayout.Rect(x: box.right + gap, y: top, width: size.width, height: size.height)
      let middle = top + size.height / 2
      let turn = label.x + 4
      return PictureLayout.Route(
        start: .init(x: box.right, y: middle - half),
        strokes: [
          .line(to: .init(x: turn, y: middle - half)), .line(to: .init(x: turn, y: middle + half)),
          .line(to: .init(x: box.right, y: middle + half)),
        ],
        label: label)
    }
  }
}
