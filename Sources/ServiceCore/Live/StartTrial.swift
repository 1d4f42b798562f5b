import FlowHosting
import FlowInterpreter
public import FlowModel
import ServiceProtocols

/// What came of trying a start at ECE, whose conversation is ended at once.
public enum StartTrial: Sendable, Hashable {
  /// It works.
  case works
  /// It works, and the conversation could not be ended.
  case leaves(ConversationID)
  /// It fails.
  case fails
}

/// Failures at the callback can have ECE switch it off, and then starts fail.
extension LivePerformer {
  /// Whether the settings say where a start may be tried.
  public var canTryStart: Bool { current.configuration.ece?.checkEntryPoint != nil }

  /// Tries a start with the first authorization, and ends its conversation.
  /// - Parameter pause: Milliseconds between two tries to end it.
  public func tryStart(pause: Int64 = 2_000) async -> StartTrial {
    let settings = current
    guard let entryPoint = settings.configuration.ece?.checkEntryPoint,
      let authorization = settings.configuration.ece?.authorizations.first?.name,
      let calls = settings.protocols.ece?.calls, let tokens = settings.tokens,
      case .success(let token) = await tokens.token(of: authorization, within: Self.trialTime)
    else { return .fails }
    let question = ServiceRequest.Question.entrypointConfiguration(entryPointID: entryPoint)
    let configuration = ECEAnswers.question(question.kind, await ask(calls.ask(question, token: token)))
    guard case .settled(.service(.succeeded(_, let found))) = configuration, let date = found.lastModifiedDate
    else { return .fails }
    let start = calls.tryStart(at: entryPoint, lastModified: date, token: token)
    guard case .settled(.conversation(.started(_, let started))) = ECEAnswers.start(await ask(start)) else {
      return .fails
    }
    for attempt in 1...5 {
      let end = ServiceRequest.Question.endConversation(started.id)
      if case .settled(.service(.succeeded)) = ECEAnswers.question(
        end.kind, await ask(calls.end(started.id, token: token)))
      {
        return .works
      }
      if attempt < 5 { try? await Task.sleep(for: .milliseconds(pause)) }
    }
    return .leaves(started.id)
  }

  private static var trialTime: CallTime { CallTime(whole: timeout) }

  private func ask(_ call: WireCall) async -> WireResult {
    await sender.send(call, within: Self.trialTime, allowsPrivate: true)
  }
}
