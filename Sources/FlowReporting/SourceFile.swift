public import Diagnostics
public import JSONSyntax
import Synchronization

/// A file that was linted: its path as a reader is shown it, its bytes, and what turns a place in it into a
/// line, a column and a JSON Pointer.
///
/// Where its lines begin is worked out, in time linear in its size, when somebody first asks: nobody does where all that was
/// found is suppressed.
public final class SourceFile: Sendable {
  /// The path as it was given or found.
  public let path: String
  /// The file's bytes; none where the file is too large to be shown.
  public let bytes: [UInt8]
  /// Where the lines begin.
  public var lines: LineTable {
    knownLines.withLock { known in
      if let known { return known }
      let lines = LineTable(bytes)
      known = lines
      return lines
    }
  }

  private let knownLines = Mutex<LineTable?>(nil)

  /// The file's tree; nil where the file holds no JSON.
  let document: JSONDocument?

  /// Creates a source file.
  /// - Parameter document: The file's tree; nil where the file holds no JSON, and then every pointer is
  ///   empty.
  public init(path: String, bytes: [UInt8], document: JSONDocument?) {
    self.path = path
    self.bytes = bytes
    self.document = document
  }

  /// The JSON Pointer (RFC 6901) of the element that a place belongs to; a key's is its member's.
  public func pointer(to place: SourcePlace) -> String {
    document?.pointer(to: place.element) ?? ""
  }
}
