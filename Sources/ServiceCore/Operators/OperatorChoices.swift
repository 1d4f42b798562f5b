public import FlowInterpreter
import FlowModel

/// What operators decide for all effects, and for all that goes to a customer.
extension ServiceStore {
  /// Has effects be held, or no longer; what was asked of the world already comes to its end.
  public func setPaused(_ isPaused: Bool) async throws(StoreFailure) {
    try await transaction { (store) throws(StoreFailure) in .commit(try store.setPaused(isPaused)) }
  }

  /// Has nothing be sent to a customer, or lets it be sent.
  public func setSuppressed(_ isSuppressed: Bool, _ customer: Customer) async throws(StoreFailure) {
    try await transaction { (store) throws(StoreFailure) in
      .commit(try store.setSuppressed(isSuppressed, customer))
    }
  }
}

extension Customer {
  /// The customer whom an operator names: `sms:+15555550142`, or an address alone, which is a phone number where it begins
  /// with `+`, else one of Messenger.
  public init(named text: String) {
    self =
      Customer(storedText: text)
      ?? Customer(channel: text.hasPrefix("+") ? .sms : .messenger, address: CustomerAddress(text))
  }
}
