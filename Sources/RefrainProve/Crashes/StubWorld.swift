import FlowModel
import RefrainKit
import ServiceCore
import Synchronization

/// The world around a service that is killed: customers, a gateway and an ECE that outlive its processes and keep a log of what
/// was asked of them.
final class StubWorld: EffectPerformer {
  /// Something that is on its way to the service, until that has acknowledged it.
  struct Delivery: Sendable {
    let input: HostInput
    /// What a counterpart names it by; a repetition has the same.
    let name: String
    let time: Timestamp
  }

  /// A conversation at ECE.
  struct AgentConversation: Sendable {
    let began: Timestamp
    var ended: Timestamp?
  }

  private struct State {
    var generator: SeededGenerator
    var deliveries: [Delivery] = []
    var done: [EffectKey: Int] = [:]
    var conversations: [ConversationID: AgentConversation] = [:]
    var unanswered = 0
    var texts = 0
  }

  private let state: Mutex<State>
  private let clock: SettableClock
  /// How probable it is that a call is not begun, and that it is done and not answered.
  private let faults: (notBegun: Double, unanswered: Double)

  init(seed: UInt64, customers: Int, faults: (notBegun: Double, unanswered: Double), clock: SettableClock) {
    var generator = SeededGenerator(seed: seed)
    var deliveries: [Delivery] = []
    for customer in 1...customers {
      var time = clock.now + generator.integer(in: 0...20_000)
      for number in 1...4 {
        let text = "\(number == 1 && customer.isMultiple(of: 2) ? "DESK " : "")text-\(customer)-\(number)"
        let message = InboundMessage(
          channel: .sms, from: Self.address(of: customer), to: BusinessAddress(CrashFlows.number), text: text,
          transactionID: "t-\(customer)-\(number)")
        deliveries.append(Delivery(input: .message(message), name: message.transactionID, time: time))
        time = time + generator.integer(in: 500...20_000)
      }
    }
    self.clock = clock
    self.faults = faults
    state = Mutex(State(generator: generator, deliveries: deliveries))
  }

  static func address(of customer: Int) -> CustomerAddress { "+1415555\(1000 + customer)" }

  /// What is due and has not been acknowledged, the first first.
  var due: Delivery? {
    state.withLock { state in
      state.deliveries.filter { $0.time <= clock.now }.min { ($0.time, $0.name) < ($1.time, $1.name) }
    }
  }

  /// When the next thing comes; nil where nothing does.
  var nextTime: Timestamp? { state.withLock { $0.deliveries.map(\.time).min() } }

  /// The service has acknowledged something.
  func acknowledge(_ delivery: Delivery) {
    state.withLock { $0.deliveries.removeAll { $0.name == delivery.name } }
  }

  /// How often each effect has been done.
  var done: [EffectKey: Int] { state.withLock { $0.done } }

  /// The conversations that have been started.
  var conversations: [ConversationID: AgentConversation] { state.withLock { $0.conversations } }

  /// How many calls were done and not answered.
  var unanswered: Int { state.withLock { $0.unanswered } }

  func terms(of effect: WantedEffect) -> CallTerms {
    let isStart = if case .startConversation = effect { true } else { false }
    return CallTerms(host: "world", timeout: 5_000, keyWindow: nil, whenInDoubt: isStart ? .fail : .repeat)
  }

  func perform(_ call: EffectCall) async -> CallResult {
    state.withLock { state in
      if state.generator.chance(faults.notBegun) { return .notBegun(pause: nil) }
      state.done[call.key, default: 0] += 1
      let answer = answer(call, &state)
      guard !state.generator.chance(faults.unanswered) else {
        state.unanswered += 1
        return .unanswered
      }
      return .answered(answer)
    }
  }

  private func answer(_ call: EffectCall, _ state: inout State) -> EffectAnswer {
    switch call.effect {
    case .send(let message, _):
      state.texts += 1
      let id: GatewayMessageID = "gateway-\(state.texts)"
      if message.wantsDeliveryReport {
        let key = IdempotencyKey(session: call.key.session, effect: EffectID(call.key.number))
        post(.receipt(.delivered, gatewayID: id, of: key), named: "receipt \(id)", after: 0...3_000, &state)
      }
      return .gateway(.accepted(transactionID: id))
    case .startConversation:
      let id = ConversationID("c-\(state.conversations.count + 1)")
      state.conversations[id] = AgentConversation(began: clock.now)
      let gaps: [ClosedRange<Int64>] = [0...3_000, 4_000...30_000]
      for (number, type, gap) in [(1, "assigned", gaps[0]), (2, "text/plain", gaps[1])] {
        post(type, number, of: id, after: gap, &state)
      }
      // Agents are patient, so that whoever talks to nobody is seen to.
      post("complete", 3, of: id, after: 400_000...420_000, &state)
      return .conversation(
        .started(
          status: 200,
          StartedConversation(id: id, caseID: nil, activityID: nil, body: ["id": .string(id.text)])))
    case .ask(let request):
      if case .endConversation(let id) = request.question {
        let ended = state.conversations[id]?.ended ?? clock.now
        state.conversations[id]?.ended = ended
        state.deliveries.removeAll { $0.name.hasPrefix("\(id.text)/") }
      }
      return .service(.succeeded(status: 200, ServiceResult()))
    case .forward: return .forward(.delivered)
    case .request: return .http(.failed(.error))
    }
  }

  private func post(
    _ type: String, _ number: Int, of id: ConversationID, after gap: ClosedRange<Int64>, _ state: inout State
  ) {
    let event = WebhookEvent(
      id: EventID("\(id)-event-\(number)"), conversationID: id, type: type, content: "agent \(id)",
      sender: "user")
    post(.event(event, of: nil), named: "\(id.text)/\(number)", after: gap, &state)
  }

  private func post(
    _ input: HostInput, named name: String, after gap: ClosedRange<Int64>, _ state: inout State
  ) {
    let time = clock.now + state.generator.integer(in: gap)
    state.deliveries.append(Delivery(input: input, name: name, time: time))
  }
}
