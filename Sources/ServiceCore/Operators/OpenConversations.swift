import FlowHosting
import FlowInterpreter
public import FlowModel

extension ServiceStore {
  /// The conversations that live sessions have open at ECE, in the order of the sessions' starts. Sessions that cannot be read are
  /// passed over.
  public func openConversations() async throws(StoreFailure) -> [ConversationID] {
    let library = ProgramLibrary()
    var found: [ConversationID] = []
    var number = 0
    while true {
      let (last, part) = try await transaction { [number] (store) throws(StoreFailure) in
        let rows = try store.liveSessions(of: nil, at: nil, after: number, limit: ServiceLimits.groupSize)
        var part: [ConversationID] = []
        for row in rows {
          guard case .success(let session) = try StoredSession.read(row, from: library, in: &store),
            case .open(let id) = session.state.conversation
          else { continue }
          part.append(id)
        }
        return .rollBack((rows.last?.number, part))
      }
      guard let last else { return found }
      found += part
      number = last
    }
  }
}
