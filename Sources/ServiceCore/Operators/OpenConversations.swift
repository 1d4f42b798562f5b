import FlowHosting
import FlowInterpreter
public import FlowModel

extension ServiceStore {
  /// The conversations that live sessions have open at ECE, in the order of the sessions' starts. Sessions that cannot be read are
  /// passed over.
  public func openConversations() async throws(StoreFailure) -> [ConversationID] {
    let library = ProgramLibrary()
    let sessions: [(number: Int, conversation: ConversationID?)] = try await list {
      store, last, limit throws(StoreFailure) in
      var part: [(number: Int, conversation: ConversationID?)] = []
      for row in try store.liveSessions(of: nil, at: nil, after: last?.number ?? 0, limit: limit) {
        guard case .success(let session) = try StoredSession.read(row, from: library, in: &store),
          case .open(let id) = session.state.conversation
        else {
          part.append((row.number, nil))
          continue
        }
        part.append((row.number, id))
      }
      return part
    }
    return sessions.compactMap(\.conversation)
  }
}
