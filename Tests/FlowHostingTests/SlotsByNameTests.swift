import TestSupport
import Testing

@testable import FlowHosting

@Suite struct SlotsByNameTests {
  /// A dictionary of sets is the model.
  @Test func aNameLeadsToTheSessionsThatWereAddedAndNotRemoved() {
    var numbers = SeededGenerator(seed: 13)
    var slots = SlotsByName<String>()
    var model: [String: Set<Int>] = [:]
    for _ in 0..<3000 {
      let name = "name-\(Int.random(in: 0..<5, using: &numbers))"
      let slot = Int.random(in: 0..<4, using: &numbers)
      if Bool.random(using: &numbers) {
        slots.insert(slot, at: name)
        model[name, default: []].insert(slot)
      } else {
        slots.remove(slot, from: name)
        model[name]?.remove(slot)
      }
      #expect(slots[name].sorted() == (model[name] ?? []).sorted())
      let leading = model.values.count { !$0.isEmpty }
      #expect(slots.count == leading)
      #expect(slots.isEmpty == (leading == 0))
    }
  }
}
