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
    /// Whether sessions of it begin; of one that is no longer part of the project those that have begun go on.
    let beginsSessions: Bool

    /// Creates a flow of a project.
    public init(_ machine: FlowMachine, service: String? = nil) {
      self.init(machine, service: service, beginsSessions: true)
    }

    /// Creates a flow of which sessions begin, or only go on.
    package init(_ machine: FlowMachine, service: String?, beginsSessions: Bool) {
      self.machine = machine
      self.service = service
      self.beginsSessions = beginsSessions
    }
  }

  /// The flows, each as it is defined newest, in the order in which they are tried.
  public let flows: [Flow]
  /// The earlier definitions of flows, by the flows' places, the one that was kept first first.
  private var earlier: [Int: [FlowMachine]] = [:]
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
  public func address(on channel: Channel) -> BusinessAddress? {
    let programs = flows.map(\.machine.program)
    let ofMessages = programs.first { $0.triggerKeywords != nil && $0.customerChannel == channel }
    return ofMessages?.address(on: channel) ?? programs.lazy.compactMap { $0.address(on: channel) }.first
  }

  /// The flow with a number, as it is defined there.
  public subscript(flow: FlowID) -> Flow {
    flow.definition == 0 ? flows[flow.index] : Flow(machine(of: flow), service: flows[flow.index].service)
  }

  /// What runs the flow with a number, as it is defined there.
  func machine(of flow: FlowID) -> FlowMachine {
    guard flow.definition > 0, let machine = earlier[flow.index]?[flow.definition - 1] else {
      return flows[flow.index].machine
    }
    return machine
  }
}

/// Several definitions of a flow.
extension FlowProject {
  /// Keeps an earlier definition of a flow: sessions that are parked with it go on with it until they end, and none begins
  /// with it.
  /// - Returns: The number of the flow as it was defined then; that of a known one where it is none other.
  @discardableResult
  public mutating func keep(_ machine: FlowMachine, asEarlierDefinitionOf flow: FlowID) -> FlowID {
    let definitions = [flows[flow.index].machine] + (earlier[flow.index] ?? [])
    let known = definitions.firstIndex { $0.program.hash == machine.program.hash }
    if known == nil { earlier[flow.index, default: []].append(machine) }
    return FlowID(index: flow.index, definition: known ?? definitions.count)
  }

  /// The flow that is, or was, defined so; nil where none is.
  public func flow(defined hash: DefinitionHash) -> FlowID? {
    if let index = flows.firstIndex(where: { $0.machine.program.hash == hash }) {
      return FlowID(index: index)
    }
    for (index, machines) in earlier.sorted(by: { $0.key < $1.key }) {
      if let place = machines.firstIndex(where: { $0.program.hash == hash }) {
        return FlowID(index: index, definition: place + 1)
      }
    }
    return nil
  }
}

/// The number of a flow in its project, and of one of its definitions.
public struct FlowID: Sendable, Hashable {
  /// The index into `FlowProject.flows`.
  public let index: Int
  /// Which definition of the flow: 0 is the newest, the earlier ones follow in the order in which they were kept.
  let definition: Int

  /// Creates the number of a flow as it is defined newest.
  public init(index: Int) { self.init(index: index, definition: 0) }

  init(index: Int, definition: Int) {
    self.index = index
    self.definition = definition
  }

  /// The flow as it is defined newest.
  public var newest: FlowID { FlowID(index: index) }
}

extension FlowProject.Flow {
  /// Whether something begins a session of it.
  func isTriggered(by trigger: SessionTrigger) -> Bool { beginsSessions && machine.isTriggered(by: trigger) }

  /// What begins a session of it with a trigger; nil where none begins.
  func beginning(with trigger: SessionTrigger) -> SessionBeginning? {
    beginsSessions ? machine.beginning(with: trigger) : nil
  }
}

extension FlowMachine {
  /// Whether one word begins a session, and not any text.
  var startsWithKeyword: Bool { program.triggerKeywords.map { $0 != .any } ?? false }
}
