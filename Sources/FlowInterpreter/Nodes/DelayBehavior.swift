import FlowModel
import JSONSyntax

/// What a Delay does: it waits for a number of seconds, or until a time.
struct DelayBehavior: NodeBehavior {
  private let duration: NodeConfiguration.Delay
  private let timeout: Int
  private let error: Int

  init(_ duration: NodeConfiguration.Delay) {
    self.duration = duration
    (timeout, error) = (0, 1)
  }

  func enter(_ execution: inout Execution) -> Execution.Step {
    guard let pause = pause(in: &execution), pause.seconds <= Limits.seconds else { return .leave(error) }
    guard pause.milliseconds > 0 else { return leave(after: 0, in: &execution) }
    let alarm = execution.setAlarm(after: pause.milliseconds)
    return execution.wait(for: WaitingNodeWait.delay(seconds: pause.seconds, alarm))
  }

  func resume(_ execution: inout Execution, waiting wait: Wait, input: SessionInput) -> Execution.Step {
    guard case .delay(let seconds, let alarm) = wait, input == .timerFired(alarm.timer) else { return .stop }
    return leave(after: seconds, in: &execution)
  }

  /// Leaves the node; `delay.waitTime` is its only output.
  private func leave(after seconds: Double, in execution: inout Execution) -> Execution.Step {
    execution.setOutputs([()]) { .number(seconds) }
    return .leave(timeout)
  }

  func canWait(_ wait: Wait) -> Bool { wait.reason == .delay }

  /// How long to wait: as the flow says it, and as a timer needs it, rounded up. Nil where the value cannot be read, or is
  /// too long for a timer; nothing for a time that is past.
  private func pause(in execution: inout Execution) -> (seconds: Double, milliseconds: Int64)? {
    switch duration {
    case .seconds(let seconds): return Self.pause(seconds)
    case .secondsTemplate(let template):
      return ExactDecimal(writtenByPeople: execution.render(template)).flatMap(Self.pause)
    case .until(let template):
      let text = execution.render(template)
      guard let time = Timestamp(rfc3339: text) ?? Timestamp(dayMonthYear: text) else { return nil }
      let milliseconds = time - execution.now
      return (Double(milliseconds) / 1000, milliseconds)
    }
  }

  private static func pause(_ seconds: ExactDecimal) -> (seconds: Double, milliseconds: Int64)? {
    guard seconds > nothing else { return (0, 0) }
    guard seconds <= longest, let milliseconds = seconds.roundedUp(timesTenTo: 3) else { return nil }
    return (seconds.double, Int64(milliseconds))
  }

  private static let nothing = JSONNumber(0).exact
  private static let longest = JSONNumber(Limits.seconds).exact
}
