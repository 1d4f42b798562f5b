import FlowHosting
public import FlowInterpreter
public import FlowModel

extension MemoryTransaction: OperatorStorage {
  public mutating func isPaused() -> Bool { facts.isPaused }

  public mutating func setPaused(_ isPaused: Bool) { facts.isPaused = isPaused }

  public mutating func isSuppressed(_ customer: Customer) -> Bool { suppressed[customer] != nil }

  public mutating func setSuppressed(_ isSuppressed: Bool, _ customer: Customer) {
    if isSuppressed {
      suppressed.put(SuppressedCustomer(customer: customer))
    } else {
      suppressed.remove(customer)
    }
  }

  public mutating func suppressedCustomers(after customer: Customer?, limit: Int) -> [Customer] {
    let first = customer.map(StoreName.customer)
    let later = suppressed.all.filter { row in first.map { $0 < row.place } ?? true }
    return later.prefix(limit).map(\.customer)
  }

  public mutating func forget(_ customer: Customer, conversations: [ConversationID]) -> Forgotten {
    let sessions = self.sessions.all.filter { $0.customer == customer }.map(\.key)
    let names = Set(conversations.map(StoreName.conversation))
    let queues = names.union([.customer(customer)] + sessions.map(StoreName.session))
    let inputs = self.inputs.all.filter { row in
      row.input.queue.map(queues.contains) ?? false || row.parkedBehind.map(sessions.contains) ?? false
    }
    let letters = deadLetters.all.filter { letter in
      letter.customer == customer || letter.session.map(sessions.contains) ?? false
    }
    let events = heldEvents.all.map(\.event).filter { names.contains($0.name) }
    for key in sessions { delete(key) }
    for input in inputs { self.inputs.remove(input.arrival) }
    for letter in letters { deadLetters.remove(letter.number) }
    for event in events {
      heldEvents.remove(event.number)
      timers.remove(.heldEvent(event.number))
    }
    for record in Array(records.all) where record.customer == customer { records.remove(record.number) }
    return Forgotten(
      sessions: sessions.count, inputs: inputs.count, heldEvents: events.count, deadLetters: letters.count)
  }
}
