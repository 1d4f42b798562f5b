import FlowModel
import JSONSyntax

extension SessionState {
  /// Reads what a session document says of a session.
  init(_ content: SessionContent, of program: FlowProgram) throws(SessionDocumentError) {
    let reader = DocumentReader(content.members)
    self.init(
      key: SessionKey(try reader.text("key")),
      customer: Customer(channel: try reader.choice("channel"), address: try reader.name("customer")),
      variables: try reader.variables(of: program), start: NodeID(0), at: try reader.time("startedAt"))
    stage = try Stage(reader.object("stage"), of: program)
    waitingSince = try reader.time("waitingSince")
    expiry = reader["expiry"] == nil ? nil : try reader.alarm("expiry")
    outputs = try reader.outputs(of: program)
    for learnt in try reader.list("conversations") {
      guard let id = learnt[0]?.string, let time = learnt[1]?.naturalNumber else {
        throw .unreadable("a conversation has no id")
      }
      self.learnt.append(
        LearntConversation(id: ConversationID(id), learntAt: Timestamp(milliseconds: Int64(time))))
    }
    for wire in try reader.list("held") {
      guard let event = WebhookEvent(kept: wire), case .outcome = event.kind else {
        throw .unreadable("it holds what is no event of a conversation")
      }
      heldEvents.append(event)
    }
    recentEvents = try content.recentEvents
    for effect in try reader.list("pending") {
      pending.append(try Effect(DocumentReader(effect), of: program))
    }
    executions = try reader.integer("executions", upTo: Limits.nodeExecutions)
    timerCount = try reader.integer("timers")
    recordCount = try reader.integer("records")
  }
}

extension SessionContent {
  fileprivate var recentEvents: RecentEventIDs {
    get throws(SessionDocumentError) {
      guard let recent else { return RecentEventIDs() }
      guard let ids = recent.strings else { throw .unreadable("`recent` is no array of ids") }
      guard let latest = RecentEventIDs(ids) else {
        throw .unreadable("it remembers too many ids, or one twice")
      }
      return latest
    }
  }
}

extension DocumentReader {
  fileprivate func variables(of program: FlowProgram) throws(SessionDocumentError) -> [JSON] {
    let values = try object("variables")
    guard values.members.count == program.graph.variables.count else {
      throw .unreadable("it has other variables than the flow")
    }
    var variables: [JSON] = []
    for variable in program.graph.variables {
      guard let value = values[variable.name] else {
        throw .unreadable("it lacks the variable `\(variable.name)`")
      }
      variables.append(value)
    }
    return variables
  }

  fileprivate func outputs(of program: FlowProgram) throws(SessionDocumentError) -> NodeOutputs {
    var outputs = NodeOutputs()
    for member in try object("outputs").members {
      guard let node = program.node(named: member.key) else {
        throw .unreadable("the flow has no node `\(member.key)`")
      }
      let written = try DocumentReader(member.value)
      let known = program.graph[node].outputs
      var found = 0
      outputs.update(node, count: known.count) { values in
        for index in known.indices {
          guard let value = written[known[index].name] else { continue }
          values[index] = value
          found += 1
        }
      }
      guard found == written.members.count else { throw .unreadable("`\(member.key)` has no such output") }
    }
    return outputs
  }
}

extension SessionState.Stage {
  fileprivate init(_ reader: DocumentReader, of program: FlowProgram) throws(SessionDocumentError) {
    guard reader["for"] != nil else {
      self = .ended(try Ending(reader))
      return
    }
    let node = try reader.node("node", of: program)
    let reason: WaitReason = try reader.choice("for")
    switch reason {
    case .conversationEvent: self = .listening(to: try reader.name("conversation"), at: node)
    case .conversationAnswer:
      self = .requesting(
        ConversationWait(
          effect: EffectID(try reader.integer("effect")), alarm: try reader.alarm("alarm"),
          named: reader["named"]?.string.map { ConversationID($0) }), at: node)
    case .gatewayAnswer where reader["branch"] != nil, .serviceAnswer where reader["branch"] != nil:
      self = .onBranch(
        try IntermediateBranch(reader.list("branch"), of: program), of: try reader.name("conversation"),
        at: node, awaiting: try AnswerWait(reader, for: reason))
    case .gatewayAnswer, .serviceAnswer, .deliveryReport, .delay, .message, .httpAnswer:
      self = .apart(try WaitingNodeWait(reader, for: reason), at: node, after: PastConversation(reader))
    }
    guard let wait, program[node].behavior.canWait(wait) else {
      throw .unreadable("it waits at a node that does not")
    }
  }
}

