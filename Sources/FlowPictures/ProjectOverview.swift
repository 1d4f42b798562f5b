public import FlowModel
import JSONSyntax

/// What begins the flows of a project: which number, app and keyword, and which webhook.
public struct ProjectOverview: Sendable {
  /// A flow of the project.
  public struct Flow: Sendable {
    /// The flow's file.
    public let file: String
    /// The flow's name; empty where it has none.
    public let name: String
    /// The service that it belongs to; nil where it is one of its own.
    public let service: String?
    /// What begins it; nil where an error hides it.
    let trigger: NodeConfiguration.Start?

    /// Creates what is known of a flow.
    /// - Parameter graph: The flow, with an environment's values put in; nil where nothing of it can be read.
    public init(file: String, service: String?, graph: FlowGraph?) {
      self.file = file
      self.service = service
      name = graph?.name ?? ""
      let configurations = (graph?.starts ?? []).compactMap { start in
        graph?[start].configuration
      }
      if case .start(let start)? = configurations.first, configurations.count == 1 {
        trigger = start
      } else {
        trigger = nil
      }
    }
  }

  /// The project's name.
  public let name: String
  /// The environment whose values are put in; nil where there is none.
  public let environment: String?
  /// The flows, in the project's order.
  public let flows: [Flow]

  /// Creates the overview of a project.
  public init(name: String, environment: String?, flows: [Flow]) {
    self.name = name
    self.environment = environment
    self.flows = flows
  }

  /// The overview as one JSON object.
  var json: String {
    var project: JSONObject = ["version": 1, "name": .string(name)]
    if let environment { project["environment"] = .string(environment) }
    project["flows"] = .array(
      flows.map { flow in
        var object: JSONObject = ["file": .string(flow.file), "name": .string(flow.name)]
        if let service = flow.service { object["service"] = .string(service) }
        if let trigger = flow.trigger { object["trigger"] = .object(trigger.overview) }
        return .object(object)
      })
    return JSON.object(project).pretty + "\n"
  }
}

extension NodeConfiguration.Start {
  fileprivate var overview: JSONObject {
    var object = JSONObject()
    switch trigger {
    case .message(let messages):
      object["channel"] = .string(messages.channel.rawValue)
      if let address = messages.address { object["address"] = .string(address.text) }
      object["keywords"] = .array(messages.keywords.listed.map { .string($0) })
    case .webhook(let webhook):
      object["channel"] = "webhook"
      object["event"] = .string(webhook.event)
      object["customer"] = .string(webhook.channel.rawValue)
      if let number = webhook.number { object["address"] = .string(number.text) }
    }
    object["onlyWithoutLiveSession"] = .boolean(onlyWithoutLiveSession)
    return object
  }
}

extension Keywords {
  /// The words; `*` where any message is meant.
  var listed: [String] {
    switch self {
    case .any: ["*"]
    case .words(let words): words
    }
  }
}

extension PictureModel {
  /// What begins flows above, the flows below, service by service, and a way for what reaches each.
  init(of project: ProjectOverview) {
    title = project.environment.map { "\(project.name) (\($0))" } ?? project.name
    nodes = []
    edges = []
    var entries: [ExactText: Int] = [:]
    for flow in project.flows {
      let words = [flow.name, flow.service.map { "service \($0)" } ?? ""].filter { !$0.isEmpty }
      let target = nodes.count
      nodes.append(
        Node(
          kind: .part(.flow), id: flow.file, summary: words.joined(separator: ", "), isOnBranch: false,
          marks: Marks()))
      guard let trigger = flow.trigger else { continue }
      let (part, id, keys) = Self.entry(of: trigger)
      let key = ExactText("\(part.rawValue) \(id)")
      let source = entries[key] ?? nodes.count
      if source == nodes.count {
        entries[key] = source
        nodes.append(Node(kind: .part(part), id: id, summary: "", isOnBranch: false, marks: Marks()))
      }
      edges.append(
        Edge(
          source: source, target: target, keys: keys, outcomes: [], kind: .main, isReturn: false,
          marks: Marks()))
    }
  }

  private static func entry(of start: NodeConfiguration.Start) -> (ProjectPart, id: String, keys: [String]) {
    switch start.trigger {
    case .message(let messages):
      let part = messages.channel == .sms ? ProjectPart.number : .app
      return (part, messages.address?.text ?? "any app", messages.keywords.listed)
    case .webhook(let webhook):
      let number = webhook.number.map { " from \($0)" } ?? ""
      return (.webhook, webhook.event, ["to a customer on \(webhook.channel.rawValue)\(number)"])
    }
  }
}

/// A part of a project, as a picture shows it.
enum ProjectPart: String, Sendable {
  case number = "SMS number"
  case app = "Messenger app"
  case webhook = "Webhook"
  case flow = "Flow"

  /// What it is drawn with.
  var glyph: String {
    switch self {
    case .flow: "M2.5 3h5v4h-5zM8.5 9h5v4h-5zM7.5 5h3.5v4"
    case .number, .app, .webhook: PictureGlyphs.path(of: .start)
    }
  }
}
