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
    guard let seconds = seconds(in: &execution), seconds <= Limits.seconds else { return .leave(error) }
    guard seconds > 0 else {
      return leave(after: 0, in: &execution)
    }
    let alarm = execution.setAlarm(after: Milliseconds.ofDelay(seconds))
    return execution.wait(for: WaitingNodeWait.delay(seconds: seconds, alarm))
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

  /// How long to wait, or nil where the value cannot be read; not positive for a time that is past.
  private func seconds(in execution: inout Execution) -> Double? {
    switch duration {
    case .seconds(let seconds): return seconds
    case .secondsTemplate(let template):
      return ExactDecimal(writtenByPeople: execution.render(template))?.double
    case .until(let template):
      let text = execution.render(template)
      return (Timestamp(rfc3339: text) ?? Timestamp(dayMonthYear: text)).map {
        Double($0 - execution.now) / 1000
      }
    }
  }
}
