import Diagnostics
import FlowModel

// What several rules read of a StartConversation and of a Start.

extension FlowNode {
  /// A StartConversation's method; nil for another node, and where it is missing or none that there is.
  ///
  /// Without it nothing is known of what `input` should hold.
  var conversationMethod: Channel? {
    type == .startConversation ? fields["method"]?.text.flatMap(Channel.init) : nil
  }

  /// A member of a StartConversation's `input`.
  func conversationInput(_ name: String) -> FieldValue? { fields["input"]?.object?[name] }

  /// The members of a StartConversation's `input`.
  var conversationInputs: [FieldValues.Entry] { fields["input"]?.object?.entries ?? [] }

  /// Whether a StartConversation sends what the customer writes to the agent.
  var forwardsCustomerMessages: Bool { fields["forwardCustomerMessages"]?.boolean ?? false }

  /// The channel of a Start's trigger, or nil where that has an error.
  var triggerChannel: Channel? {
    fields["trigger"]?.object?["channel"]?.text.flatMap(Channel.init)
  }
}

extension FlowNode {
  /// Where `on` stands, if the node has one.
  var targetsPlace: SourcePlace? { fields["on"]?.place }
}
