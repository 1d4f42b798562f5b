import Diagnostics
import FlowModel

/// What flows use of a live service that it does not know.
struct LiveUses {
  /// Whether an error in the settings hides what the service knows.
  private let isUncertain: Bool
  private let hasGateway: Bool
  private let hasPages: Bool
  private let authorizations: [String]
  private let pages: [String]
  private let events: [String]
  private let numbers: [String]?
  private let hosts: [HostPattern]
  private let secretHosts: [ExactText: [HostPattern]]

  init(_ settings: LiveSettings) {
    let live = settings.fields
    isUncertain = live.hasUnknownMembers
    hasGateway = live["sms"] != nil
    hasPages = live["messenger"] != nil
    func names(_ value: FieldValue?) -> [String] { (value?.object?.entries ?? []).map(\.name) }
    authorizations = names(live["ece"]?.object?["authorizations"])
    pages = names(live["messenger"]?.object?["pages"])
    events = names(live["webhooks"])
    numbers = live["sms"]?.object?["numbers"]?.list?.compactMap(\.text)
    let http = live["http"]?.object
    hosts = (http?["allow"]?.list ?? []).compactMap { HostPattern($0) }
    secretHosts = Dictionary(
      (http?["secrets"]?.object?.entries ?? []).map { entry in
        (ExactText(entry.name), (entry.value.object?["hosts"]?.list ?? []).compactMap { HostPattern($0) })
      }, uniquingKeysWith: { first, _ in first })
  }

  /// What a flow uses and the service does not know. An error in the settings says enough of what it hides.
  /// - Parameters:
  ///   - flow: The flow in the service's environment.
  ///   - graph: The flow as it is written.
  func unknown(in flow: FlowInEnvironment, of graph: FlowGraph, suggester: inout NameSuggester) -> [Finding] {
    guard !isUncertain else { return [] }
    var findings = unknownSender(in: graph)
    // By indices: nothing is copied, for every node is asked.
    for index in graph.nodes.indices {
      let node = flow.node(NodeID(index)) ?? graph.nodes[index]
      switch node.written {
      case .conversation?, .question?:
        if let authorization = node.authorization.map(flow.putting), let name = authorization.template.literal
        {
          findings += unknown(
            name, among: authorizations, "authorization", at: authorization.place, &suggester)
        }
      case .trigger(let trigger)?: findings += unknown(in: trigger, of: flow, &suggester)
      case .receive(let receive)?: findings += unknownNumber(receive.smsNumber, in: flow)
      case .message(let message)? where message.isSMS: findings += unknownNumber(message.sender, in: flow)
      case .message? where !hasPages:
        findings.append(Self.missing("pages on Messenger", "messenger", at: node.idPlace))
      case .request(let request)?: findings += unknownHost(of: request, at: node, in: graph)
      case .message?, .delay?, .branches?, nil: break
      }
    }
    return findings
  }

  private func unknown(
    in trigger: WrittenTrigger, of flow: FlowInEnvironment, _ suggester: inout NameSuggester
  ) -> [Finding] {
    switch trigger.channel {
    case .sms?: return unknownNumber(trigger.number, in: flow)
    case .messenger?:
      guard let page = trigger.app, let name = page.template.literal else {
        guard !hasPages, let place = trigger.channelPlace else { return [] }
        return [Self.missing("pages on Messenger", "messenger", at: place)]
      }
      return unknown(name, among: pages, "page", at: page.place, &suggester)
    case .webhook?:
      guard let event = trigger.event, let name = event.template.literal else { return [] }
      return unknown(name, among: events, "webhook", at: event.place, &suggester)
        + unknownNumber(trigger.customerNumber, in: flow)
    case nil: return []
    }
  }

  /// A flow is sent from the page that its Start names, or from the only one that there is.
  private func unknownSender(in graph: FlowGraph) -> [Finding] {
    guard pages.count > 1 else { return [] }
    let namesPage = graph.nodes.contains { node in
      if case .trigger(let trigger)? = node.written { trigger.app != nil } else { false }
    }
    let sender = graph.nodes.first { node in
      if case .message(let message)? = node.written { !message.isSMS } else { false }
    }
    guard !namesPage, let sender else { return [] }
    return [
      .liveSetting(
        "nothing says from which of the live service's pages \(sender.id.text.quoted) is sent",
        at: sender.idPlace,
        help: "Name one as `appId` in the trigger of a flow for each page: \(listed(pages, nearest: nil)).")
    ]
  }

  private func unknown(
    _ name: String, among known: [String], _ kind: String, at place: SourcePlace,
    _ suggester: inout NameSuggester
  ) -> [Finding] {
    guard !known.contains(where: { ExactText($0) == ExactText(name) }) else { return [] }
    let nearest = suggester.suggestion(for: name, among: known)
    return [
      .liveSetting(
        "the live service knows no \(kind) \(name.quoted)\(suggesting(nearest))", at: place,
        help: known.isEmpty
          ? "Its settings in `refrain.json` name none." : "It knows \(listed(known, nearest: nearest)).")
    ]
  }

  private func unknownNumber(
    _ written: @autoclosure () -> PlacedTemplate?, in flow: FlowInEnvironment
  ) -> [Finding] {
    // Of most services all numbers are the gateway's.
    guard !hasGateway || numbers != nil, let written = written() else { return [] }
    guard hasGateway else { return [Self.missing("gateway for SMS", "sms", at: written.place)] }
    guard let numbers, let number = flow.putting(into: written).template.literal, !numbers.contains(number)
    else { return [] }
    return [
      .liveSetting(
        "the live service has no number \(number.quoted)", at: written.place,
        help: "The gateway's numbers, as `live.sms.numbers` has them, are \(listed(numbers, nearest: nil)).")
    ]
  }

  private func unknownHost(of request: WrittenRequest, at node: FlowNode, in graph: FlowGraph) -> [Finding] {
    guard let url = request.url, let origin = url.template.origin else { return [] }
    guard hosts.contains(where: { $0.admits(origin) }) else {
      return [
        .liveSetting(
          "the live service may not call \(origin.written.quoted)", at: url.place,
          help: "Name it in `live.http.allow`, or the node always leaves by `onError`.")
      ]
    }
    return node.references.compactMap { index in
      guard case .secret(let name) = graph.references[index].subject,
        let admitted = secretHosts[ExactText(name)],
        !admitted.contains(where: { $0.admits(origin) })
      else { return nil }
      return .liveSetting(
        "the secret \(name.quoted) may not go to \(origin.written.quoted)", at: graph.references[index].place,
        help: "Name the host in the secret's `hosts`, or the node always leaves by `onError`.")
    }
  }

  private static func missing(_ what: String, _ setting: String, at place: SourcePlace) -> Finding {
    .liveSetting(
      "the live service has no \(what)", at: place,
      help: "Its settings in `refrain.json` have no `\(setting)`.")
  }
}

extension Template {
  /// Where an address of this template leads, where nothing that a reference holds can change it.
  fileprivate var origin: WebOrigin? {
    guard case .literal(let text)? = parts.first else { return nil }
    // No host is empty: what ends one stands behind its first letter.
    let isWhole = text.utf8.dropFirst("https://".utf8.count).contains {
      $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#")
    }
    return literal != nil || isWhole ? WebOrigin(of: text) : nil
  }
}

extension WebOrigin {
  /// The origin as an entry of `http.allow` would name it.
  fileprivate var written: String {
    let name = host.contains(":") ? "[\(host)]" : host
    return (isSecure ? "" : "http://") + name + (port == (isSecure ? 443 : 80) ? "" : ":\(port)")
  }
}
