extension MemoryTransaction: HeldEventStorage {
  public mutating func hold(_ event: HeldEvent) -> Int {
    var event = event
    event.number = facts.nextNumber()
    heldEvents.put(HeldRow(event: event))
    return event.number
  }

  public mutating func heldEvents(under name: StoreName) -> (here: Int, all: Int) {
    (heldEvents.all.count { $0.event.name == name }, heldEvents.count)
  }

  public mutating func takeHeldEvents(under name: StoreName) -> [HeldEvent] {
    let taken = heldEvents.all.map(\.event).filter { $0.name == name }
    for event in taken { heldEvents.remove(event.number) }
    return taken
  }

  public mutating func takeHeldEvent(_ number: Int) -> HeldEvent? {
    let row = heldEvents[number]
    heldEvents.remove(number)
    return row?.event
  }
}
