private let sms =
  "sms.keyword, sms.message, sms.serviceNumber, sms.senderNumber, sms.timestamp, sms.transId, sms.media"
private let messenger =
  "messenger.message, messenger.psId, messenger.name, messenger.appId, messenger.timestamp, messenger.transId, messenger.media"
private let receive = "receive.message, receive.channel, receive.payload"
private let send =
  "send.gatewayTid, send.deliveryStatusCode, send.deliveryStatusDescription, send.sentDateTime"
private let submission = "onSuccess=main, onPolicyFail=failure, onError=failure, onTimeout=timeout"
private let delivery =
  "onDRSuccess=main, onDRFail=failure, onPolicyFail=failure, onError=failure, onTimeout=timeout"
private let conversation = """
  onInvalidData=failure, onauthorizationfail=failure, Bad Request=failure, Unauthorized=failure, Forbidden=failure, \
  Internal server error=failure, onTimeout=timeout, onError=failure, onInvalidChoice=failure, \
  onStartConversationSuccess=intermediate, Assigned=intermediate, Message=intermediate, PagePush=intermediate, \
  Transfer=intermediate, AcceptAttachment=intermediate, RejectAttachment=intermediate, UploadAttachment=intermediate, \
  Complete=closing
  """
private let conversationOutputs = """
  caseId, activityId, conversationId, code, developerMessage, response, event.type, event.id, event.content, \
  event.contentType, event.sender, event.timeStamp
  """

private let service = """
  onInvalidData=failure, onauthorizationfail=failure, Unauthorized=failure, Forbidden=failure, \
  Internal server error=failure, onError=failure, onInvalidChoice=failure, onTimeout=timeout
  """
private let answer = "code, developerMessage, response"

/// An edit of the node that is looked at → its outcomes → its outputs → whether it waits.
let configurationCases = """
  start/description = "a" → onBegin=main → \(sms) → goes on
  start/trigger = { "channel": "messenger" } → onBegin=main → \(messenger) → goes on
  chat/authorization = "a" → \(conversation) → \(conversationOutputs) → waits
  page/authorization = "a" → \(conversation) → \(conversationOutputs) → waits
  stop/description = "a" → onEndConversationSuccess=main, Conversation ID Does Not Exist=failure, \(service) → \(answer) → goes on
  say - format → onSendMessageSuccess=main, Conversation ID Does Not Exist=failure, Conflict=failure, Illegal Unquoted Character=failure, \(service) → \(answer) → goes on
  point/description = "a" → onEntryPointConfigSuccess=main, Not Found=failure, \(service) → entryPointId, lastModifiedDate, attachmentPolicies, \(answer) → goes on
  free/description = "a" → SlotAvailable=main, MaximumLoad/NoAgent=main, GetAgentCapacityFailure=failure, \(service) → availableSlots, \(answer) → goes on
  free/method = "availability" ;; free/on = { "otherwise": "@end" } → AgentAvailable=main, NoAgentAvailable=main, GetAgentAvailabilityFailure=failure, \(service) → available, \(answer) → goes on
  free/method = "queue" → AgentAvailable=main, NoAgentAvailable=main, GetAgentAvailabilityFailure=failure, \(service), SlotAvailable=main, MaximumLoad/NoAgent=main, GetAgentCapacityFailure=failure → available, availableSlots, \(answer) → goes on
  relay/description = "a" → \(submission) → \(send) → goes on
  relay - waitFor → \(submission) → \(send) → goes on
  goodbye/description = "a" → \(delivery) → \(send) → waits
  pause/description = "a" → onTimeout=main, onError=failure → delay.waitTime → waits
  ask/description = "a" → sms.mo=main, messenger.mo=main, onTimeout=timeout, onError=failure → \(receive), \(sms), \(messenger) → waits
  ask/channels = { "messenger": {}, "sms": {} } → sms.mo=main, messenger.mo=main, onTimeout=timeout, onError=failure → \(receive), \(sms), \(messenger) → waits
  ask/channels = { "sms": {} } → sms.mo=main, onTimeout=timeout, onError=failure → \(receive), \(sms) → waits
  ask/channels = { "messenger": {} } → messenger.mo=main, onTimeout=timeout, onError=failure → \(receive), \(messenger) → waits
  call/description = "a" → onSuccess=main, onError=failure, onTimeout=timeout → http.statusCode, http.statusText, http.responseBody, http.responseHeaders → waits
  choose/description = "a" → urgent=main, in time=main, none=main →  → goes on
  post/description = "a" → \(submission) → \(send) → goes on
  """ + "\n"

/// A target → what it means.
let targetMeanings = """
  post → node post
  relay → node relay
  @end → success 101 success
  @end:success → success 101 success
  @end:error → error 102 error
  @end:incomplete → incomplete 103 incomplete
  @end:resolved → resolved 201 success
  @end:noAgent → noAgent 301 incomplete
  @resume → resume
  start → nothing
  nowhere → nothing
  Relay → nothing
  @end:nobody → nothing
  @end: → nothing
  @ → nothing
  """ + "\n"

/// A template, and edits → what its last reference means.
let referenceMeanings = #"""
  $(env.a | trim) → environment's a
  $(name) → variable name
  $(nobody) → undefined
  $(Name) → undefined
  $(start) → undefined
  $(name.a) → undefined
  $(nobody.a) → undefined
  $(start.sms.message) → start: sms.message
  $(start.sms.transid) → start: sms.transId
  $(start.sms.transID) → undefined
  $(start.sms) → undefined
  $(start.sms.messages) → undefined
  $(start.sms.message.a) → undefined
  $(start.sms.message[0]) → undefined
  $(start.messenger.message) → undefined
  $(start.messenger.transid) ;; start/trigger = { "channel": "messenger" } → start: messenger.transId
  $(start.messenger.psId) ;; start/trigger/channel = "voice" → start: messenger.psId
  $(ask.sms.transid) → ask: sms.transId
  $(ask.messenger.psId) ;; ask/channels = { "sms": {} } → undefined
  $(ask.messenger.psId) ;; ask/channels = {} → ask: messenger.psId
  $(chat.caseId) → chat: caseId
  $(chat.code) → chat: code
  $(chat.event) → undefined
  $(chat.event.id) → chat: event.id
  $(chat.event.content.a) → undefined
  $(chat.response) → chat: response
  $(chat.response.message[0].content) → chat: response key("message") index(0) key("content")
  $(chat.response[12].-) → chat: response index(12) key("-")
  $(chat.responses) → undefined
  $(ask.receive.payload) → ask: receive.payload
  $(ask.receive.payload[0].a) → ask: receive.payload index(0) key("a")
  $(call.http.responseBody.a) → call: http.responseBody key("a")
  $(call.http.responseHeaders) → call: http.responseHeaders
  $(call.http.responseHeaders.a) → call: http.responseHeaders key("a")
  $(call.http.statusCode) → call: http.statusCode
  $(pause.delay.waitTime) → pause: delay.waitTime
  $(relay.send.deliveryStatusCode) → relay: send.deliveryStatusCode
  $(post.send.gatewayTid) → post: send.gatewayTid
  $(choose.none) → undefined
  $(relay.anything) ;; relay/type = "SendSms" → uncertain
  $(relay.anything) ;; relay - type → uncertain
  $(nobody) ;; /variables = 5 → uncertain
  """# + "\n"
