import FlowModel

/// Which flows of a service one message or webhook event would begin, in one environment.
struct TriggerClashes: Sendable {
  /// What comes in, as one trigger may ask for it.
  private enum Arrival: Hashable {
    /// A message: to an address, and at an address that the trigger leaves open.
    case message(Channel, address: Address, keyword: FoldedKeyword?)
    case webhook(event: ExactText)
  }

  /// What triggers say of the address that is written to.
  private enum Address: Hashable {
    case exactly(String)
    /// It is left open: any will do.
    case open
    /// Whatever the trigger says of it.
    case whatever
  }

  private struct Key: Hashable {
    let service: ExactText
    let arrival: Arrival
  }

  /// For each flow the first one before it, of its service, that something begins which would begin it as well.
  let clashing: [Int?]

  /// Complexity: linear in the number of flows and of their keywords.
  /// - Parameter environment: The number of the environment.
  init(_ flows: [FlowFacts], in environment: Int) {
    var first: [Key: Int] = [:]
    clashing = flows.enumerated().map { index, flow in
      guard let service = flow.service, let trigger = flow.triggers[environment] else { return nil }
      func key(_ arrival: Arrival) -> Key { Key(service: ExactText(service), arrival: arrival) }
      let earlier = Self.arrivals(soughtFor: trigger).compactMap { first[key($0)] }.min()
      for arrival in Self.arrivals(storedFor: trigger) where first[key(arrival)] == nil {
        first[key(arrival)] = index
      }
      return earlier
    }
  }

  private static func arrivals(storedFor trigger: TriggerFacts) -> [Arrival] {
    arrivals(of: trigger) { [$0.map(Address.exactly) ?? .open, .whatever] }
  }

  /// A trigger that leaves the address open clashes with all, any other with those that have its own or none.
  private static func arrivals(soughtFor trigger: TriggerFacts) -> [Arrival] {
    arrivals(of: trigger) { $0.map { [.exactly($0), .open] } ?? [.whatever] }
  }

  private static func arrivals(
    of trigger: TriggerFacts, at addresses: (String?) -> [Address]
  ) -> [Arrival] {
    switch trigger.kind {
    case .webhook(let event): return [.webhook(event: ExactText(event))]
    case .message(let channel, let address, let keywords):
      let words: [FoldedKeyword?] =
        switch keywords {
        case .any: [nil]
        case .words(let words): words.map { FoldedKeyword($0) }
        }
      return addresses(address).flatMap { address in
        words.map { .message(channel, address: address, keyword: $0) }
      }
    }
  }
}