extension WaitingNodeWait {
  fileprivate init(_ reader: DocumentReader, for reason: WaitReason) throws(SessionDocumentError) {
    let alarm = try reader.alarm("alarm")
    switch reason {
    case .gatewayAnswer, .serviceAnswer: self = .answer(try AnswerWait(reader, for: reason))
    case .deliveryReport:
      self = .deliveryReport(EffectID(try reader.integer("effect")), of: try reader.name("of"), alarm)
    case .delay: self = .delay(seconds: try reader.number("seconds"), alarm)
    case .httpAnswer: self = .httpAnswer(EffectID(try reader.integer("effect")), alarm)
    case .message:
      var filters: [MessageFilter] = []
      for filter in try reader.list("filters") {
        filters.append(try MessageFilter(DocumentReader(filter)))
      }
      self = .message(filters, alarm)
    case .conversationAnswer, .conversationEvent:
      throw .unreadable("it waits for a conversation that there is not")
    }
  }
}

extension AnswerWait {
  fileprivate init(_ reader: DocumentReader, for reason: WaitReason) throws(SessionDocumentError) {
    let effect = EffectID(try reader.integer("effect"))
    let alarm = try reader.alarm("alarm")
    self = reason == .serviceAnswer ? .service(effect, alarm) : .gateway(effect, alarm)
  }
}

extension MessageFilter {
  fileprivate init(_ reader: DocumentReader) throws(SessionDocumentError) {
    guard let keywords = reader["keyword"].flatMap(Keywords.init(json:)) else {
      throw .unreadable("it lacks the keywords of a Receive")
    }
    self.init(
      channel: try reader.choice("channel"), number: reader["number"]?.string.map(BusinessAddress.init),
      keywords: keywords, from: reader["from"]?.string.map(CustomerAddress.init))
  }
}

extension PastConversation {
  fileprivate init(_ reader: DocumentReader) {
    self =
      if reader["failed"] != nil { .failed } else if let id = reader["completed"]?.string {
        .completed(ConversationID(id))
      } else {
        .none
      }
  }
}

extension IntermediateBranch {
  fileprivate init(_ names: [JSON], of program: FlowProgram) throws(SessionDocumentError) {
    guard names.count == 2, let node = names[0].string.flatMap(program.node(named:)),
      let name = names[1].string,
      let outcome = program[node].transitions.firstIndex(where: { $0.outcome.isNamed(name) }),
      program[node].transitions[outcome].outcome.class == .intermediate
    else { throw .unreadable("its branch begins nowhere") }
    self.init(node: node, outcome: outcome)
  }
}

extension Ending {
  fileprivate init(_ reader: DocumentReader) throws(SessionDocumentError) {
    self.init(
      result: FlowResult(
        name: try reader.text("result"), code: try reader.integer("code"), status: try reader.choice("status")
      ),
      reason: reader["reason"] == nil ? nil : try reader.choice("reason"), at: try reader.time("at"),
      conversation: try Conversation(reader.list("conversation")))
  }
}

extension Conversation {
  fileprivate init(_ written: [JSON]) throws(SessionDocumentError) {
    switch (written.first?.string, written.dropFirst().first?.string) {
    case (nil, nil): self = .none
    case ("requested", nil): self = .requested
    case ("failed", nil): self = .failed
    case ("open", let id?): self = .open(id: ConversationID(id))
    case ("completed", let id?): self = .completed(id: ConversationID(id))
    default: throw .unreadable("its conversation is none")
    }
  }
}
