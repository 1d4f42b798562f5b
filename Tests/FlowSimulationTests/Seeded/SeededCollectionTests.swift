import FlowModel
import Testing

@testable import FlowSimulation

@Suite struct SeededCollectionTests {
  @Test func theGeneratorIsSplitMix64() {
    var generator = SeededGenerator(seed: 0)
    let numbers = (0..<3).map { _ in generator.next() }
    #expect(numbers == [0xE220_A839_7B1D_CDAF, 0x6E78_9E6A_A1B9_65F4, 0x06C4_5D18_8009_454F])
  }

  @Test func whatIsDrawnIsInItsRangeAndAllOfItIsDrawn() {
    var generator = SeededGenerator(seed: 3)
    let integers = Set((0..<200).map { _ in generator.integer(in: -2...3) })
    #expect(integers == [-2, -1, 0, 1, 2, 3])
    let widest = Set((0..<9).map { _ in generator.integer(in: Int64.min...Int64.max) })
    #expect(widest.count == 9)
    let elements = Set((0..<100).compactMap { _ in generator.element(of: ["a", "b", "c"]) })
    #expect(elements == ["a", "b", "c"])
    let nothing = generator.element(of: [Int]())
    #expect(nothing == nil)
    let often = [0, 0.25, 1].map { probability in (0..<1000).count { _ in generator.chance(probability) } }
    #expect(often[0] == 0 && (200...300).contains(often[1]) && often[2] == 1000)
  }

  @Test func anAgendaGivesItemsByTimeThenByTheOrderOfTheirPlanning() {
    var generator = SeededGenerator(seed: 9)
    var agenda = Agenda<Int>()
    var planned: [(time: Int64, item: Int)] = []
    for item in 0..<500 {
      let time = generator.integer(in: 0...50)
      agenda.add(item, at: Timestamp(milliseconds: time))
      planned.append((time, item))
    }
    var taken: [Int] = []
    while let (item, _) = agenda.popNext() { taken.append(item) }
    #expect(taken == planned.sorted { ($0.time, $0.item) < ($1.time, $1.item) }.map(\.item))
    #expect(agenda.nextTime == nil)
  }
}
