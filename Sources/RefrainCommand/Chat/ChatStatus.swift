import FlowModel
import RefrainKit

/// What a chat tells of its sessions.
extension Chat {
  /// What every live session waits for, and which events are held.
  var whereabouts: [String] {
    let live = simulation.host.sessions.filter(\.state.isLive)
    var lines = live.flatMap { session in
      ["\(name(of: session)) of \(session.state.customer.address): \(wait(of: session))"]
        + held(session.state.eventsHeld)
    }
    if live.isEmpty {
      lines = [
        lastEnd.map { "no session is live; the last one ended with \($0.name)" } ?? "no session has begun"
      ]
    }
    return (lines + held(simulation.host.eventsHeld)).map(\.printable)
  }

  /// The variables of the customer's latest session.
  var variables: [String] {
    guard let session = subject else { return ["no session has begun"] }
    let names = program(of: session).graph.variables.map(\.name)
    guard !names.isEmpty else { return ["the flow has no variables"] }
    return TextLayout.assignments(zip(names, session.state.variables).map { ($0, $1) })
  }

  /// The outputs of the customer's latest session that are set.
  var outputs: [String] {
    guard let session = subject else { return ["no session has begun"] }
    let outputs = program(of: session).outputs(of: session.state)
    return outputs.isEmpty ? ["no output is set"] : TextLayout.assignments(outputs)
  }

  /// The last records of the trace.
  func latestRecords(_ count: Int) -> [String] {
    let records = log.reversed().lazy.compactMap(\.record).prefix(count)
    let lines = records.map { $0.json(traceStart: simulation.host.start).compact.printable }
    return lines.isEmpty ? ["there are no records"] : lines.reversed()
  }

  /// How the session that began last ended; nil where it goes on, or none has begun.
  var lastEnd: FlowResult? { simulation.latestSession?.state.ending?.result }

  /// What the customer's session waits for, or else the latest live one, what can be done about it, and what has been
  /// planned.
  var hint: String {
    let own = subject.flatMap { $0.state.isLive ? $0 : nil }
    guard let session = own ?? simulation.host.sessions.last(where: \.state.isLive),
      let wait = session.state.wait
    else { return "no session is live: \(beginning)\(planned)" }
    let name = simulation.host.startCount > 1 ? "\(self.name(of: session)): " : ""
    return "\(name)\(self.wait(of: session)) · \(advice(on: wait, of: session))\(planned)"
  }

  /// What has been said of answers to come.
  private var planned: String {
    var plans: [String] = []
    if hasPlannedResponse { plans.append("the next request to ECE fails") }
    if let slots = plannedAvailability?.availableSlots {
      plans.append(
        slots == 0
          ? "the next question finds no agent"
          : "the next question finds \(slots.counted("free slot"))")
    }
    if holdsRequests { plans.append("requests to ECE are held") }
    if let gateway = simulation.nextGatewayBehaviors.first, gateway != .accepted {
      plans.append("the next message meets \(gateway.rawValue)")
    }
    return plans.map { " · " + $0 }.joined()
  }

  /// What begins a session: `a message that begins with ORDER begins one`.
  var beginning: String {
    guard project.flows.count == 1 else { return "/flows tells what begins one" }
    return beginning(of: project.flows[0].machine.program)
  }

  /// What begins a session of each flow.
  var beginnings: [String] {
    TextLayout.table(
      project.flows.map(\.machine.program).map { program in (program.name.printable, trigger(of: program)) })
  }

  /// What begins a flow: `STOP to +15555550100`.
  private func trigger(of program: FlowProgram) -> String {
    switch program.trigger?.trigger {
    case .webhook(let webhook)?: "/webhook \(webhook.event)"
    case .message(let messages)?:
      (messages.keywords.words(joinedBy: " or ") ?? "any message")
        + (messages.address.map { " to \($0)" } ?? "") + " on \(messages.channel.rawValue)"
    case nil: "nothing"
    }
  }

