import Diagnostics
import FlowLoading
import FlowModel
import JSONSyntax
import TestSupport
import Testing

/// What must hold of any bytes whatever.
@Suite struct HostileFlowTests {
  @Test(arguments: UInt64(0)..<8)
  func anyBytesEndInFindingsOrInAFlow(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<250 {
      let source = mutation(using: &generator)
      let loaded = FlowLoader.load(source)
      let complaint = complaint(about: loaded, of: source)
      if let complaint {
        Issue.record("\(complaint), seed \(seed): \(String(decoding: source, as: UTF8.self))")
        return
      }
    }
  }

  /// What is wrong with what was loaded, if anything.
  private func complaint(about loaded: LoadedFlow, of source: [UInt8]) -> String? {
    if loaded.graph == nil, !loaded.findings.contains(where: { $0.severity == .error }) {
      return "no flow, no error"
    }
    if let graph = loaded.graph {
      let errors = Set(loaded.findings.lazy.filter { $0.severity == .error }.map(\.code))
      if graph.loadingErrors != errors { return "the flow does not know its errors" }
    }
    if loaded.findings.contains(where: { $0.place.range.upperBound > source.count }) {
      return "marked after the end"
    }
    let starts = loaded.findings.map(\.place.range.lowerBound)
    if starts != starts.sorted() { return "out of order" }
    let marked = loaded.findings.map { "\($0.code) \($0.place.range) \($0.message)" }
    if Set(marked).count != marked.count { return "found twice" }
    if loaded.findings.contains(where: { $0.message.isEmpty || $0.help.isEmpty }) {
      return "a finding without words"
    }
    return nil
  }

  private func mutation(using generator: inout SeededGenerator) -> [UInt8] {
    var source = EditedFlow.original
    for _ in 0..<Int.random(in: 1...3, using: &generator) {
      let place = Int.random(in: 0..<source.count, using: &generator)
      let byte = UInt8.random(in: 0...255, using: &generator)
      switch Int.random(in: 0..<8, using: &generator) {
      case 0: source[place] ^= 1 << (byte & 7)
      case 1: source[place] = byte
      case 2: source.removeSubrange(place...)
      case 3: source.insert(byte, at: place)
      case 4: swapValues(in: &source, using: &generator)
      case 5: repeatMember(in: &source, using: &generator)
      case 6: removeMember(from: &source, using: &generator)
      default: source.removeSubrange(place..<min(place + Int(byte & 31), source.count))
      }
      if source.isEmpty { return source }
    }
    return source
  }

  private func swapValues(in source: inout [UInt8], using generator: inout SeededGenerator) {
    let values = ranges(in: source) { $0.value.range }
    guard let first = values.randomElement(using: &generator),
      let second = values.randomElement(using: &generator),
      !first.overlaps(second)
    else { return }
    let (left, right) = first.lowerBound < second.lowerBound ? (first, second) : (second, first)
    let (leftText, rightText) = (source[left], source[right])
    source.replaceSubrange(right, with: leftText)
    source.replaceSubrange(left, with: rightText)
  }

  private func repeatMember(in source: inout [UInt8], using generator: inout SeededGenerator) {
    let members = ranges(in: source) { $0.key.range.lowerBound..<$0.value.range.upperBound }
    guard let member = members.randomElement(using: &generator) else { return }
    source.insert(contentsOf: [UInt8(ascii: ",")] + source[member], at: member.upperBound)
  }

  private func removeMember(from source: inout [UInt8], using generator: inout SeededGenerator) {
    let members = ranges(in: source) { $0.key.range.lowerBound..<$0.value.range.upperBound }
    guard let member = members.randomElement(using: &generator) else { return }
    source.replaceSubrange(member, with: Array("\"x-\":0".utf8))
  }

  /// A range of each member of a JSON text; none where it is no JSON text.
  private func ranges(in source: [UInt8], of range: (JSONMember) -> Range<Int>) -> [Range<Int>] {
    guard let document = try? JSONDocument(parsing: source) else { return [] }
    var found: [Range<Int>] = []
    var pending = [document.root]
    while let node = pending.popLast() {
      for member in node.members {
        found.append(range(member))
        pending.append(member.value)
      }
      pending.append(contentsOf: node.elements)
    }
    return found
  }
}
