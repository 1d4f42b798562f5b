import FlowModel
import JSONSyntax

/// What an AgentAvailability does: it asks ECE whether, or for how many conversations, there are agents.
struct AgentAvailabilityBehavior: ServiceBehavior {
  let caller: ServiceCaller
  private let entryPointID: Template
  private let method: NodeConfiguration.AgentAvailability.Method

  init(_ configuration: NodeConfiguration.AgentAvailability, of node: FlowNode) {
    entryPointID = configuration.entryPointID
    method = configuration.method
    caller = ServiceCaller(configuration.call, AgentAvailabilityOutcome.outcomes(of: method), of: node)
  }

  func question(in execution: inout Execution) -> ServiceRequest.Question? {
    let id = execution.render(entryPointID)
    guard !id.isEmpty else { return nil }
    switch method {
    case .availability: return .agentAvailability(entryPointID: id)
    case .capacity: return .agentCapacity(entryPointID: id)
    }
  }

  func reading(of result: ServiceResult) -> ServiceReading? {
    switch method {
    case .availability:
      result.isAvailable.map { isAvailable in
        ServiceReading(
          outcome: isAvailable
            ? AgentAvailabilityOutcome.agentAvailable : AgentAvailabilityOutcome.noAgentAvailable,
          outputs: ["available": .boolean(isAvailable)])
      }
    case .capacity:
      result.availableSlots.map { slots in
        ServiceReading(
          outcome: slots > 0 ? AgentAvailabilityOutcome.slotAvailable : AgentAvailabilityOutcome.noSlot,
          outputs: ["availableSlots": .number(slots)])
      }
    }
  }
}
