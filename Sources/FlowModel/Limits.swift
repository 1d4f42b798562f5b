/// Every limit on what input can grow, with its reason.
///
/// Some stand elsewhere: the depth of nesting of a JSON text (`JSONDocument.depthLimit`) and the lengths of its numbers
/// (`JSONNumber.longestText`, `longestExponent`), since its parser imports nothing, and what an editor may make the language server hold (`ServerLimits`).
public enum Limits {
  /// Bytes of a flow or scenario file: the platform takes flows of 10 MB (RF111).
  public static let fileSize = 10 * 1024 * 1024
  /// For how many unknown names of a file a nearest name is looked for: thousands of them have one cause.
  public static let suggestedNames = 100
  /// Rounds of mending a file: each leaves out fixes that touch others, at most half of them, and brings what they hid.
  public static let fixRounds = 100
  /// Seconds of any wait: some 31 years, and far from where milliseconds would overflow.
  public static let seconds = 1e9
  /// Seconds that an HTTP request may take on the platform.
  public static let httpSeconds = 20.0
  /// Node executions of a session where the flow's settings say nothing: the platform's own limit.
  public static let defaultNodeExecutions = 1000
  /// The highest limit of node executions that a flow may set.
  public static let nodeExecutions = 1_000_000
  /// The highest code of a custom result.
  public static let resultCode = 999_999
  /// Bytes of UTF-8 of a text that a template puts together: what the platform takes in one body.
  public static let renderedText = 256 * 1024
  /// Event ids that a session remembers, to discard duplicates.
  public static let rememberedEvents = 1024
  /// Events that a session holds, moved ones among them; `Complete` is held beyond them.
  public static let heldEvents = 1000
  /// Closing events that a session holds beyond these: the first that is taken ends the conversation, and a repetition has its
  /// id.
  public static let heldCompletes = 100
  /// Conversations that a session knows again, the latest: an agent's session has few, a loop of requests many.
  public static let sessionConversations = 1000
  /// Messages to the agent that a session has not heard of and keeps in mind, the latest.
  public static let pendingEffects = 1000
  /// What a running session has still to tell an agent, one text after the other: more than anybody could read.
  public static let untoldTexts = 500
  /// Conversations that agents can take, as a scenario says it: an integer that JSON can tell from its neighbours.
  public static let availableSlots = 1_000_000_000
  /// Events that a host holds for conversations that no session has yet.
  public static let heldUnknownEvents = 1000
  /// Milliseconds for which such an event is held.
  public static let heldUnknownMilliseconds: Int64 = 300_000
  /// Milliseconds after its end for which a host remembers a session.
  public static let endedMilliseconds: Int64 = 86_400_000
  /// What has happened in a turn and is still to be told, where whoever runs it may take it: each may hold a text of
  /// `renderedText`.
  public static let turnHappenings = 256
  /// Bytes of a trace that is kept of a simulation, from its beginning: some 80,000 records, and with its transcript well
  /// below 20 MB of output.
  public static let keptTraceSize = 8 << 20
  /// The same of what comes of one line of an interactive run.
  public static let keptLineTraceSize = 1 << 20
  /// Entries of a log that are kept from its end where it is longer than that.
  public static let keptLogEnd = 100
  /// Records of a running session's trace that wait to be read: some hundred events' worth for each second of a reader
  /// who is ten seconds late.
  public static let unreadRecords = 10_000
  /// Messages in one callback body, as the platform posts them.
  public static let callbackMessages = 1000
  /// Bytes of one callback body: 8 KiB for each of its messages.
  public static let callbackSize = 8 * 1024 * 1024
  /// Nodes of a flow above which the platform recommends to split it (RF601).
  public static let recommendedNodes = 150
  /// Code points of a text message: above the first older documentation sets a limit, above the second the
  /// platform does (RF501).
  public static let messageLengths = (warning: 1024, error: 4000)
  /// Steps of the ways that RF301's findings of one file tell, all together: in a long branch with a waiting node at
  /// every step they would be quadratic in the file's size. The findings after that tell only the ends of theirs.
  public static let branchPathSteps = 1_000_000
  /// Of these steps, how many are told with the place of each.
  public static let placedBranchSteps = 100_000
  /// Findings of RF402 in one file that name a way on which the output is not set: each takes a search of its own.
  public static let unsetOutputWays = 100
  /// Bytes of a trace or of the results of scenarios that are drawn into a picture: some 500,000 records.
  public static let activitySize = 64 * 1024 * 1024
  /// Bytes of a line of an interactive run: sixteen times the longest text message.
  public static let chatLineSize = 65_536
  /// Lines of an interactive run that can be called back.
  public static let chatHistory = 1000
  /// Lines of an interactive run that can be undone: each keeps the sessions as they were.
  public static let chatUndo = 100
  /// Sessions of an interactive run: each line that can be undone takes time for all of them.
  public static let chatSessions = 1000
  /// States that an exploration can be told to keep, and the inputs of its orders: some 10 GB, and numbers of 32 bits.
  public static let exploredStates = 50_000_000
  /// Bytes of all texts that an exploration keeps to compare states by: a flow may double a text with every input.
  public static let exploredTextBytes = 64 << 20
  /// Answers of one service to one request, or details of a refusal, that an exploration tries all of: beyond that it leaves
  /// combinations of their parts out, and says so.
  public static let exploredAnswers = 256
  /// Parts that a flow looks for in one text of which an exploration tries every two together.
  public static let exploredParts = 8
  /// Steps of the longest way into a web service's body at which an exploration puts a value, and the highest index
  /// on it.
  public static let exploredPathSteps = 16
  /// Steps of a conversation that a report shows: thirty conversations' worth, and a browser still moves through them at
  /// once.
  public static let reportedSteps = 2000
  /// Characters of a text that a report's page shows: four times the longest message.
  public static let reportedText = 16_000
  /// Bytes of a report's page: more than that no browser shows at once.
  public static let reportedPageSize = 10_000_000
  /// Bytes of a part of such a page, such as its picture or its findings: with three of them it keeps its limit.
  public static let reportedPartSize = 3_000_000
  /// Nodes and ways of a picture: twenty times what a report draws, and some 12 MB of SVG.
  public static let drawnElements = 20_000
  /// Bytes of the names at these, each counted wherever it is told: no more than names of 64 characters take.
  public static let drawnNames = 2_500_000
  /// Characters of a text that is told of a node or way in a picture: the longest message.
  public static let drawnText = 4000
  /// Nodes of a flow that are told one by one, with all of their fields or outcomes: in a sheet, in coverage.
  public static let toldNodes = 10_000
  /// Nodes of a flow that a report draws and lists: seven times what the platform recommends.
  public static let reportedNodes = 1000
  /// Findings of a file that a report shows, each with its source lines.
  public static let reportedFindings = 500
  /// Places of a finding that a report shows: of a long way, its beginning.
  public static let reportedPlaces = 100
}
