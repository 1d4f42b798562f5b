import RefrainKit

/// The table of the commands.
extension ChatCommand {
  /// All commands, in the order in which help lists them.
  static let groups: [(title: String, commands: [ChatCommand])] = [
    ("the agent", agent), ("the conversation service", service), ("the world", world), ("the chat", chat),
  ]

  // MARK: The agent

  private static let agent = [
    event("/message", "TEXT", "the agent writes", type: "Message", needsContent: true),
    event("/assigned", "[TEXT]", "an agent is assigned", type: "Assigned"),
    event("/transfer", "[TEXT]", "the conversation is transferred", type: "Transfer"),
    event("/page", "[URL]", "the agent pushes a page", type: "PagePush"),
    event("/accept", "[TEXT]", "the customer's attachment is accepted", type: "AcceptAttachment"),
    event("/reject", "[TEXT]", "the customer's attachment is rejected", type: "RejectAttachment"),
    event("/upload", "[TEXT]", "the agent uploads an attachment", type: "UploadAttachment"),
    event("/complete", "[TEXT]", "the agent closes the conversation", type: "Complete"),
    ChatCommand(
      "/event", "TYPE [CONTENT]", "any event is posted",
      details: "TYPE is an outcome's name or a `type.value` of the wire, such as `startTyping`.",
      choices: ConversationOutcome.events.map(\.name),
      .changes { chat, argument throws(Chat.Problem) in
        let (type, content) = argument.splitAtFirstWord
        guard !type.isEmpty else { throw Chat.Problem("'/event' needs a TYPE, such as 'Message'") }
        try chat.post(type, content: content.isEmpty ? nil : content)
      }),
  ]

  /// A command that posts an event of one type.
  private static func event(
    _ name: String, _ arguments: String, _ summary: String, type: String, needsContent: Bool = false
  ) -> ChatCommand {
    ChatCommand(
      name, arguments, summary, details: "It is an event of type \(type).",
      .changes { chat, content throws(Chat.Problem) in
        guard !needsContent || !content.isEmpty else { throw Chat.Problem("'\(name)' needs a \(arguments)") }
        try chat.post(type, content: content.isEmpty ? nil : content)
      })
  }

  // MARK: The conversation service

  private static let service = [
    ChatCommand(
      "/fail", "STATUS [MESSAGE]", "the next request to ECE fails, or the outstanding one",
      details: """
        STATUS may also be `timeout`, `error` or `authorization`. MESSAGE is what the answer says to developers.
        """,
      choices: RequestFailure.allCases.map(\.rawValue) + ["400", "401", "403", "404", "409", "500"],
      .changes { chat, argument throws(Chat.Problem) in
        try chat.planResponse(try Scenario.Response(failing: argument))
      }),
    ChatCommand(
      "/hold", "[off]", "requests to ECE wait for /answer or /fail",
      details: "Else each is answered 200 at once. So events can come before the answer. `off` ends it.",
      choices: ["off"],
      .changes { chat, argument throws(Chat.Problem) in
        guard ["", "off"].contains(argument) else { throw Chat.Problem("'/hold' takes 'off' or nothing") }
        try chat.holdRequests(argument.isEmpty)
      }),
    ChatCommand(
      "/answer", "[CONVERSATION-ID|DATE]", "the outstanding request to ECE is answered 200",
      details: "A request for an entry point's configuration takes the DATE of its last change.",
      .changes { chat, id throws(Chat.Problem) in
        var details = AnswerDetails()
        if !id.isEmpty, chat.outstandingQuestion?.kind == .entrypointConfiguration {
          details.lastModifiedDate = id
        } else if !id.isEmpty {
          details.conversationID = ConversationID(id)
        }
        try chat.perform(.respond(.answered(status: 200, details)))
      }),
    ChatCommand(
      "/availability", "yes|no|SLOTS", "the next question for agents is answered so, or the outstanding one",
      details: "SLOTS is how many conversations agents can take. `no` is also no slot, `yes` one.",
      choices: ["yes", "no", "0"],
      .changes { chat, argument throws(Chat.Problem) in
        try chat.planAvailability(try AnswerDetails(availability: argument))
      }),
  ]

  // MARK: The world

