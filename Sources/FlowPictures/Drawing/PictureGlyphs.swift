import FlowModel

/// Small drawings, 16 pixels wide and high, as paths.
enum PictureGlyphs {
  /// What a node of a type does.
  static func path(of type: NodeType?) -> String {
    type?.description.glyph ?? "M5.5 6a2.5 2.5 0 1 1 2.5 2.5v2M8 12.5v1"
  }

  /// A node that waits.
  static let hourglass =
    "M3.5 2.5h9M3.5 13.5h9M5 2.5v2.5l3 3 3-3v-2.5M5 13.5v-2.5l3-3 3 3v2.5"

  /// How a session ends.
  static func path(of status: FlowResult.Status) -> String {
    switch status {
    case .success: "M3.5 8.5l3 3 6-7"
    case .error: "M4 4l8 8M12 4l-8 8"
    case .incomplete: "M8 3.5v5.5M8 11.5v1"
    }
  }

  /// A return.
  static let resume = "M13 13v-3.5a3.5 3.5 0 0 0-3.5-3.5h-6.5M6 3l-3 3 3 3"
  /// On to a node that is drawn elsewhere.
  static let reference = "M2.5 8h10M9 4.5l3.5 3.5-3.5 3.5"
}
