import JSONSyntax

/// A session over a stream of bytes: each message behind a header with its length. Bytes in, bytes out.
public struct LanguageConnection: Sendable {
  private var frames = MessageFrames()
  private var session: LanguageSession
  private var isBroken = false

  /// A connection over which nothing has come.
  /// - Parameters:
  ///   - version: The program's version, which the editor may show.
  ///   - files: The files that are not open in the editor; nil where none can be read.
  public init(version: String, files: EditorFiles? = nil) {
    session = LanguageSession(version: version, files: files)
  }

  /// Whether nothing more is to be read: the editor has ended the session, or what came cannot be divided into
  /// messages.
  public var isOver: Bool { isBroken || session.endedCleanly != nil }

  /// Whether the editor has shut the session down and ended it, as it should.
  public var endedCleanly: Bool { session.endedCleanly ?? false }

  /// Takes bytes, however they are cut, and gives those to be sent.
  ///
  /// Documents are linted when all messages that have come are dealt with.
  public mutating func receive(_ bytes: [UInt8]) -> [UInt8] {
    frames.append(bytes)
    var messages: [JSON] = []
    do {
      while !isOver, let frame = try frames.next() {
        switch frame {
        case .message(let message): messages += session.receive(message)
        case .tooLarge(let size):
          messages.append(
            ResponseError(.invalidRequest, "A message of \(size) bytes is too large.").response(to: .null))
        }
      }
    } catch {
      isBroken = true
      messages.append(
        ResponseError(.parseError, "This is no stream of messages: \(error.reason).").response(to: .null))
    }
    messages += session.publishDiagnostics()
    return messages.flatMap { MessageFrames.framed(Array($0.compact.utf8)) }
  }
}