  private static let world = [
    ChatCommand(
      "/webhook", "EVENT PAYLOAD", "a webhook comes that may begin a session",
      details: "PAYLOAD is a JSON object. The customer that it names is the one who writes from then on.",
      .changes { chat, argument throws(Chat.Problem) in
        let (event, text) = argument.splitAtFirstWord
        guard !event.isEmpty, let payload = try? JSON(parsing: text), payload.object != nil else {
          throw Chat.Problem(
            "'/webhook' needs an EVENT and a PAYLOAD, such as 'due {\"phone\":\"+15555550142\"}'")
        }
        try chat.post(webhook: event, payload)
      }),
    ChatCommand(
      "/wait", "TIME", "time passes, and timers fire",
      details: "TIME is a number of seconds, or has units: 90, 90s, 10m, 1h30m, 2d.",
      .changes { chat, argument throws(Chat.Problem) in
        guard let span = TimeSpan(argument), span.milliseconds > 0 else {
          throw Chat.Problem("'/wait' needs a time, such as 90s, 10m, 2h or 1d")
        }
        try chat.wait(span)
      }),
    ChatCommand(
      "/receipt", "delivered|failed", "the delivery receipt comes", choices: ["delivered", "failed"],
      .changes { chat, argument throws(Chat.Problem) in
        guard ["delivered", "failed"].contains(argument) else {
          throw Chat.Problem("'/receipt' needs 'delivered' or 'failed'")
        }
        try chat.perform(.deliveryReport(argument == "delivered" ? .delivered : .failed))
      }),
    ChatCommand(
      "/gateway", "accepted|policyFail|error|timeout", "how the gateway answers the next message",
      choices: Simulation.GatewayBehavior.allCases.map(\.rawValue),
      .changes { chat, argument throws(Chat.Problem) in
        guard let behavior = Simulation.GatewayBehavior(rawValue: argument) else {
          throw Chat.Problem("'/gateway' needs 'accepted', 'policyFail', 'error' or 'timeout'")
        }
        try chat.perform(.gateway([behavior]))
      }),
    ChatCommand(
      "/http", "STATUS [BODY]", "a web service answers",
      details:
        "BODY is JSON, or else a text that does not begin as JSON does. With `fail timeout` or `fail error` it does not answer.",
      choices: ["200", "404", "500", "fail timeout", "fail error"],
      .changes { chat, argument throws(Chat.Problem) in
        try chat.perform(.http(try HTTPAnswer(chatArgument: argument)))
      }),
    ChatCommand(
      "/from", "[sms|messenger] ADDRESS [NAME]", "another customer writes from now on",
      details: """
        ADDRESS is a number, or a Messenger id with the customer's NAME. Without a channel it is the one that the flow \
        begins on. The agent's commands are then about this customer's conversation.
        """, choices: ["sms", "messenger"],
      .changes { chat, argument throws(Chat.Problem) in
        var (address, name) = argument.splitAtFirstWord
        let channel = Channel(rawValue: address)
        if channel != nil { (address, name) = name.splitAtFirstWord }
        guard !address.isEmpty else { throw Chat.Problem("'/from' needs an ADDRESS") }
        let customer = Customer(
          channel: channel ?? Writer(of: chat.project).customer.channel, address: CustomerAddress(address))
        let isNamed = customer.channel == .messenger
        guard isNamed || name.isEmpty else { throw Chat.Problem("only Messenger has a NAME") }
        chat.setWriter(Writer(customer, name: isNamed ? (name.isEmpty ? "Customer" : name) : nil))
      }),
    ChatCommand(
      "/to", "[NUMBER]", "the customer writes to another number of the business",
      details: "Without a NUMBER it is the one that the flow begins on again.",
      .changes { chat, number throws(Chat.Problem) in
        guard chat.writer.customer.channel == .sms else { throw Chat.Problem("only SMS has a NUMBER") }
        chat.setWriter(
          Writer(
            chat.writer.customer, name: chat.writer.name,
            addressee: number.isEmpty ? nil : BusinessAddress(number)))
      }),
  ]

  // MARK: The chat

  private static let chat = [
    ChatCommand(
      "/where", "", "what the sessions wait for, and which events they hold",
      .tells { chat, _ in chat.whereabouts }),
    ChatCommand("/flows", "", "the flows, and what begins each", .tells { chat, _ in chat.beginnings }),
    ChatCommand("/vars", "", "the session's variables", .tells { chat, _ in chat.variables }),
    ChatCommand(
      "/outputs", "", "what the session's nodes have left behind", .tells { chat, _ in chat.outputs }),
    ChatCommand(
      "/trace", "[N]", "the last N records of the trace, ten where N is not there",
      .tells { chat, argument throws(Chat.Problem) in
        guard let count = argument.isEmpty ? 10 : Int(argument), count > 0 else {
          throw Chat.Problem("'\(argument)' is no number of records")
        }
        return chat.latestRecords(count)
      }),
    ChatCommand(
      "/undo", "[N]", "the last line that did something is undone, or the last N",
      details: "The last \(Limits.chatUndo) lines that did something can be undone.", .goesBack),
    ChatCommand(
      "/save", "FILE", "write what was done to a file, as a scenario that passes",
      details: "A file that is there is left alone; '/save! FILE' replaces it.",
      .asks { path throws(Chat.Problem) in try .save(path, command: "/save", overwriting: false) }),
    ChatCommand(
      "/save!", "FILE", "the same, over a file that is there",
      .asks { path throws(Chat.Problem) in try .save(path, command: "/save!", overwriting: true) }),
    ChatCommand(
      "/help", "[COMMAND]", "say how a command is used",
      .tells { _, name throws(Chat.Problem) in try help(name) }),
    ChatCommand("/quit", "", "end the chat; so does the end of input", .asks { _ in .quit }),
  ]
}

