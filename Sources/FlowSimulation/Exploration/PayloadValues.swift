import FlowModel
import JSONSyntax

/// What the webhook that begins a session is let bring: each customer's address with every text at each place that the flow
/// refers to, an address alone, and what else the exploration's user says.
struct PayloadValues {
  private(set) var payloads: [JSON] = []
  /// Whether there are more combinations of texts than are tried.
  private(set) var leavesCombinationsOut = false

  /// The values for a flow that no webhook begins.
  init() {}

  init(
    of trigger: NodeConfiguration.Start.WebhookTrigger, customers: [CustomerAddress],
    read: Distinct<TextSource>, _ compared: ComparedTexts, _ extras: [JSON]
  ) {
    let address = VariedPlace([.key(trigger.addressMember)], customers.map(\.text))
    let texts = read.inOrder.compactMap { source -> VariedPlace? in
      guard case .payload(let path) = source else { return nil }
      return VariedPlace(path, of: source, compared)
    }
    let places = [address] + texts
    let choices = places.choices(upTo: Limits.exploredAnswers)
    leavesCombinationsOut = choices.leavesOut
    var tried = Distinct<JSON>()
    for choice in choices.choices { tried.insert(places.body(choice)) }
    tried.insert([address].body([0]))
    for payload in extras { tried.insert(payload) }
    payloads = tried.inOrder
  }
}