  private func beginning(of program: FlowProgram) -> String {
    if case .webhook(let webhook)? = program.trigger?.trigger {
      let payload: JSON = .object(
        JSONObject([JSONField(key: webhook.addressMember, value: .string(writer.customer.address.text))]))
      return "/webhook \(webhook.event) \(payload.compact) begins one"
    }
    let keyword = program.triggerKeywords?.words(joinedBy: " or ").map { " that begins with \($0)" } ?? ""
    return "a message\(keyword) begins one" + (writer.addressee == nil ? "" : ", after /to")
  }

  /// The customer's latest session, or else the latest of all.
  private var subject: HostedSession? {
    simulation.sessions.last { $0.state.customer == writer.customer } ?? simulation.latestSession
  }

  /// What a session is called: of several flows its flow is told too.
  private func name(of session: HostedSession) -> String {
    project.flows.count == 1 ? session.key.text : "\(session.key.text) (\(program(of: session).name))"
  }

  /// What a session waits for: `goodbye waits for the delivery receipt, 1m left`.
  private func wait(of session: HostedSession) -> String {
    let state = session.state
    guard let node = state.node, let wait = state.wait else { return "ended" }
    let left = wait.alarm.map { ", \(TimeSpan(milliseconds: $0.time - simulation.host.now)) left" } ?? ""
    return "\(program(of: session).graph[node].id) waits \(wait.words)\(left)"
  }

  /// What can be done about a wait.
  private func advice(on wait: Wait, of session: HostedSession) -> String {
    let pass = wait.alarm.map { "/wait \(TimeSpan(milliseconds: $0.time - simulation.host.now))" } ?? ""
    return switch wait {
    case .gatewayAnswer, .delay: pass
    case .deliveryReport: "/receipt delivered, /receipt failed, \(pass)"
    case .message(let filters, _):
      (filters.compactMap { advice(on: $0, of: session) } + [pass]).joined(separator: ", or ")
    case .conversationAnswer: "/answer, /fail 409, \(pass)"
    case .serviceAnswer:
      "/answer, \(simulation.question(of: session.key)?.isForAgents == true ? "/availability no, " : "")/fail 409, \(pass)"
    case .httpAnswer: "/http 200 BODY, /http fail error, \(pass)"
    case .conversationEvent:
      (project[session.flow].machine.forwardsMessages(in: session.state) ? "write to the agent, " : "")
        + "/message TEXT, /complete"
    }
  }

  /// How the customer writes what a Receive lets through; nil where nobody can.
  private func advice(on filter: MessageFilter, of session: HostedSession) -> String? {
    guard let sender = filter.from else { return nil }
    let isWriter = writer.customer == Customer(channel: filter.channel, address: sender)
    let addressee = writer.addressee ?? project.address(on: filter.channel)
    let from = isWriter ? "" : "/from \(filter.channel.rawValue) \(sender) and "
    let to = filter.number.map { $0 == addressee ? "" : "/to \($0) and " } ?? ""
    return "\(from)\(to)write" + (filter.keywords.words(joinedBy: "|").map { " \($0)" } ?? "")
  }

  private func held(_ events: [WebhookEvent]) -> [String] {
    events.map { event in
      "  holds \(event.kind.name) (\(event.id))" + (event.content.map { ": \($0)" } ?? "")
    }
  }
}

extension ServiceRequest.Question {
  /// Whether it asks for agents.
  fileprivate var isForAgents: Bool { kind == .agentAvailability || kind == .agentCapacity }
}

extension Wait {
  /// What is waited for, in words.
  fileprivate var words: String {
    switch self {
    case .gatewayAnswer: "for the gateway's answer"
    case .deliveryReport: "for the delivery receipt"
    case .delay: "for time to pass"
    case .message: "for a message"
    case .conversationAnswer: "for the conversation's answer"
    case .serviceAnswer: "for ECE's answer"
    case .httpAnswer: "for a web service's answer"
    case .conversationEvent: "for events"
    }
  }
}

extension TextLayout {
  /// Names and their values, one a line.
  fileprivate static func assignments(_ values: [(name: String, value: JSON)]) -> [String] {
    values.map { "\($0.name) = \($0.value.compact)".printable }
  }
}

extension Keywords {
  /// The words; nil where any message is taken.
  fileprivate func words(joinedBy separator: String) -> String? {
    guard case .words(let words) = self else { return nil }
    return words.joined(separator: separator)
  }
}
