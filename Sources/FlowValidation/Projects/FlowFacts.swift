import Diagnostics
public import FlowModel

/// What the rules of projects know of one flow.
public struct FlowFacts: Sendable {
  /// The flow's path, as messages name it.
  let path: String
  /// The service that it belongs to; nil where it is one of its own.
  let service: String?
  /// What begins it, in each environment that is judged; nil where an error hides it.
  let triggers: [TriggerFacts?]
  /// The business's numbers that its trigger has, in each environment.
  let numbers: [[String]]
  /// The values of the environment that it names.
  let environmentValues: [ExactText]
  /// Whether it sends SMS.
  let sendsSMS: Bool
  /// Whether it sends to an agent what a customer writes, or may, since an error hides it.
  let tellsAgents: Bool

  /// What there is to know of a flow. Complexity: linear in the flow's size.
  /// - Parameters:
  ///   - graph: The flow; nil where nothing of it can be judged.
  ///   - environments: The flow in each environment that is judged, in the project's order; none where no value is put into it.
  ///   - count: How many environments there are, at least one: where the project has none, the flow as it is written.
  public init(
    path: String, service: String?, graph: FlowGraph?, environments: [FlowInEnvironment], count: Int
  ) {
    self.path = path
    self.service = service
    let flows =
      environments.isEmpty ? Array(repeating: FlowInEnvironment(name: ""), count: count) : environments
    let start = graph.flatMap { $0.starts.count == 1 ? $0.starts[0] : nil }
    let written = start.flatMap { graph?[$0].trigger }
    var triggers: [TriggerFacts?] = []
    var numbers: [[String]] = []
    for flow in flows {
      let trigger = start.flatMap { flow.node($0)?.trigger } ?? written
      triggers.append(trigger.flatMap { TriggerFacts($0, in: flow) })
      numbers.append(
        [trigger?.number, trigger?.customerNumber].compactMap {
          $0.flatMap { flow.putting(into: $0).template.literal }
        })
    }
    self.triggers = triggers
    self.numbers = numbers
    environmentValues = graph?.environmentNames.map { ExactText($0) } ?? []
    sendsSMS = graph?.nodes.contains { $0.type == .sendSMS } ?? false
    tellsAgents =
      graph.map { $0.mayTellAgentsWhatCustomersWrite($0.nodes.lazy.filter { $0.type == .sendMessage }) }
      ?? true
  }
}

/// What begins a flow.
struct TriggerFacts: Sendable {
  enum Kind: Sendable {
    case message(Channel, address: String?, Keywords)
    case webhook(event: String)
  }

  let kind: Kind

  /// - Parameter flow: The flow in the environment in which it is begun.
  init?(_ trigger: WrittenTrigger, in flow: FlowInEnvironment) {
    switch trigger.channel {
    case .webhook?:
      guard let event = trigger.event?.template.literal else { return nil }
      kind = .webhook(event: event)
    case .sms?:
      guard let written = trigger.number, let number = flow.putting(into: written).template.literal else {
        return nil
      }
      kind = .message(.sms, address: number, trigger.keywords)
    case .messenger?:
      let app = trigger.app?.template.literal
      // Without its value nobody knows which app it is.
      if trigger.app != nil, app == nil { return nil }
      kind = .message(.messenger, address: app, trigger.keywords)
    case nil: return nil
    }
  }

  /// Whether the word by which customers say that they want no more messages begins it.
  var isOptOut: Bool {
    guard case .message(.sms, _, .words(let words)) = kind else { return false }
    return words.contains { $0.isSameKeyword(as: "STOP") }
  }
}

extension FlowGraph {
  /// Whether one of some SendMessages tells an agent what a customer has written; or may, since an error hides what it tells,
  /// or which nodes there are.
  func mayTellAgentsWhatCustomersWrite(_ senders: some Sequence<FlowNode>) -> Bool {
    if nodes.contains(where: { $0.type == nil }) { return true }
    return senders.contains { sender in
      guard let message = sender.question?.message else { return true }
      return message.template.references.contains { reference in
        switch references[reference.index].subject {
        case .uncertain, .undefined: true
        case .variable, .output, .environmentValue, .secret: origin(of: reference) == .customer(.text)
        }
      }
    }
  }
}
