public import FlowInterpreter
import FlowModel
import ServiceProtocols

/// What operators decide for all effects, and for all that goes to a customer.
extension ServiceStore {
  /// Has effects be held, or no longer; what was asked of the world already comes to its end.
  public func setPaused(_ isPaused: Bool) async throws(StoreFailure) {
    try await transaction { (store) throws(StoreFailure) in .commit(try store.setPaused(isPaused)) }
  }

  /// Has nothing be sent to a customer, or lets it be sent.
  /// - Returns: Whether nothing was sent before.
  @discardableResult
  public func setSuppressed(_ isSuppressed: Bool, _ customer: Customer) async throws(StoreFailure) -> Bool {
    try await transaction { (store) throws(StoreFailure) in
      let was = try store.isSuppressed(customer)
      try store.setSuppressed(isSuppressed, customer)
      return .commit(was)
    }
  }
}

extension Customer {
  /// The customer whom an operator names, as lists do (`sms:+15555550142`, `messenger:1234567890123456`), or by a number alone,
  /// of SMS where it can be one; nil where a text names nobody. Numbers may be written as people write them: another customer
  /// than the one who is meant would be forgotten or spared, and nobody would notice.
  public init?(named text: String) {
    if let named = Customer(storedText: text) {
      guard let known = named.asKnown else { return nil }
      self = known
    } else if let number = GatewayNumber().normalized(text) {
      self.init(channel: .sms, address: CustomerAddress(number))
    } else if !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
      self.init(channel: .messenger, address: CustomerAddress(text))
    } else {
      return nil
    }
  }

  /// The customer by the address under which a store knows who writes: a number of SMS in E.164's form. nil where nobody can
  /// have such an address.
  var asKnown: Customer? {
    switch channel {
    case .messenger: address.text.isEmpty ? nil : self
    case .sms:
      GatewayNumber().sender(address.text).map { Customer(channel: .sms, address: CustomerAddress($0)) }
    }
  }
}
