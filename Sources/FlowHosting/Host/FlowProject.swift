public import FlowInterpreter

/// The flows that a host runs.
///
/// Each belongs to a service. A message reaches one flow of a service at most: one whose keyword is the message's first
/// word before one that takes any, and of these the one that comes first. Services do not know of one another.
public struct FlowProject: Sendable {
  /// A flow of a project.
  public struct Flow: Sendable {
    /// What runs the flow.
    public let machine: FlowMachine
    /// The service that it belongs to.
    public let service: String

    /// Creates a flow of a project.
    public init(_ machine: FlowMachine, service: String = "") {
      self.machine = machine
      self.service = service
    }
  }

  /// The flows, in the order in which they are tried.
  public let flows: [Flow]

  /// Creates a project of flows.
  public init(_ flows: [Flow]) {
    self.flows = flows
  }

  /// The flow with a number.
  public subscript(flow: FlowID) -> Flow { flows[flow.index] }

  /// The numbers of the flows that a message can begin, for each service those that it reaches before all others.
  ///
  /// - Parameter other: A flow that is not asked: it has taken the message for a session that waits.
  func flows(reachedBy message: InboundMessage, except other: FlowID?) -> [(service: String, flows: [FlowID])]
  {
    var reached: [(service: String, isExact: Bool, flows: [FlowID])] = []
    for (index, flow) in flows.enumerated() where FlowID(index: index) != other {
      guard let trigger = flow.machine.program.trigger, trigger.admits(message) else { continue }
      let id = FlowID(index: index)
      guard let known = reached.firstIndex(where: { $0.service == flow.service }) else {
        reached.append((flow.service, trigger.isExact, [id]))
        continue
      }
      if reached[known].isExact == trigger.isExact {
        reached[known].flows.append(id)
      } else if trigger.isExact {
        reached[known] = (flow.service, true, [id])
      }
    }
    return reached.map { ($0.service, $0.flows) }
  }
}

/// The number of a flow in its project.
public struct FlowID: Sendable, Hashable {
  private let number: UInt32

  /// Creates a number.
  public init(index: Int) { number = UInt32(index) }

  /// The index into `FlowProject.flows`.
  public var index: Int { Int(number) }
}
