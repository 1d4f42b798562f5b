public import FlowHosting
public import FlowModel

extension MemoryTransaction: TimerStorage {
  public mutating func setTimer(_ name: TimerName, at time: Timestamp) {
    timers.remove(name)
    timers.put(TimerRow(name: name, time: time, order: facts.nextNumber()))
  }

  public mutating func removeTimer(_ name: TimerName) { timers.remove(name) }

  public mutating func timer(_ name: TimerName) -> TimerRow? { timers[name] }

  public mutating func timers(dueBy time: Timestamp, limit: Int) -> [TimerRow] {
    Array(timers.all.prefix { $0.time <= time }.prefix(limit))
  }

  public mutating func nextTimer() -> Timestamp? { timers.all.first { _ in true }?.time }

  public mutating func markTimers(_ names: [TimerName], by start: Int) {
    for name in names { change(name) { Tries(count: $0.count + 1, start: start) } }
  }

  public mutating func unmarkTimers(_ names: [TimerName]) {
    for name in names { change(name) { Tries(count: $0.count - 1) } }
  }

  private mutating func change(_ name: TimerName, _ tries: (Tries) -> Tries) {
    guard var timer = timers[name] else { return }
    timer.tries = tries(timer.tries)
    timers.put(timer)
  }
}
