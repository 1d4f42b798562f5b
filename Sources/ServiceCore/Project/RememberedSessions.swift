import FlowInterpreter
import FlowModel

/// What documents said that were read or written lately: one that is the same need not be read again.
///
/// A document is known by all of its bytes, whoever wrote it. Of two generations the older is forgotten whenever the younger is
/// full, so that what is used goes on being known.
struct RememberedSessions: Sendable {
  private struct Session: Sendable {
    let document: [UInt8]
    let state: SessionState
  }

  /// How many sessions a generation has, and how many bytes of documents: what they say takes some times as many.
  private static let limit = (sessions: 1_024, bytes: 8 << 20)

  private var bytes = 0
  private var younger: [SessionKey: Session] = [:]
  private var older: [SessionKey: Session] = [:]

  /// What a session's document says, which is given away: who has it alone changes it where it is. Nil where it is not known, or
  /// the document is another one.
  mutating func takeState(of key: SessionKey, in document: [UInt8]) -> SessionState? {
    let known: Session
    if let session = younger.removeValue(forKey: key) {
      bytes -= session.document.count
      known = session
    } else if let session = older.removeValue(forKey: key) {
      known = session
    } else {
      return nil
    }
    return known.document.isSame(as: document) ? known.state : nil
  }

  /// Keeps in mind what a document says.
  mutating func remember(_ state: SessionState, in document: [UInt8]) {
    let former = younger[state.key]?.document.count
    if former == nil, younger.count >= Self.limit.sessions || bytes >= Self.limit.bytes {
      older = younger
      younger = [:]
      bytes = 0
    }
    bytes += document.count - (former ?? 0)
    younger[state.key] = Session(document: document, state: state)
  }
}

extension [UInt8] {
  /// Whether the bytes are the same as others. They are not compared up to the first difference, since mostly there is none, and so
  /// many are compared at once.
  func isSame(as other: [UInt8]) -> Bool {
    guard count == other.count else { return false }
    var difference: UInt8 = 0
    for index in indices { difference |= self[index] ^ other[index] }
    return difference == 0
  }
}
