import FlowInterpreter
import JSONSyntax

extension StartedConversation {
  /// A conversation as the simulated service starts it. Ids that are left out are made of its number.
  static func simulated(number: Int, id: String?, caseID: String?, activityID: String?) -> StartedConversation
  {
    let id = id ?? "conversation-\(number)"
    let caseID = caseID ?? "case-\(number)"
    let activityID = activityID ?? "activity-\(number)"
    return StartedConversation(
      id: id, caseID: caseID, activityID: activityID,
      body: ["id": .string(id), "caseId": .string(caseID), "activityId": .string(activityID)])
  }
}
