import Foundation
import JSONSyntax
import TestSupport
import Testing

/// What must hold of any text whatever.
@Suite struct HostileTextTests {
  @Test(arguments: 0..<8)
  func mutatedTextsEitherParseOrStopWhereNoTextCouldGoOn(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let seeds = TableRow.rows(of: validTexts).map { MarkedText.bytes($0.left) }
    var parsed = 0
    for _ in 0..<4000 {
      let text = mutation(of: seeds, using: &generator)
      if let error = stop(of: text) {
        guard try stopsThere(error, text) else {
          Issue.record("\(error.range) in \(String(decoding: text, as: UTF8.self)), bytes \(text)")
          return
        }
      } else {
        parsed += 1
        guard try readsBack(text) else {
          Issue.record("\(String(decoding: text, as: UTF8.self)), bytes \(text)")
          return
        }
      }
    }
    #expect(parsed > 100)
  }

  /// Whether what goes before the error might have gone on, and what is marked could not.
  private func stopsThere(_ error: JSONSyntaxError, _ text: [UInt8]) throws -> Bool {
    let place = error.range.lowerBound
    let before = stop(of: Array(text[..<place]))
    guard before == nil || before?.range == place..<place else { return false }
    guard !error.range.isEmpty else { return place == text.count }
    return stop(of: Array(text[..<error.range.upperBound]))?.range.lowerBound == place
  }

  /// Whether a text's value is the same once it has been written and read again, in both layouts.
  private func readsBack(_ text: [UInt8]) throws -> Bool {
    let document = try JSONDocument(parsing: text)
    guard hasItsPointers(document) else { return false }
    let value = document.root.value
    return try JSON(parsing: value.compact) == value && JSON(parsing: value.pretty) == value
      && JSON(parsing: value.pretty).compact == value.compact
  }

  /// Whether every pointer, made from the bottom up, is what one finds from the top down.
  private func hasItsPointers(_ document: JSONDocument) -> Bool {
    var pending = [(document.root, "")]
    while let (node, pointer) = pending.popLast() {
      guard node.pointer.utf8.elementsEqual(pointer.utf8) else { return false }
      for (index, element) in node.elements.enumerated() {
        pending.append((element, "\(pointer)/\(index)"))
      }
      for member in node.members {
        let token = member.name.unicodeScalars.map { $0 == "~" ? "~0" : $0 == "/" ? "~1" : String($0) }
        guard member.key.pointer == member.value.pointer else { return false }
        pending.append((member.value, "\(pointer)/\(token.joined())"))
      }
    }
    return true
  }

  private func mutation(of seeds: [[UInt8]], using generator: inout SeededGenerator) -> [UInt8] {
    let alphabet = MarkedText.bytes(
      #"{}[]:,"\u0019eE+-.truefalsnl dD8Cc/‹00›‹0A›‹7F›‹80›‹A0›‹C3›‹ED›‹F0›‹FF›"#)
    var text = seeds[Int.random(in: seeds.indices, using: &generator)]
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      let place = Int.random(in: 0...text.count, using: &generator)
      let byte = alphabet[Int.random(in: alphabet.indices, using: &generator)]
      switch Int.random(in: 0..<5, using: &generator) {
      case 0: text.insert(byte, at: place)
      case 1 where place < text.count: text.remove(at: place)
      case 2 where place < text.count: text[place] = byte
      case 3:
        text.insert(contentsOf: seeds[Int.random(in: seeds.indices, using: &generator)], at: place)
      default: text.removeSubrange(Int.random(in: 0...place, using: &generator)..<place)
      }
    }
    return text
  }

  @Test func theDeepestValueFitsASmallStack() async throws {
    let text = nested(JSONDocument.depthLimit)
    let isRight = await onSmallStack {
      let value = try? JSON(parsing: text)
      let same = try? JSON(parsing: text)
      return value == same && value.hashValue == same.hashValue && value?.compact == text
    }
    #expect(isRight)
  }

  @Test func theDeepestSessionDocumentIsReadOnASmallStack() async throws {
    let depth = 2 * JSONDocument.depthLimit
    let bytes = Array(nested(depth).utf8)
    let levels = await onSmallStack {
      var value = try? JSONDocument(parsing: bytes, depthLimit: depth).root.value
      var levels = 0
      while let inner = value?[0] ?? value?["a"] {
        value = inner
        levels += 1
      }
      return levels
    }
    #expect(levels == depth)
  }

  /// Arrays and objects within one another, an even number of them.
  private func nested(_ depth: Int) -> String {
    String(repeating: #"[{"a":"#, count: depth / 2) + "1" + String(repeating: "}]", count: depth / 2)
  }

  /// What work gives on a thread whose stack is as small as those of a program's other threads are on macOS.
  private func onSmallStack<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result {
    await withCheckedContinuation { continuation in
      let thread = Thread { continuation.resume(returning: work()) }
      thread.stackSize = 512 * 1024
      thread.start()
    }
  }
}
