import RefrainKit
import ServiceCore

/// A customer as the command line names one: `sms:+15555550142`, or the address alone.
enum CustomerArgument {
  /// The customer. An address alone is a phone number where it begins with `+`, else one of Messenger.
  static func customer(_ argument: Argument) -> Customer {
    let text = argument.text
    if let customer = Customer(storedText: text) { return customer }
    return Customer(channel: text.hasPrefix("+") ? .sms : .messenger, address: CustomerAddress(text))
  }
}