extension Chat.Request {
  fileprivate static func save(
    _ path: String, command: String, overwriting: Bool
  ) throws(Chat.Problem) -> Chat.Request {
    guard !path.isEmpty else { throw Chat.Problem("'\(command)' needs a FILE") }
    return .save(path: path, overwriting: overwriting)
  }
}

extension Chat {
  /// An event is posted in the customer's conversation.
  ///
  /// What a scenario says nothing of goes to the latest conversation of all; where that is another customer's, the
  /// event names its own.
  fileprivate mutating func post(_ type: String, content: String?) throws(Problem) {
    let own = latestConversation(of: writer.customer)
    let isDefault = own == nil || own == simulation.sessionWithConversation
    let id = own.flatMap { simulation[$0]?.state.conversation.id }
    try perform(
      .event(Scenario.EventStep(type: type, content: content, conversationID: isDefault ? nil : id)))
  }

  /// The customer's latest session that has or has requested a conversation, live ones before ended ones.
  private func latestConversation(of customer: Customer) -> SessionKey? {
    let own = simulation.sessions.reversed().lazy
      .filter { $0.state.customer == customer && $0.state.conversation != .none }
    return (own.first { $0.state.isLive } ?? own.first)?.key
  }
}

extension AnswerDetails {
  /// An answer to whether there are agents as `/availability` describes it.
  fileprivate init(availability argument: String) throws(Chat.Problem) {
    switch argument {
    case "yes": self.init(isAvailable: true, availableSlots: 1)
    case "no": self.init(isAvailable: false, availableSlots: 0)
    default:
      guard let slots = Int(argument), 0...Limits.availableSlots ~= slots else {
        throw Chat.Problem("'/availability' needs 'yes', 'no' or a number of slots")
      }
      self.init(isAvailable: slots > 0, availableSlots: slots)
    }
  }
}

extension Scenario.Response {
  /// How a request is answered where nothing else is said.
  static let usual = Scenario.Response.answered(status: 200)

  /// A failure as `/fail` describes it.
  fileprivate init(failing argument: String) throws(Chat.Problem) {
    let (word, message) = argument.splitAtFirstWord
    if let failure = RequestFailure(rawValue: word), message.isEmpty {
      self = .failed(failure)
    } else if let status = Int(word), (100...599).contains(status), !(200..<300).contains(status) {
      self = .answered(status: status, AnswerDetails(developerMessage: message.isEmpty ? nil : message))
    } else {
      throw Chat.Problem(
        "'/fail' needs a status from 100 to 599 that is no success, 'timeout', 'error' or 'authorization'")
    }
  }
}

extension HTTPAnswer {
  /// An answer as `/http` describes it.
  fileprivate init(chatArgument argument: String) throws(Chat.Problem) {
    let (word, rest) = argument.splitAtFirstWord
    if word == "fail", let failure = HTTPFailure(rawValue: rest) {
      self = .failed(failure)
    } else if let status = Int(word), (0...999).contains(status) {
      self = .response(.simulated(status: status, body: try Self.body(rest)))
    } else {
      throw Chat.Problem("'/http' needs a status, 'fail timeout' or 'fail error'")
    }
  }

  /// A body: JSON, or else a text, which does not begin as JSON does.
  private static func body(_ text: String) throws(Chat.Problem) -> JSON {
    guard !text.isEmpty else { return .null }
    do {
      return try JSON(parsing: text)
    } catch {
      guard let first = text.first, !"{[\"".contains(first) else {
        throw Chat.Problem("the body begins as JSON does and is none: \(error.message)")
      }
      return .string(text)
    }
  }
}

extension StringProtocol {
  /// The first word, and what comes after it.
  fileprivate var splitAtFirstWord: (word: String, rest: String) {
    let word = drop(while: \.isWhitespace).prefix { !$0.isWhitespace }
    return (String(word), self[word.endIndex...].trimmed)
  }
}
