public import FlowInterpreter
public import FlowModel

/// The flows that a host runs.
///
/// Each belongs to a service, or is one of its own. A message reaches one flow of a service at most: one whose keyword is the message's first
/// word before one that takes any, and of these the one that comes first. Services do not know of one another.
public struct FlowProject: Sendable {
  /// A flow of a project.
  public struct Flow: Sendable {
    /// What runs the flow.
    public let machine: FlowMachine
    /// The service that it belongs to; nil where it is one of its own.
    public let service: String?

    /// Creates a flow of a project.
    public init(_ machine: FlowMachine, service: String? = nil) {
      self.machine = machine
      self.service = service
    }
  }

  /// The flows, in the order in which they are tried.
  public let flows: [Flow]
  /// The flows of each service, the services in the order of their first flows.
  let services: [[FlowID]]

  /// Creates a project of flows.
  public init(_ flows: [Flow]) {
    self.flows = flows
    var names: [String?] = []
    var services: [[FlowID]] = []
    for (index, flow) in flows.enumerated() {
      if let service = flow.service, let known = names.firstIndex(of: service) {
        services[known].append(FlowID(index: index))
      } else {
        names.append(flow.service)
        services.append([FlowID(index: index)])
      }
    }
    self.services = services
  }

  /// Creates a project of flows that are a service each.
  public init(_ programs: [FlowProgram]) {
    self.init(programs.map { Flow(FlowMachine($0)) })
  }

  /// Creates a project of one flow.
  public init(_ program: FlowProgram) { self.init([program]) }

  /// What customers write to on a channel, as the trigger of the first flow that messages on it begin says it, or else that
  /// of a flow that a webhook begins; nil where none says anything.
  public func address(on channel: Channel) -> String? {
    let programs = flows.map(\.machine.program)
    let ofMessages = programs.first { $0.triggerKeywords != nil && $0.customerChannel == channel }
    return ofMessages?.address(on: channel) ?? programs.lazy.compactMap { $0.address(on: channel) }.first
  }

  /// The flow with a number.
  public subscript(flow: FlowID) -> Flow { flows[flow.index] }
}

/// The number of a flow in its project.
public struct FlowID: Sendable, Hashable {
  /// The index into `FlowProject.flows`.
  public let index: Int

  /// Creates a number.
  public init(index: Int) { self.index = index }
}

extension FlowMachine {
  /// Whether one word begins a session, and not any text.
  var startsWithKeyword: Bool { program.triggerKeywords.map { $0 != .any } ?? false }
}
