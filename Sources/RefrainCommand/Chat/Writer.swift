import RefrainKit

/// The customer who writes in a chat, and what they write to.
struct Writer: Sendable, Hashable {
  let customer: Customer
  /// The name that Messenger knows them by.
  var name: String?
  /// The number of the business that they write to; nil for the flow's own.
  var addressee: BusinessAddress?

  init(_ customer: Customer, name: String? = nil, addressee: BusinessAddress? = nil) {
    self.customer = customer
    self.name = name
    self.addressee = addressee
  }

  /// A customer on the channel on which the customers of the first flow are that messages begin, or of the first of all.
  init(of project: FlowProject) {
    let programs = project.flows.map(\.machine.program)
    let first = programs.first { $0.triggerKeywords != nil } ?? programs.first
    switch first?.customerChannel {
    case .messenger?: self.init(Customer(channel: .messenger, address: "1234567890"), name: "Customer")
    case .sms?, nil: self.init(Customer(channel: .sms, address: "+15555550142"))
    }
  }

  /// What they do when they write a text.
  func message(_ text: String) -> Scenario.Action {
    .message(
      .scripted(text, on: customer.channel, from: customer.address, to: addressee, name: name))
  }
}
