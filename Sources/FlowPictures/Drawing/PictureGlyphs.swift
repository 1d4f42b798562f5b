import FlowModel

/// Small drawings, 16 pixels wide and high, as paths.
enum PictureGlyphs {
  /// What a node of a type does.
  static func path(of type: NodeType?) -> String {
    switch type {
    case .start: "M4.5 2.5v11l9-5.5z"
    case .startConversation: "M1.5 2.5h13v8.5h-7l-3 3v-3h-3zM4.5 5.5h7M4.5 8h4"
    case .sendSMS: "M1.5 3.5h13v9.5h-13zM1.5 3.5l6.5 5.5 6.5-5.5"
    case .sendMessenger: "M1.5 8l13-5.5-4 11.5-3.5-4zM7 10l7.5-7.5"
    case .delay: "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M8 4.5v4l2.5 1.5"
    case .receive: "M1.5 9v4.5h13v-4.5M8 1.5v8M4.5 6l3.5 3.5 3.5-3.5"
    case .httpRequest: "M1.5 5.5h12l-3-3M14.5 10.5h-12l3 3"
    case .branch: "M8 1.5l6.5 6.5-6.5 6.5-6.5-6.5z"
    case nil: "M5.5 6a2.5 2.5 0 1 1 2.5 2.5v2M8 12.5v1"
    }
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
