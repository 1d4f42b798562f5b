import FlowHosting
import FlowInterpreter
import FlowModel
import TestSupport

/// A host whose inputs are taken to their ends, with all that it has said.
struct TestHost {
  var host: FlowHost
  private(set) var records: [TraceRecord] = []
  private(set) var problems: [InputProblem] = []
  /// The latest conversation request of each session.
  private(set) var requests: [SessionKey: IdempotencyKey] = [:]
  /// The submissions that have no answer yet, of each session.
  private(set) var submissions: [SessionKey: [IdempotencyKey]] = [:]
  /// How the gateway answers at once; not at all where it is nil.
  var gatewayAnswer: GatewayAnswer?

  init(_ project: FlowProject) { host = FlowHost(project, keys: .numbered, start: TestFlow.start) }

  /// A host that goes on.
  init(going host: FlowHost) { self.host = host }

  init(_ machine: FlowMachine) { self.init(FlowProject([FlowProject.Flow(machine)])) }

  mutating func take(_ input: HostInput) {
    var next: HostInput? = input
    while let input = next {
      let output = host.take(input)
      records += output.records
      problems += output.problems
      for effect in output.effects {
        switch effect.effect {
        case .requestConversation: requests[effect.key.session] = effect.key
        case .send:
          if let gatewayAnswer {
            take(.answer(.gateway(gatewayAnswer), to: effect.key))
          } else {
            submissions[effect.key.session, default: []].append(effect.key)
          }
        case .requestService, .requestHTTP, .forward, .setTimer, .cancelTimer: break
        }
      }
      next = output.rest
    }
  }

  /// What is told of an input in short.
  mutating func told(of input: HostInput) -> [String] {
    let start = records.count
    take(input)
    return records[start...].map(\.short)
  }

  /// Answers the latest conversation request of a session, by its number from 0.
  mutating func answerRequest(of session: Int, with answer: ConversationAnswer) throws {
    struct NoRequest: Error {}
    guard let key = requests[SessionKey(simulated: session + 1)] else { throw NoRequest() }
    take(.answer(.conversation(answer), to: key))
  }

  /// Answers the first submission of a session that has no answer yet, by the session's number from 0.
  @discardableResult
  mutating func answerGateway(of session: Int, with answer: GatewayAnswer) -> Bool {
    let session = SessionKey(simulated: session + 1)
    guard let key = submissions[session]?.first else { return false }
    submissions[session]?.removeFirst()
    take(.answer(.gateway(answer), to: key))
    return true
  }
}
