import RefrainKit

/// A file with some damage: bytes flipped, cut short, keys doubled, values swapped or replaced.
enum MutatedFile {
  /// One to four mutations of a file, by the seed alone.
  static func bytes(of file: [UInt8], seed: UInt64) -> [UInt8] {
    var generator = SeededGenerator(seed: seed)
    var bytes = file
    for _ in 0..<Int.random(in: 1...4, using: &generator) { mutate(&bytes, &generator) }
    return bytes
  }

  private static func mutate(_ bytes: inout [UInt8], _ generator: inout SeededGenerator) {
    guard !bytes.isEmpty else { return }
    // Most mutations of bytes alone end in RF101; those of a tree get further.
    guard Int.random(in: 0..<4, using: &generator) > 0, let document = try? JSONDocument(parsing: bytes)
    else {
      return mutateBytes(&bytes, &generator)
    }
    let nodes = document.root.subtree.map(document.node)
    let first = nodes[Int.random(in: 0..<nodes.count, using: &generator)]
    let second = nodes[Int.random(in: 0..<nodes.count, using: &generator)]
    switch Int.random(in: 0..<5, using: &generator) {
    case 0:  // A key or value becomes a copy of another one.
      bytes.replaceSubrange(first.range, with: bytes[second.range])
    case 1:  // Two keys or values change places.
      let ranges = [first.range, second.range].sorted { $0.lowerBound < $1.lowerBound }
      guard !ranges[0].overlaps(ranges[1]) else { return }
      let texts = ranges.map { Array(bytes[$0]) }
      bytes.replaceSubrange(ranges[1], with: texts[0])
      bytes.replaceSubrange(ranges[0], with: texts[1])
    case 2:  // A member is there twice.
      guard let key = first.memberKey,
        let member = first.parent?.members.first(where: { $0.key.element == key.element })
      else { return }
      let text = bytes[key.range.lowerBound..<member.value.range.upperBound]
      bytes.replaceSubrange(key.range.lowerBound..<key.range.lowerBound, with: text + Array(", ".utf8))
    default:  // A value becomes another one.
      let text = replacements[Int.random(in: 0..<replacements.count, using: &generator)]
      bytes.replaceSubrange(first.range, with: Array(text.utf8))
    }
  }

  private static func mutateBytes(_ bytes: inout [UInt8], _ generator: inout SeededGenerator) {
    let index = Int.random(in: 0..<bytes.count, using: &generator)
    let length = min(Int.random(in: 0..<50, using: &generator), bytes.count - index)
    switch Int.random(in: 0..<5, using: &generator) {
    case 0: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    case 1: bytes.removeSubrange(index...)
    case 2: bytes.removeSubrange(index..<index + length)
    case 3: bytes.insert(contentsOf: Array(bytes[index..<index + length]), at: index)
    default: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: index)
    }
  }

  private static let replacements = [
    "null", "true", "-1", "0", "1.5", "1e308", "1e999", "99999999999999999999", "\"\"", "\"@end\"",
    "\"@resume\"",
    "\"@end:\"", "\"@end:nothing\"", "\"@\"", "\"start\"", "\"open\"", "\"$(\"", "\"$$(x)\"",
    "\"$(open.event.content)\"",
    "\"$(x.y[99999999999999999999])\"", "\"\\u0000\"", "\"\\ud800\"", "\"é👩‍👩‍👧\"", "\"RF301\"", "[]", "{}",
    "[[]]",
    "{\"a\":{}}", "{\"set\":{\"x\":\"$(x)\"}}", "{\"otherwise\":\"@resume\"}",
    "[null,{\"name\":\"otherwise\"}]",
    "\"Message\"", "\"complete\"", "\"delivered\"", "\"timeout\"", "200", "1e9", "\"+14155550123\"",
    "{\"live\":true}",
    "\"StartConversation\"", "\"Receive\"", "\"Branch\"", "\"HTTPRequest\"", "\"deliveryReport\"",
    String(repeating: "[", count: 600) + String(repeating: "]", count: 600),
    "\"" + String(repeating: "x", count: 5000) + "\"",
  ]
}
