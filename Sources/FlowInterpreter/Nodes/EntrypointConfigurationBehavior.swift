import FlowModel
import JSONSyntax

/// What an EntrypointConfiguration does: it asks ECE how an entry point is configured.
struct EntrypointConfigurationBehavior: ServiceBehavior {
  let caller: ServiceCaller
  private let entryPointID: Template

  init(_ configuration: NodeConfiguration.EntrypointConfiguration, of node: FlowNode) {
    caller = ServiceCaller(configuration.call, EntrypointConfigurationOutcome.all, of: node)
    entryPointID = configuration.entryPointID
  }

  func question(in execution: inout Execution) -> ServiceRequest.Question? {
    let id = execution.render(entryPointID)
    return id.isEmpty ? nil : .entrypointConfiguration(entryPointID: id)
  }

  func reading(of result: ServiceResult) -> ServiceReading? {
    guard let id = result.entryPointID, let date = result.lastModifiedDate,
      let policies = result.attachmentPolicies
    else { return nil }
    return ServiceReading(
      outcome: EntrypointConfigurationOutcome.success,
      outputs: [
        "entryPointId": .string(id), "lastModifiedDate": .string(date),
        "attachmentPolicies": .string(policies),
      ])
  }
}
