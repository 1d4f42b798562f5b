#if Service
import FlowModel
import RefrainKit
import RefrainService
import ServiceCore
import ServiceEmulators
import ServiceProtocols

/// Where a service and its emulators are.
struct EmulatedPlaces: Sendable {
  let emulators: ListeningAddress
  let listen: ListeningAddress
  let admin: ListeningAddress
  /// The gateway that was asked for; nil where the project decides.
  let gateway: EmulatorSettings.Gateway?

  /// What a service of a project runs by here: it takes its names from the flows.
  func settings(of project: ServedProject) throws(LiveServiceFailure) -> LiveServiceSettings {
    let file: JSON = [
      "formatVersion": 1, "name": "emulated",
      "environments": ["emulated": ["values": [:], "live": .object(live(of: project))]],
    ]
    let loaded = ProjectLoader.load(Array(file.compact.utf8))
    guard let configuration = loaded.project?.environments.first?.live?.configuration else {
      throw LiveServiceFailure(
        subject: project.name, reason: "a name in its flows is none that a service can have")
    }
    let webhookSecret = EmulatorSettings().webhookSecret
    do throws(LiveProtocols.Unusable) {
      return try LiveServiceSettings(
        emulated: configuration, project: project.project,
        named: ServedName(project: project.name, environment: "emulated")
      ) { source in
        SecretBytes(source == .environmentVariable("webhook") ? webhookSecret : "emulated")
      }
    } catch {
      throw LiveServiceFailure(subject: project.name, reason: error.reason)
    }
  }

  private func live(of project: ServedProject) -> JSONObject {
    let graphs = project.project.flows.map(\.program.graph)
    let secret: JSON = ["env": "secret"]
    let base = JSON.string("http://\(emulators)")
    func members(_ names: [String], _ value: JSON) -> JSON {
      .object(names.reduce(into: JSONObject()) { $0[$1] = value })
    }
    var live: JSONObject = [
      "publicUrl": .string("http://\(listen)"), "listen": .string("\(listen)"), "admin": .string("\(admin)"),
    ]
    live["sms"] =
      switch gateway ?? project.emulatedGateway {
      case .webexConnect: ["webexConnect": ["url": base, "key": secret, "signatureSecret": secret]]
      case .twilio: ["twilio": ["url": base, "accountSid": secret, "authToken": secret]]
      case .kannel:
        [
          "kannel": [
            "url": base, "user": "emulated", "password": secret,
            "allowFrom": ["127.0.0.0/8", "::1"],
          ]
        ]
      }
    let authorizations = graphs.flatMap { $0.nodes.compactMap { $0.authorization?.template.literal } }
    if !authorizations.isEmpty {
      live["ece"] = [
        "url": base, "callback": ["basic": ["user": "emulated", "password": secret]],
        "authorizations": members(authorizations, ["clientId": secret, "clientSecret": secret]),
      ]
    }
    let pages = graphs.flatMap { $0.beginnings.filter { $0.channel == .messenger }.map(\.address) }
    if !pages.isEmpty {
      live["messenger"] = [
        "url": .string("http://\(emulators)/v25.0"),
        "pages": members(pages, ["token": secret, "appSecret": secret, "verifyToken": secret]),
      ]
    }
    let webhooks = graphs.flatMap(\.webhooks)
    if !webhooks.isEmpty { live["webhooks"] = members(webhooks, ["secret": ["env": "webhook"]]) }
    return live
  }
}

extension ServedProject {
  /// The gateway that is emulated: the one that the environment's `live` names, where it names one.
  var emulatedGateway: EmulatorSettings.Gateway {
    let named = environment?.live?.fields["sms"]?.object
    return EmulatorSettings.Gateway.allCases.first { named?[$0.rawValue] != nil } ?? .webexConnect
  }
}

extension FlowGraph {
  /// How customers begin the flow by writing.
  var beginnings: [EmulatedStage.Beginning] {
    triggers.flatMap { trigger -> [EmulatedStage.Beginning] in
      let place: (channel: Channel, address: String)?
      switch trigger.channel {
      case .sms?: place = trigger.number?.template.literal.map { (.sms, $0) }
      case .messenger?: place = trigger.app?.template.literal.map { (.messenger, $0) }
      case .webhook?, nil: place = nil
      }
      guard let place else { return [] }
      let words =
        switch trigger.keywords {
        case .any: ["*"]
        case .words(let words): words
        }
      return words.map {
        EmulatedStage.Beginning(channel: place.channel, address: place.address, keyword: $0)
      }
    }
  }

  /// The webhooks that begin the flow.
  var webhooks: [String] {
    triggers.compactMap { $0.channel == .webhook ? $0.event?.template.literal : nil }
  }

  private var triggers: [WrittenTrigger] {
    nodes.compactMap { node in
      if case .trigger(let trigger)? = node.written { trigger } else { nil }
    }
  }
}
#endif
