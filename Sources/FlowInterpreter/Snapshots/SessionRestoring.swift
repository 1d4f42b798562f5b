import FlowModel
import JSONSyntax

extension FlowMachine {
  /// Reads a session that was written down.
  ///
  /// What is restored is a session that the machine can run: numbers of nodes and variables that the flow does not have
  /// make a snapshot unreadable.
  /// - Throws: `SnapshotError.otherFlow` where the flow's definition is another one.
  public func session(restoring snapshot: [UInt8]) throws(SnapshotError) -> SessionState {
    let reader = try SnapshotReader(snapshot, kind: .session)
    let hash = try reader.text("flow")
    guard hash == program.hash.text else { throw .otherFlow(hash: hash) }
    return try SessionState(reader, of: program)
  }
}

extension SessionState {
  /// Reads what a session's object holds.
  package init(_ reader: SnapshotReader, of program: FlowProgram) throws(SnapshotError) {
    let customer = Customer(
      channel: try reader.choice("channel"), address: CustomerAddress(try reader.text("customer")))
    let variables = reader["variables"] == nil ? program.initialVariables : try reader.list("variables")
    guard variables.count == program.graph.variables.count else {
      throw .unreadable("it has other variables than the flow")
    }
    self.init(customer: customer, variables: variables)
    status = try Status(reader, of: program)
    conversation = try Conversation(reader)
    branch = try IntermediateBranch(reader, of: program)
    executions = try reader.integer("executions", upTo: Limits.nodeExecutions)
    outputs = try OutputValues(reader, of: program, customer, conversation)
    for wire in try reader.list("held") {
      guard let event = WebhookEvent(kept: wire), case .outcome = event.kind else {
        throw .unreadable("it holds what is no event of a conversation")
      }
      heldEvents.append(event)
    }
    rememberedEvents = try RecentIdentifiers(reader.list("remembered"), limit: Limits.rememberedEvents)
    expiryTimer = reader["expiry"] == nil ? nil : try reader.timer("expiry")
    recordCount = try reader.integer("records")
    timerCount = try reader.integer("timers", upTo: TimerID.highest)
  }
}

extension SessionState.Status {
  fileprivate init(_ reader: SnapshotReader, of program: FlowProgram) throws(SnapshotError) {
    guard reader["ended"] == nil else {
      let ended = try reader.object("ended")
      self = .ended(
        FlowResult(
          name: try ended.text("result"), code: try ended.integer("code"), status: try ended.choice("status")),
        ended["reason"]?.string.flatMap(EndReason.init))
      return
    }
    let object = try reader.object("wait")
    let number = try object.integer("node")
    let wait = try Wait(object)
    guard program.nodes.indices.contains(number), program[NodeID(number)].behavior.canWait(wait) else {
      throw .unreadable("it waits at a node that does not")
    }
    self = .waiting(wait, at: NodeID(number))
  }
}

extension Wait {
  fileprivate init(_ reader: SnapshotReader) throws(SnapshotError) {
    let reason: WaitReason = try reader.choice("for")
    if reason == .conversationEvent {
      self = .conversationEvent
      return
    }
    let alarm = Alarm(timer: try reader.timer("timer"), time: try reader.time("until"))
    switch reason {
    case .gatewayAnswer: self = .gatewayAnswer(EffectID(try reader.integer("effect")), alarm)
    case .deliveryReport: self = .deliveryReport(EffectID(try reader.integer("effect")), alarm)
    case .conversationAnswer: self = .conversationAnswer(EffectID(try reader.integer("effect")), alarm)
    case .httpAnswer: self = .httpAnswer(EffectID(try reader.integer("effect")), alarm)
    case .delay: self = .delay(seconds: try reader.number("seconds"), alarm)
    case .message:
      var filters: [MessageFilter] = []
      for filter in try reader.list("filters") {
        filters.append(try MessageFilter(SnapshotReader(filter)))
      }
      self = .message(filters, alarm)
    case .conversationEvent: self = .conversationEvent
    }
  }
}

extension MessageFilter {
  fileprivate init(_ reader: SnapshotReader) throws(SnapshotError) {
    self.init(
      channel: try reader.choice("channel"), number: reader["number"]?.string,
      keyword: try reader.text("keyword"), from: CustomerAddress(try reader.text("from")))
  }
}

extension Conversation {
  fileprivate init(_ reader: SnapshotReader) throws(SnapshotError) {
    let parts = try reader.list("conversation")
    guard let name = parts.first?.string else {
      self = .none
      return
    }
    guard let stage = Stage(rawValue: name),
      let conversation = Conversation(stage, id: parts.dropFirst().first?.string.map(ConversationID.init))
    else { throw .unreadable("its conversation is none") }
    self = conversation
  }
}

extension IntermediateBranch {
  fileprivate init?(_ reader: SnapshotReader, of program: FlowProgram) throws(SnapshotError) {
    let numbers = try reader.list("branch").compactMap(\.naturalNumber)
    guard let node = numbers.first else { return nil }
    guard numbers.count == 2, program.nodes.indices.contains(node) else {
      throw .unreadable("its branch begins nowhere")
    }
    let origin = program.nodes[node]
    guard origin.exits.indices.contains(numbers[1]), origin.exits[numbers[1]].outcome.class == .intermediate
    else {
      throw .unreadable("its branch begins nowhere")
    }
    self.init(node: NodeID(node), outcome: numbers[1])
  }
}

extension OutputValues {
  fileprivate init(
    _ reader: SnapshotReader, of program: FlowProgram, _ customer: Customer, _ conversation: Conversation
  ) throws(SnapshotError) {
    self.init()
    let list = try reader.list("outputs")
    for index in stride(from: 0, to: list.count, by: 2) {
      guard let node = list[index].naturalNumber, program.nodes.indices.contains(node), index + 1 < list.count
      else {
        throw .unreadable("it has outputs of a node that the flow does not have")
      }
      self[NodeID(node)] = try NodeOutputs(SnapshotReader(list[index + 1]), of: customer, conversation)
    }
  }
}
