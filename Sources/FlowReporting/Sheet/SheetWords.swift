import FlowModel

/// What a sheet says in words, whatever it is written as.
extension FlowSheet {
  /// What stands before the steps, a paragraph each; names stand between backticks.
  package var introduction: [String] {
    [
      """
      From `\(file)`. Webex Connect imports its own exports alone, so the flow is built by hand, step by step. Labels follow the \
      help pages of version 6.20 and may read a little differently in yours.
      """,
      """
      A node's outputs go by the number that the canvas gives the node: where `$(start.sms.message)` stands here, write such \
      as `$(n2.sms.message)`. Note each number when you drag the node. Choose all else as it stands.
      """,
      """
      For an outcome that leads to an end, drag its edge into free space and let it go: choose the node event, the flow \
      result, and for an intermediate break point tick that it is one. Every outcome needs a target, or the flow cannot be \
      published.
      """,
    ]
  }

  /// What must be there before the first node, a sentence each.
  package var preparations: [String] {
    var sentences = authorizations.map { "Node authorization `\($0)`." }
    sentences += variables.map { variable in
      let value = variable.value.isEmpty ? "without a default value" : "default value `\(variable.value)`"
      let isPlain = variable.name.utf8.allSatisfy { $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: "-") }
      return "Custom variable `\(variable.name)`, \(value)."
        + (isPlain
          ? "" : " The platform takes letters and digits alone: call it otherwise, wherever it stands.")
    }
    sentences += results.map { "Flow result `\($0.name)`, code \($0.code), a kind of \($0.status.rawValue)." }
    return sentences
  }
}

extension SheetStep.Target {
  /// Where it leads, in words; names stand between backticks.
  package var words: String {
    switch self {
    case .node(let node, let step): "step \(step), `\(node.text)`"
    case .end(let result): "end: flow result \(result.name) (\(result.code))"
    case .breakPoint: "end: intermediate break point, flow result success (101)"
    case .either(let onBranch, let elsewhere):
      "on the branch \(onBranch.words); elsewhere \(elsewhere.words). One node cannot do both: build this one twice"
    }
  }
}

extension SheetStep {
  /// What is to be known of the node as a whole, a sentence each.
  package var remarks: [String] {
    var remarks: [String] = []
    if isOnBranch { remarks.append("It is part of an intermediate branch.") }
    if isUnreachable { remarks.append("Nothing leads to it: it can be left out.") }
    return remarks
  }
}
