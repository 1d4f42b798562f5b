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

  /// The channel on which a Start's customers are: the trigger's, a webhook's customer's; nil where that has an error.
  var customerChannel: Channel? {
    let trigger = fields["trigger"]?.object
    return (isTriggeredByWebhook ? trigger?["customer"]?.object : trigger)?["channel"]?.text.flatMap(
      Channel.init)
  }

  /// Whether a Start begins with a webhook.
  var isTriggeredByWebhook: Bool {
    fields["trigger"]?.object?["channel"]?.text == TriggerChannel.webhook.rawValue
  }
}

extension FlowNode {
  /// Where `on` stands, if the node has one.
  var targetsPlace: SourcePlace? { fields["on"]?.place }
}
