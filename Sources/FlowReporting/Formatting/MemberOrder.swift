import FlowModel
import JSONSyntax

/// The order in which the members of an object are written.
struct MemberOrder {
  /// A member that the format knows.
  private struct Entry {
    let name: String
    /// Its place among the others; fields that exclude each other share one.
    let rank: Int
    let shape: ValueShape
  }

  private let entries: [Entry]

  /// The order of the language reference.
  init(_ shape: ObjectShape) {
    var entries: [Entry] = []
    for field in shape.fields where !entries.contains(where: { $0.name == field.name }) {
      let alternatives = shape.alternatives.first { $0.contains(field.name) } ?? []
      let rank = entries.first { alternatives.contains($0.name) }?.rank ?? entries.count
      entries.append(Entry(name: field.name, rank: rank, shape: field.shape))
    }
    self.entries = entries
  }

  /// The order of a list of names.
  init(_ names: [String]) {
    entries = names.enumerated().map { Entry(name: $1, rank: $0, shape: .anything) }
  }

  /// What the value of the member with that key may be; nil where the format does not know it.
  func shape(of key: JSONNode) -> ValueShape? {
    entry(of: key)?.shape
  }

  /// The members of `object` in this order, those that are not known last; nil where they are in this order.
  ///
  /// Complexity: linear in the number of members.
  func sorted(_ object: JSONNode) -> [JSONMember]? {
    var ranks: [Int] = []
    for member in object.members { ranks.append(entry(of: member.key)?.rank ?? entries.count) }
    guard zip(ranks, ranks.dropFirst()).contains(where: { $0 > $1 }) else { return nil }
    var buckets = [[JSONMember]](repeating: [], count: entries.count + 1)
    for (member, rank) in zip(object.members, ranks) { buckets[rank].append(member) }
    return buckets.flatMap(\.self)
  }

  private func entry(of key: JSONNode) -> Entry? {
    entries.first { key.stringEquals($0.name) }
  }
}
