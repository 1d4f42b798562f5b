import RefrainKit
import ServiceCore

/// A customer as the command line names one: `sms:+15555550142`, or the address alone.
enum CustomerArgument {
  /// The customer.
  static func customer(_ argument: Argument) -> Customer { Customer(named: argument.text) }
}
