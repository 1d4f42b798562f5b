import FlowModel

/// What an editor's messages may make the server hold.
enum ServerLimits {
  /// Bytes of one message: a file of the largest size, with every other character escaped, and room to spare.
  static let message = 6 * Limits.fileSize
  /// Bytes of a message's header, which takes some thirty.
  static let header = 4096
  /// Bytes of all open documents together. A document's tree takes several times its text.
  static let openText = 4 * Limits.fileSize
  /// Folders that are searched for a project's flows.
  static let projectFolders = 1000
  /// Diagnostics that are published of one document: an editor shows no more, and thousands have one cause.
  static let diagnostics = 1000
  /// Related places that are published with one diagnostic.
  static let relatedPlaces = 100
  /// Completions in one answer; what is typed next narrows them down.
  static let completions = 1000
}
