import FlowModel
import JSONSyntax

/// The order in which the members of an object are written.
struct MemberOrder {
  /// A member that the format knows.
  private struct Entry {
    let name: String
    /// Its place among the others, an even number; fields that exclude each other share one.
    let rank: Int
    let shape: ValueShape
  }

  private let entries: [Entry]
  /// The place of members that are kept for other tools: before a node's `on`, else behind all that the format knows.
  private let extensionRank: Int

  /// The order of the language reference.
  init(_ shape: ObjectShape) {
    var entries: [Entry] = []
    for field in shape.fields where !entries.contains(where: { $0.name == field.name }) {
      let alternatives = shape.alternatives.first { $0.contains(field.name) } ?? []
      let rank = entries.first { alternatives.contains($0.name) }?.rank ?? 2 * entries.count
      entries.append(Entry(name: field.name, rank: rank, shape: field.shape))
    }
    self.entries = entries
    extensionRank =
      entries.first { if case .outcomes = $0.shape { true } else { false } }.map { $0.rank - 1 }
      ?? 2 * entries.count
  }

  /// What the value of the member with that key may be; nil where the format does not know it.
  func shape(of key: JSONNode) -> ValueShape? {
    entry(of: key)?.shape
  }

  /// The members of `object` in this order, those that are not known last; nil where they are in this order.
  ///
  /// Complexity: linear in the number of members.
  func sorted(_ object: JSONNode) -> [JSONMember]? {
    let ranks = object.members.map { rank(of: $0.key) }
    guard zip(ranks, ranks.dropFirst()).contains(where: { $0 > $1 }) else { return nil }
    var buckets = [[JSONMember]](repeating: [], count: 2 * entries.count + 1)
    for (member, rank) in zip(object.members, ranks) { buckets[rank].append(member) }
    return buckets.flatMap(\.self)
  }

  private func rank(of key: JSONNode) -> Int {
    if let entry = entry(of: key) { return entry.rank }
    return key.string?.hasPrefix("x-") == true ? extensionRank : 2 * entries.count
  }

  private func entry(of key: JSONNode) -> Entry? {
    entries.first { key.stringEquals($0.name) }
  }
}
