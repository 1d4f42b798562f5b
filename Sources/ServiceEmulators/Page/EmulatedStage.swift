#if Service
public import FlowModel
import JSONSyntax

/// The program that is played with, where more is known of it than its addresses: its flows, and who is parked where.
public struct EmulatedStage: Sendable {
  /// A flow.
  public struct Flow: Sendable {
    /// Its file, from the project's folder.
    public let path: String
    /// Its name.
    public let name: String
    /// Its picture, as SVG that stands in a page.
    public let picture: String

    /// Creates a flow.
    public init(path: String, name: String, picture: String) {
      self.path = path
      self.name = name
      self.picture = picture
    }
  }

  /// How a customer begins a flow.
  public struct Beginning: Sendable {
    /// How they write.
    public let channel: Channel
    /// The number or the page.
    public let address: String
    /// What they are to write; `*` for anything.
    public let keyword: String

    /// Creates a beginning.
    public init(channel: Channel, address: String, keyword: String) {
      self.channel = channel
      self.address = address
      self.keyword = keyword
    }
  }

  /// A session that is parked.
  public struct Session: Sendable, Hashable {
    /// Its key.
    public let key: String
    /// The flow's path.
    public let flow: String
    /// The customer's address.
    public let customer: String
    /// The node that it waits at.
    public let node: String?
    /// What it waits for, in a word or two.
    public let wait: String

    /// Creates a session.
    public init(key: String, flow: String, customer: String, node: String?, wait: String) {
      self.key = key
      self.flow = flow
      self.customer = customer
      self.node = node
      self.wait = wait
    }
  }

  /// What the program still has to do.
  public struct Work: Sendable, Hashable {
    /// How many inputs wait to be taken.
    public let inputs: Int
    /// How many calls are to be made, or under way.
    public let calls: Int
    /// When something is due next; nil where nothing is.
    public let nextTimer: Timestamp?

    /// Creates what there is to do.
    public init(inputs: Int, calls: Int, nextTimer: Timestamp?) {
      self.inputs = inputs
      self.calls = calls
      self.nextTimer = nextTimer
    }
  }

  /// What the page is called.
  public let title: String
  /// The flows.
  public let flows: [Flow]
  /// How customers begin them.
  public let beginnings: [Beginning]
  /// The webhooks that begin flows.
  public let webhooks: [String]
  /// The sessions that are parked now, the oldest first.
  public let sessions: @Sendable () async -> [Session]
  /// What the program still has to do now.
  public let work: @Sendable () async -> Work
  /// Lets so many milliseconds pass at the program's clock.
  public let letPass: @Sendable (_ milliseconds: Int64) async -> Void

  /// Creates a stage.
  public init(
    title: String, flows: [Flow], beginnings: [Beginning], webhooks: [String],
    sessions: @escaping @Sendable () async -> [Session], work: @escaping @Sendable () async -> Work,
    letPass: @escaping @Sendable (_ milliseconds: Int64) async -> Void
  ) {
    self.title = title
    self.flows = flows
    self.beginnings = beginnings
    self.webhooks = webhooks
    self.sessions = sessions
    self.work = work
    self.letPass = letPass
  }

  /// What does not change, as the page reads it.
  var json: JSON {
    [
      "title": .string(title),
      "flows": .array(
        flows.map { ["path": .string($0.path), "name": .string($0.name), "picture": .string($0.picture)] }),
      "triggers": .array(
        beginnings.map {
          [
            "channel": .string($0.channel.rawValue), "to": .string($0.address),
            "keyword": .string($0.keyword),
          ]
        }),
      "webhooks": .array(webhooks.map { .string($0) }),
    ]
  }
}

extension EmulatedStage.Session {
  /// The session as the page reads it.
  var json: JSON {
    [
      "session": .string(key), "flow": .string(flow), "customer": .string(customer),
      "node": node.map { .string($0) } ?? .null, "wait": .string(wait),
    ]
  }
}
#endif
