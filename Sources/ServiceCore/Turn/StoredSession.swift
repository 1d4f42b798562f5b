import FlowHosting
import FlowInterpreter
import FlowModel

/// A session as a turn works on it: its row, and what the document says.
struct StoredSession {
  /// Why a session cannot be gone on with.
  enum Problem: Error {
    /// Its definition or its document cannot be read: why.
    case unreadable(String)
    /// Its document has another format: whoever knows it is to take the input.
    case otherVersion(String)
  }

  var row: SessionRow
  let program: FlowProgram
  var state: SessionState

  /// A session that has begun just now.
  init(row: SessionRow, program: FlowProgram, state: SessionState) {
    self.row = row
    self.program = program
    self.state = state
  }

  /// Reads a session.
  static func read<Transaction: StoreTransaction>(
    _ row: SessionRow, from library: ProgramLibrary, in store: inout Transaction
  ) throws(StoreFailure) -> Result<StoredSession, Problem> {
    guard let program = try library.program(row.definition, in: &store) else {
      return .failure(.unreadable("its definition \(row.definition.text) is not kept or cannot be run"))
    }
    if let state = library.takeState(of: row) {
      return .success(StoredSession(row: row, program: program, state: state))
    }
    do {
      let state = try SessionDocument(row.document).session(of: program)
      guard state.key == row.key else { return .failure(.unreadable("its document is of another session")) }
      return .success(StoredSession(row: row, program: program, state: state))
    } catch {
      switch error {
      case .otherVersion: return .failure(.otherVersion("\(error)"))
      case .unreadable, .otherFlow: return .failure(.unreadable("\(error)"))
      }
    }
  }

  /// Reads a session, or where its document cannot be read makes it anew of its journal; nil where that cannot be done either.
  static func recovered<Transaction: StoreTransaction>(
    _ row: SessionRow, from library: ProgramLibrary, in store: inout Transaction
  ) throws(StoreFailure) -> StoredSession? {
    if case .success(let session) = try read(row, from: library, in: &store) { return session }
    guard let program = try library.program(row.definition, in: &store) else { return nil }
    var replayed = ReplayedSession(key: row.key, program: program)
    guard try replayed.takeJournal(in: &store) == nil, replayed.turn == row.turn,
      let state = replayed.state
    else { return nil }
    return StoredSession(row: row, program: program, state: state)
  }

  /// Whether somebody has ended it where it stands.
  var wasEndedByOperator: Bool { row.endedAt != nil && state.isLive }

  /// Where it is parked.
  var parking: SessionRow.Parking? {
    guard let node = state.node, let wait = state.wait else { return nil }
    return SessionRow.Parking(
      node: program.graph[node].id, reason: wait.reason, since: state.waitingSince)
  }
}

/// What is asked of a session as it was before a turn: the rest of its state is the turn's to change in place.
struct FormerSession {
  /// What its names were made of.
  let naming: SessionState.Naming
  /// What it had asked for and had not heard of.
  let pendingEffects: [Effect]

  init(_ state: SessionState) {
    naming = state.naming
    pendingEffects = state.pendingEffects
  }
}

extension SessionState {
  /// What the session's names are made of, beside its customer: where it is the same, they are.
  struct Naming: Equatable {
    let isLive: Bool
    let conversations: [LearntConversation]
    let requested: ConversationID?
    let receipt: GatewayMessageID?
    let filters: [MessageFilter]
  }

  var naming: Naming {
    var filters: [MessageFilter] = []
    if case .message(let awaited, _)? = wait { filters = awaited }
    return Naming(
      isLive: isLive, conversations: conversations, requested: stage.requestedConversation,
      receipt: stage.awaitedReceipt, filters: filters)
  }

  /// The names under which the session is found.
  var names: [StoreName] {
    var names = conversations.map { StoreName.conversation($0.id) }
    if isLive { names.append(.customer(customer)) }
    if let id = stage.requestedConversation { names.append(.conversation(id)) }
    if let id = stage.awaitedReceipt { names.append(.receipt(id)) }
    return names + stage.awaitedSenders.filter { $0 != customer }.map(StoreName.receiver)
  }
}
