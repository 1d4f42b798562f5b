#if Service
import RefrainKit
import ServiceCore

/// A customer's message that makes the process trap that takes it, as a fault of the machine's own would.
struct TrappingMessage: Sendable {
  /// What a worker is called with to trap at it.
  static let name = "trap"

  /// Its text.
  static let text = "trap me"

  /// The messages that wait, by their arrival numbers.
  func arrivals<Transaction: StoreTransaction>(in store: inout Transaction) throws(StoreFailure) -> [Int] {
    try store.inputs(limit: .max).filter { Self.isMeant(by: $0.input.content) }.map(\.arrival)
  }

  /// Traps where one of some messages has been taken, and not only been given up.
  func spring<Transaction: StoreTransaction>(
    ifTaken arrivals: [Int], in store: inout Transaction
  ) throws(StoreFailure) {
    for arrival in arrivals where try store.input(arrival) == nil {
      let isGivenUp = try store.deadLetters(after: 0, limit: .max).contains {
        (try? JSON(parsing: $0.content))?["arrival"]?.naturalNumber == arrival
      }
      precondition(isGivenUp, "a machine that comes upon this message has no way out")
    }
  }

  private static func isMeant(by content: [UInt8]) -> Bool {
    String(decoding: content, as: UTF8.self).contains(text)
  }
}
#endif
