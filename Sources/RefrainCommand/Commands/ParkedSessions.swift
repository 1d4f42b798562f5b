import RefrainKit

/// Sessions that are parked while their flow is edited, and what becomes of each.
struct ParkedSessions {
  private let documents: [SessionDocument]

  /// Reads sessions: documents, one on each line, or the snapshots of hosts.
  init(_ bytes: [UInt8]) throws(SessionDocumentError) {
    var documents: [SessionDocument] = []
    for line in bytes.split(separator: UInt8(ascii: "\n")) where !line.allSatisfy({ $0 <= UInt8(ascii: " ") })
    {
      let line = Array(line)
      let isHost = (try? JSON(parsing: line)["refrain"]) == "host"
      documents += try isHost ? FlowHost.sessionDocuments(in: line) : [SessionDocument(line)]
    }
    self.documents = documents
  }

  /// Who is parked where, and what becomes of each, in the order of the older version's nodes.
  /// - Parameter renaming: The new names of nodes, by their old ones.
  func lines(
    from old: FlowProgram, to new: FlowProgram, renaming: [NodeName: NodeName]
  ) throws(SessionDocumentError) -> [String] {
    guard let move = try? SessionMove(from: old, to: new, renaming: renaming) else {
      preconditionFailure("nodes that were renamed are nodes of the two flows")
    }
    var groups: [Group: [SessionKey]] = [:]
    var ended = 0
    var others = 0
    for document in documents {
      guard document.flow == old.hash else {
        others += 1
        continue
      }
      let state = try document.session(of: old)
      guard let node = state.node else {
        ended += 1
        continue
      }
      groups[Group(node: node, fate: Self.fate(of: state, by: move, from: old, at: node)), default: []]
        .append(state.key)
    }
    let parked = groups.sorted { ($0.key.node.index, $0.key.fate) < ($1.key.node.index, $1.key.fate) }
      .map { group, sessions in
        "\(sessions.count) parked at `\(old.graph[group.node].id)`: \(group.fate) (\(Self.names(of: sessions)))"
      }
    return parked + (ended > 0 ? ["\(ended) ended"] : [])
      + (others > 0 ? ["\(others) of other flows, or of another definition of this one"] : [])
  }

  private struct Group: Hashable {
    let node: NodeID
    let fate: String
  }

  private static func fate(
    of state: SessionState, by move: SessionMove, from old: FlowProgram, at node: NodeID
  ) -> String {
    do {
      _ = try move.session(state)
      guard let name = move.name(of: node), name != old.graph[node].id else { return "goes on alike" }
      return "goes on alike, at `\(name)`, as it is called now"
    } catch {
      return "stays with the older version: \(error)"
    }
  }

  private static func names(of sessions: [SessionKey]) -> String {
    let shown = 5
    let names = sessions.prefix(shown).map(\.text.printable).joined(separator: ", ")
    return sessions.count > shown ? "\(names) and \(sessions.count - shown) more" : names
  }
}
