import FlowHosting
import FlowInterpreter
import FlowModel

/// Makes calls as another performer does, and notes what becomes of them.
public struct MonitoredPerformer<Performer: EffectPerformer>: EffectPerformer {
  private let performer: Performer
  private let monitor: ServiceMonitor

  /// Creates a performer.
  public init(_ performer: Performer, _ monitor: ServiceMonitor) {
    self.performer = performer
    self.monitor = monitor
  }

  public func terms(of effect: WantedEffect) -> CallTerms { performer.terms(of: effect) }

  public func perform(_ call: EffectCall) async -> CallResult {
    let start = ContinuousClock.now
    let result = await performer.perform(call)
    monitor.note(
      result, of: call, host: terms(of: call.effect).host,
      seconds: (ContinuousClock.now - start) / .seconds(1))
    return result
  }
}

extension WantedEffect {
  /// What it is called where it is counted.
  var metricName: String {
    switch self {
    case .send(let message, _): "send_\(message.channel.rawValue)"
    case .startConversation: "start"
    case .ask(let request): request.question.kind.rawValue
    case .forward: "forward"
    case .request: "http"
    }
  }
}

extension CallResult {
  /// Whether the world has done what was asked.
  var isDone: Bool { if case .answered(let answer) = self { answer.isDone } else { false } }

  /// What it is called where it is counted.
  var metricName: String {
    switch self {
    case .answered(let answer): answer.metricName
    case .notBegun: "not_begun"
    case .throttled: "throttled"
    case .unanswered: "unanswered"
    case .unreadable: "unreadable"
    }
  }
}

extension EffectAnswer {
  fileprivate var isDone: Bool {
    switch self {
    case .gateway(.accepted), .conversation(.started), .service(.succeeded), .forward(.delivered),
      .http(.response):
      true
    case .gateway(.refusedByPolicy), .gateway(.failed), .conversation(.refused), .conversation(.failed),
      .service(.refused), .service(.failed), .forward(.givenUp), .http(.failed):
      false
    }
  }

  fileprivate var metricName: String {
    switch self {
    case .gateway(.accepted), .conversation(.started), .service(.succeeded), .forward(.delivered),
      .http(.response):
      "done"
    case .gateway(.refusedByPolicy): "refused_by_policy"
    case .conversation(.refused), .service(.refused), .forward(.givenUp): "refused"
    case .gateway(.failed), .conversation(.failed), .service(.failed), .http(.failed): "failed"
    }
  }
}
