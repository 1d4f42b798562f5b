/// Start.
let startCases = #"""
  ## trigger
  start - «RF104 trigger»
  start/trigger = «RF105 "sms"»
  start/trigger = «RF104 {}»
  start/trigger - «RF104 number»
  start/trigger - keyword, onlyWithoutLiveSession
  start/trigger + «RF103 "x-a"»: 1
  start/trigger + «RF103 "appId"»: "a"
  start/trigger + «RF103 "appId"»: 5
  start/trigger = { "channel": "messenger" }
  start/trigger = { "channel": "messenger", "appId": "", "onlyWithoutLiveSession": true }
  start/trigger = { "channel": "messenger", "appId": «RF105 5» }
  start/trigger = { "channel": "messenger", «RF103 "number"»: "+15550100" }
  start/trigger = { «RF103 "number"»: "none", «RF103 "keyword"»: "a b", "channel": "messenger" }
  ## A webhook has a name and a customer, and nothing of a message.
  start/trigger = { "channel": "webhook", "event": "due", "customer": { "channel": "sms", "address": "phone" } }
  start/trigger = { "channel": "webhook", "event": "a_b-1", "customer": { "channel": "sms", "address": "0-_a", "number": "60123" }, "onlyWithoutLiveSession": false }
  start/trigger = { "channel": "webhook", "event": "due", "customer": { "channel": "messenger", "address": "psid" } }
  start/trigger = «RF104 «RF104 { "channel": "webhook" }»»
  start/trigger = { "channel": "webhook", "event": «RF106 ""», "customer": «RF104 «RF104 {}»» }
  start/trigger = { "channel": "webhook", "event": «RF106 "a b"», "customer": { "channel": "sms", "address": «RF106 "a.b"» } }
  start/trigger = { "channel": "webhook", "event": «RF105 5», "customer": «RF105 "+15550100"» }
  start/trigger = { "channel": "webhook", "event": "due", "customer": { "channel": «RF106 "webhook"», "address": «RF106 ""», "number": «RF106 "12"», «RF103 "name"»: "x" } }
  start/trigger = { "channel": "webhook", "event": "due", "customer": { "channel": "sms", "address": "phone" }, «RF103 "number"»: "+15550100", «RF103 "keyword"»: "*", «RF103 "appId"»: "a" }
  start/trigger + «RF103 "event"»: "due"
  start/trigger + «RF103 "customer"»: { "channel": "sms", "address": "phone" }
  ## Where the channel has an error, a member that some channel has is judged for its form alone, and none is missed.
  start/trigger = { "channel": «RF106 "voice"» }
  start/trigger = { "channel": «RF106 "SMS"», "number": "+15550100", "appId": "a", "keyword": "a" }
  start/trigger = { "channel": «RF105 null», "number": «RF105 5», "appId": «RF105 5», "keyword": «RF106 "a b"» }
  start/trigger = «RF104 { "number": "+15550100", "appId": "a", «RF103 "numbr"»: 1 }»
  ## A business number: E.164, or a short code.
  start/trigger/number = "+1555010"
  start/trigger/number = "+123456789012345"
  start/trigger/number = "123"
  start/trigger/number = "00000000"
  start/trigger/number = "\u002b15550100"
  start/trigger/number = «RF106 ""»
  start/trigger/number = «RF106 "+155501"»
  start/trigger/number = «RF106 "+1234567890123456"»
  start/trigger/number = «RF106 "+05550100"»
  start/trigger/number = «RF106 "12"»
  start/trigger/number = «RF106 "123456789"»
  start/trigger/number = «RF106 "15550100500"»
  start/trigger/number = «RF106 "+1 555 0100"»
  start/trigger/number = «RF106 "+15550100\n"»
  start/trigger/number = «RF106 "+1555010٠"»
  start/trigger/number = «RF106 "$(name)"»
  start/trigger/number = «RF105 15550100»
  ## A keyword: one word.
  start/trigger/keyword = "*"
  start/trigger/keyword = "é😀-"
  start/trigger/keyword = «RF106 ""»
  start/trigger/keyword = «RF106 " "»
  start/trigger/keyword = «RF106 "a b"»
  start/trigger/keyword = «RF106 "a\n"»
  start/trigger/keyword = «RF106 "a\u00a0b"»
  start/trigger/keyword = «RF106 "\u2003"»
  start/trigger/keyword = «RF105 null»
  start/trigger/keyword = ["STOP", "quit", "**"]
  start/trigger/keyword = «RF106 []»
  start/trigger/keyword = ["a", «RF106 "*"»]
  start/trigger/keyword = ["a", «RF106 "b c"», «RF106 ""», «RF105 5»]
  start/trigger/keyword = ["Stop", «RF106 "STOP!"», "Straße", «RF106 "strasse"», «RF106 "(stop)"», "caf\u00e9", «RF106 "CAFE\u0301"»]
  start/trigger/keyword = ["?", "!", «RF106 "?"»]
  start/trigger/keyword = ["a1","a2","a3","a4","a5","a6","a7","a8","b1","b2","b3","b4","b5","b6","b7","b8","c1","c2","c3","c4","c5","c6","c7","c8","d1","d2","d3","d4","d5","d6","d7","d8"]
  start/trigger/keyword = «RF106 ["a1","a2","a3","a4","a5","a6","a7","a8","b1","b2","b3","b4","b5","b6","b7","b8","c1","c2","c3","c4","c5","c6","c7","c8","d1","d2","d3","d4","d5","d6","d7","d8","e1"]»
  start/trigger/onlyWithoutLiveSession = «RF105 "true"»
  start/trigger/onlyWithoutLiveSession = «RF105 1»
  start/on = { «RF108 "onSuccess"»: "choose", "onBegin": "choose" }
  ## A variable or a second Start is not the file's matter.
  start/onEnter = { "set": { "undeclared": 1 } }
  /nodes + "start2": { "type": "Start", "trigger": { "channel": "messenger" }, "on": { "onBegin": "start" } }
  """# + "\n"

private let conversationInputs = [
  "key", "entryPointId", "lastModifiedDate", "isRichTextSupported", "transactionId", "firstName", "clusterId",
]

/// The nodes that ask ECE one thing.
let serviceCases = #"""
  stop - «RF104 authorization»
  stop - «RF104 conversationId»
  stop - timeoutSeconds
  stop/timeoutSeconds = «RF106 0»
  stop/conversationId = «RF105 null»
  stop/conversationId = «RF106 "$("»
  stop/conversationId = "c-1"
  stop + «RF103 "message"»: "a"
  stop + «RF103 "method"»: "sms"
  stop + «RF103 "entryPointId"»: "1"
  stop/on = { "onEndConversationSuccess": "pause", "Conversation ID Does Not Exist": "pause", "onInvalidData": "pause", "onauthorizationfail": "pause", "Unauthorized": "pause", "Forbidden": "pause", "Internal server error": "pause", "onError": "pause", "onInvalidChoice": "pause", "onTimeout": "pause", "otherwise": "pause" }
  stop/on = { "otherwise": "pause", «RF108 "Conflict"»: "pause", «RF108 "Not Found"»: "pause", «RF108 "Bad Request"»: "pause", «RF108 "onSuccess"»: "pause" }
  say - «RF104 authorization», «RF104 conversationId», «RF104 message»
  say - format, timeoutSeconds
  say/format = "plain"
  say/format = «RF106 "HTML"»
  say/format = «RF105 true»
  say/message = «RF105 5»
  say/on = { "onSendMessageSuccess": "pause", "Conversation ID Does Not Exist": "pause", "Conflict": "pause", "Illegal Unquoted Character": "pause", "onInvalidData": "pause", "onauthorizationfail": "pause", "Unauthorized": "pause", "Forbidden": "pause", "Internal server error": "pause", "onError": "pause", "onInvalidChoice": "pause", "onTimeout": "pause" }
  say/on = { "otherwise": "pause", «RF108 "onEndConversationSuccess"»: "pause" }
  point - «RF104 entryPointId»
  point/entryPointId = «RF105 1001»
  point + «RF103 "method"»: "capacity"
  point/on = { "onEntryPointConfigSuccess": "pause", "Not Found": "pause", "onInvalidData": "pause", "onauthorizationfail": "pause", "Unauthorized": "pause", "Forbidden": "pause", "Internal server error": "pause", "onError": "pause", "onInvalidChoice": "pause", "onTimeout": "pause" }
  point/on = { "otherwise": "pause", «RF108 "onEntrypointConfigSuccess"»: "pause" }
  free - «RF104 entryPointId»
  free/on = { "AgentAvailable": "pause", "NoAgentAvailable": "pause", "GetAgentAvailabilityFailure": "pause", "onInvalidData": "pause", "onauthorizationfail": "pause", "Unauthorized": "pause", "Forbidden": "pause", "Internal server error": "pause", "onError": "pause", "onInvalidChoice": "pause", "onTimeout": "pause" } ;; free/method = "availability"
  free/method = "availability" ;; free/on = { "AgentAvailable": "pause", "otherwise": "pause" }
  free/on = { "otherwise": "pause", «RF108 "SlotAvailable"»: "pause", «RF108 "GetAgentCapacityFailure"»: "pause" } ;; free/method = "availability"
  free/on = { "SlotAvailable": "pause", "MaximumLoad/NoAgent": "pause", "GetAgentCapacityFailure": "pause", «RF108 "AgentAvailable"»: "pause" }
  ## Where the method has an error every outcome may be meant.
  free/method = «RF106 "queue"»
  free/method = «RF106 "queue"» ;; free/on = { "AgentAvailable": "pause", "SlotAvailable": "pause" }
  free/method = «RF105 null»
  """# + "\n"

/// StartConversation.
let conversationCases = #"""
  chat - «RF104 method»
  chat - «RF104 authorization»
  chat - «RF104 input»
  chat - «RF104 method», «RF104 authorization», «RF104 input»
  chat - timeoutSeconds, forwardCustomerMessages
  chat/authorization = ""
  chat/authorization = «RF105 null»
  chat/timeoutSeconds = 0.5
  chat/timeoutSeconds = 1e9
  chat/timeoutSeconds = «RF106 0»
  chat/timeoutSeconds = «RF106 1000000001»
  chat/timeoutSeconds = «RF105 "30"»
  chat/forwardCustomerMessages = «RF105 "yes"»
  chat/input = «RF105 []»
  ## Every outcome
  chat/on = { "onInvalidData": "pause", "onauthorizationfail": "pause", "Bad Request": "pause", "Unauthorized": "pause", "Forbidden": "pause", "Internal server error": "pause", "onTimeout": "pause", "onError": "pause", "onInvalidChoice": "pause", "onStartConversationSuccess": "pause", "Assigned": "pause", "Message": "pause", "PagePush": "pause", "Transfer": "pause", "AcceptAttachment": "pause", "RejectAttachment": "pause", "UploadAttachment": "pause", "Complete": "pause", "otherwise": "pause" }
  chat/on = { «RF108 "onSuccess"»: "pause", «RF108 "onAuthorizationFail"»: "pause", «RF108 "BadRequest"»: "pause", «RF108 "complete"»: "pause", «RF108 "Conflict"»: "pause" }
  ## Inputs
  chat/input - conversationId
  page/input - conversationId
  chat/input + «RF110 "orderNumber"»: "1"
  chat/input + «RF110 "x-a"»: 1
  chat/input + «RF110 "Key"»: "$("
  chat/input + «RF110 "facebookPsid"»: "p"
  chat/input + «RF110 "facebookPsid"»: 5
  page/input + «RF110 "phoneNumber"»: "p", «RF110 "countryCode"»: "$("
  chat/input/isRichTextSupported = true
  chat/input/isRichTextSupported = "no"
  chat/input/isRichTextSupported = «RF105 null»
  chat/input/conversationId = "c-1"
  chat/input/conversationId = null
  chat/input/conversationId = «RF105 5»
  chat/input/key = "custom.facebookpsid"
  chat/input/key = ""
  chat/input/key = «RF105 null»
  chat/input/phoneNumber = «RF105 4155550123»
  chat/input - «RF104 phoneNumber», «RF104 countryCode»
  page/input - «RF104 facebookPsid»
  chat/input/countryCode ~ «RF110 "countrycode"» ;; chat/input + "countryCode": "1"
  ## Where the method has an error, only members that no method has, that both require, and types are judged.
  chat/method = «RF106 "voice"»
  chat/method = «RF106 "voice"» ;; chat/input + "facebookPsid": "p"
  chat/method = «RF106 "SMS"» ;; chat/input - phoneNumber, countryCode
  chat/method = «RF106 ""» ;; chat/input - «RF104 key», «RF104 clusterId», countryCode, conversationId
  chat/method = «RF105 null» ;; chat/input + «RF110 "orderNumber"»: "1", "facebookPsid": «RF105 5»
  chat/method = «RF105 ["sms"]» ;; chat/input/phoneNumber = «RF105 null»
  page/method = «RF106 "voice"» ;; page/input + "phoneNumber": "1", «RF110 "foo"»: 1
  ## A member of `input` that has the name of the field that decides does not decide.
  chat/input + «RF110 "method"»: "messenger"
  page/input + «RF110 "method"»: "sms"
  chat/input + «RF110 "method"»: 5
  """# + "\n"
  + conversationInputs.map { "chat/input - «RF104 \($0)»\npage/input - «RF104 \($0)»\n" }.joined()
  + (conversationInputs + ["phoneNumber", "countryCode", "conversationId"])
  .map { "chat/input/\($0) = «RF105 5»\nchat/input/\($0) = «RF105 []»\n" }.joined()

/// SendSMS and SendMessenger.
let sendingCases = #"""
  relay - «RF104 destination»
  relay - «RF104 from»
  relay - «RF104 message»
  relay - «RF104 destination», «RF104 from», «RF104 message»
  relay - destinationType, messageType, waitFor, expirySeconds, correlationId, on
  relay/destination = ""
  relay/destination = «RF105 5»
  relay/from = «RF105 null»
  relay/message = «RF105 ["a"]»
  relay/correlationId = «RF105 1»
  relay/destinationType = "customerId"
  relay/destinationType = «RF106 "email"»
  relay/destinationType = «RF105 null»
  relay/messageType = "text"
  relay/messageType = "unicode"
  relay/messageType = «RF106 "Text"»
  relay/messageType = «RF105 8»
  relay/expirySeconds = 1e-9
  relay/expirySeconds = 1000000000.0
  relay/expirySeconds = «RF106 0»
  relay/expirySeconds = «RF106 -1»
  relay/expirySeconds = «RF106 1.0000000001e9»
  relay/expirySeconds = «RF105 "60"»
  ## The outcomes are those of what is waited for.
  relay/on = { "onSuccess": "@end", "onPolicyFail": "@end", "onError": "@end", "onTimeout": "@end", «RF108 "onDRSuccess"»: "@end", «RF108 "onDRFail"»: "@end" }
  goodbye/on = { "onDRSuccess": "@end", "onDRFail": "@end", "onPolicyFail": "@end", "onError": "@end", "onTimeout": "@end", «RF108 "onSuccess"»: "@end" }
  relay - waitFor ;; goodbye + "description": "a"
  relay/waitFor = "deliveryReport" ;; relay/on = { "onDRSuccess": "@end", «RF108 "onSuccess"»: "@end" }
  goodbye/waitFor = "gatewaySubmit" ;; goodbye/on = { "onSuccess": "@end", «RF108 "onDRSuccess"»: "@end" }
  ## Where that has an error, no outcome is unknown.
  relay/waitFor = «RF106 "delivery"» ;; relay/on = { "onSuccess": "@end", "onDRSuccess": "@end", "onDRFail": "@end", "foo": "@end" }
  relay/waitFor = «RF105 null» ;; relay/on = { "onDRSuccess": "@end", "foo": «RF106 "@"» }
  relay/waitFor = «RF106 "DeliveryReport"»
  ## SendMessenger
  post - «RF104 destination», «RF104 message»
  post - expirySeconds
  post/expirySeconds = «RF106 0»
  post/destination = «RF105 null»
  post/message = ""
  post/on = { «RF108 "onDRSuccess"»: "@end", "otherwise": "@end" }
  """# + "\n"

/// Delay, Receive and HTTPRequest.
let waitingCases = #"""
  ## Delay
  pause - «RF104 seconds»
  until - «RF104 until»
  pause + "description": "a" ;; pause/until = «RF106 "31-12-2026 23:59:59"»
  pause/until = «RF106 5»
  pause/until = «RF106 "$("»
  until/seconds = «RF106 1»
  pause + "until": "a" ;; pause/seconds = «RF106 60»
  pause + «RF103 "Until"»: "a"
  pause/seconds = 0
  pause/seconds = -0
  pause/seconds = 0.25
  pause/seconds = 1e9
  pause/seconds = "$(count)"
  pause/seconds = "soon"
  pause/seconds = ""
  pause/seconds = «RF106 -1»
  pause/seconds = «RF106 1000000001»
  pause/seconds = «RF105 null»
  pause/seconds = «RF105 true»
  until/until = ""
  until/until = "tomorrow"
  until/until = "$(name)"
  until/until = «RF105 5»
  until/until = «RF105 null»
  pause/on = { "onTimeout": "@end", "onError": "@end", "otherwise": "@end", «RF108 "onSuccess"»: "@end" }
  ## Receive
  ask - «RF104 channels»
  ask - «RF104 timeoutSeconds»
  ask/channels = «RF106 {}»
  ask/channels = «RF105 ["sms"]»
  ask/channels = { "sms": {}, "messenger": {} }
  ask/channels = { "sms": {} } ;; ask/on = { "sms.mo": "@end", «RF108 "messenger.mo"»: "@end" }
  ask/channels = { "messenger": {} } ;; ask/on = { «RF108 "sms.mo"»: "@end", "messenger.mo": "@end" }
  ask/channels/sms = «RF105 null»
  ask/channels/sms + «RF103 "x-a"»: 1
  ask/channels/messenger + «RF103 "number"»: "12345"
  ask/channels/messenger + «RF103 "keyword"»: "a"
  ask/channels/sms/number = "+15550100"
  ask/channels/sms/number = «RF106 "12"»
  ask/channels/sms/keyword = "yes"
  ask/channels/sms/keyword = «RF106 "a b"»
  ask/channels/sms/keyword = ["yes", «RF106 "Yes."»]
  ask/channels/sms/from = «RF105 5»
  ask/channels/messenger = «RF105 []»
  ask/timeoutSeconds = 1e9
  ask/timeoutSeconds = «RF106 0»
  ask/timeoutSeconds = «RF105 "600"»
  ask/on = { "sms.mo": "@end", "messenger.mo": "@end", "onTimeout": "@end", "onError": "@end", «RF108 "onSuccess"»: "@end", «RF108 "SMS.mo"»: "@end" }
  ## Where the channels have an error, no outcome is unknown.
  ask/channels = «RF105 null» ;; ask/on = { "sms.mo": "@end", "voice.mo": "@end" }
  ask/channels = { «RF103 "voice"»: {}, "sms": {} } ;; ask/on = { "sms.mo": "@end", "messenger.mo": "@end", "voice.mo": "@end" }
  ask/channels = «RF106 {}» ;; ask/on = { "sms.mo": "@end" }
  ask/channels = { "sms": «RF105 5» } ;; ask/on = { "sms.mo": "@end", «RF108 "messenger.mo"»: "@end" }
  ask/channels = { "sms": {}, «RF102 "sms"»: 5 } ;; ask/on = { "sms.mo": "@end" }
  ## HTTPRequest
  call - «RF104 method», «RF104 url»
  call - headers, body, connectTimeoutSeconds, timeoutSeconds
  call/method = "GET"
  call/method = "PUT"
  call/method = "PATCH"
  call/method = "DELETE"
  call/method = «RF106 "HEAD"»
  call/method = «RF106 "get"»
  call/method = «RF105 null»
  call/url = ""
  call/url = «RF105 {}»
  call/headers = {}
  call/headers = { "x-a_b~": "$(name)", "Content-Type": "a" }
  call/headers = { «RF106 ""»: "", «RF106 "x-a b"»: "$(name)", «RF106 "HOST"»: "a", «RF106 "content-length"»: "1" }
  call/headers = { "a": "$(secret.token)", "b": "Bearer $(secret.token)", "c": «RF106 "$(secret.token | trim)"» }
  call/headers = { "a": «RF105 1», "b": «RF105 null», "c": «RF105 ["d"]» }
  call/headers = «RF105 []»
  call/body = «RF105 {}»
  call/body = «RF106 "a"» ;; call + "json": { "a": «RF106 "$("» }
  call/body = «RF106 "a"» ;; call + "form": {}, "json": «RF106 1»
  call/body ~ "json" ;; call/body = { "a": ["$(name)", 1, null, { "$(": true, "": "$(name | trim)" }] }
  call/body ~ "json" ;; call/body = "$(name)"
  call/body ~ "json" ;; call/body = null
  call/body ~ "json" ;; call/body = { "a": [«RF106 "$("»], "b": { "c": «RF106 "$(a|b)"» } }
  call/body ~ "json" ;; call/body = { "a": 1, «RF102 "a"»: "$(" }
  call/body ~ "form" ;; call/body = { "": "$(name)", "a b": "", "$(": "x" }
  call/body ~ "form" ;; call/body = { "a": «RF105 1», "b": «RF106 "$("» }
  call/body ~ "form" ;; call/body = «RF105 "a=b"»
  call/body ~ "form" ;; call/body = «RF106 {}» ;; call + "json": { "a": 1 }
  call/timeoutSeconds = 0.001
  call/timeoutSeconds = 2e1
  call/timeoutSeconds = «RF106 0»
  call/timeoutSeconds = «RF106 20.001»
  call/connectTimeoutSeconds = 20
  call/connectTimeoutSeconds = «RF106 -1»
  call/connectTimeoutSeconds = «RF106 21»
  call/connectTimeoutSeconds = «RF105 "2"»
  call/on + «RF108 "onDRSuccess"»: "@end"
  call/on + «RF108 "200"»: "@end"
  """# + "\n"

private let textOperators = [
  "equals", "notEquals", "equalsIgnoreCase", "lessThan", "lessThanOrEquals", "greaterThan",
  "greaterThanOrEquals",
  "contains", "containsIgnoreCase", "startsWith", "endsWith",
]

/// Branch.
let branchCases = #"""
  choose - «RF104 branches»
  choose/branches = «RF105 {}»
  choose/branches/0 = «RF105 "urgent"»
  choose/branches/0 + «RF103 "x-a"»: 1
  ## Where the branches have an error, no outcome is unknown.
  choose/branches = «RF106 []»
  choose/branches = «RF105 null»
  choose/branches/0 - «RF104 name»
  choose/branches/0/name = «RF105 null»
  choose/branches/0/name = «RF106 ""»
  choose/branches/0/name = «RF106 "none"»
  choose/branches/0/name = «RF106 "otherwise"»
  ## The outcomes are the branches' names and `none`.
  choose/branches/0/name = "None" ;; choose/on/urgent ~ "None"
  choose/branches/0/name = "none " ;; choose/on/urgent ~ "none "
  choose/branches/0/name = "@ é x-" ;; choose/on/urgent ~ "@ é x-"
  choose/branches/0/name = "other" ;; choose/on/urgent ~ «RF108 "urgent"»
  choose/branches/0/name = "\u0075rgent"
  choose/branches/0/name = "é" ;; choose/on/urgent ~ «RF108 "e‹CC›‹81›"»
  choose/on + «RF108 "x-a"»: "@end"
  choose/on + «RF108 "onSuccess"»: "@end"
  choose/on + «RF108 ""»: "@end"
  choose/on + "otherwise": "@end"
  ## No two branches have a name: the second is found, by its bytes.
  choose/branches/1/name = «RF106 "urgent"» ;; choose/on = {}
  choose/branches/1/name = «RF106 "\u0075rgent"» ;; choose/on = {}
  choose/branches/1/name = "Urgent" ;; choose/on = {}
  choose/branches/0/name = «RF106 "none"» ;; choose/branches/1/name = «RF106 "none"»
  choose/branches/0/name = "é" ;; choose/branches/1/name = "e‹CC›‹81›" ;; choose/on = { "é": "@end", "e‹CC›‹81›": "@end" }
  ## Exactly one of all and any, with one condition at least.
  choose/branches/0 - «RF104 all»
  choose/branches/0/any = «RF106 [{ "value": "a", "operator": "equals", "operand": "b" }]»
  choose/branches/1/all = «RF106 [5]»
  choose/branches/0/all = «RF106 []»
  choose/branches/0/all = «RF105 {}»
  choose/branches/1/any = «RF106 []»
  choose/branches/0/all/0 = «RF105 "a"»
  choose/branches/0/all/0 = «RF104 «RF104 «RF104 {}»»»
  ## Conditions
  choose/branches/0/all/0 - «RF104 value»
  choose/branches/0/all/0 - «RF104 operator»
  choose/branches/0/all/0 - «RF104 operand»
  choose/branches/0/all/1 - «RF104 operand»
  choose/branches/1/any/0 - «RF104 operand»
  choose/branches/0/all/0 + «RF103 "x-a"»: 1
  choose/branches/0/all/0/value = ""
  choose/branches/0/all/0/value = «RF105 5»
  choose/branches/0/all/0/operator = «RF106 "matches"»
  choose/branches/0/all/0/operator = «RF106 "Equals"»
  choose/branches/0/all/0/operator = «RF105 null»
  ## Where the operator has an error, an operand is still required, and is a template or an array of templates.
  choose/branches/0/all/0 = «RF104 { "value": "a", "operator": «RF106 "matches"» }»
  choose/branches/0/all/0 = { "value": "a", "operator": «RF106 "matches"», "operand": ["a", "$(b)", «RF106 "$("»] }
  choose/branches/0/all/0 = { "value": "a", "operator": «RF106 "matches"», "operand": «RF105 5» }
  choose/branches/0/all/0 = «RF104 { "value": "a", "operand": ["a"] }»
  choose/branches/0/all/0 = «RF104 { "value": "a", "operand": «RF106 []» }»
  ## in, notIn and between take arrays.
  choose/branches/0/all/1/operand = «RF105 "a"»
  choose/branches/0/all/1/operand = «RF106 []»
  choose/branches/0/all/1/operand = ["a"]
  choose/branches/0/all/1/operand = ["a", "a", ""]
  choose/branches/0/all/1/operand = ["a", «RF105 1», «RF105 null»]
  choose/branches/0/all/1/operator = "notIn"
  choose/branches/0/all/1/operator = "notIn" ;; choose/branches/0/all/1/operand = «RF106 []»
  choose/branches/0/all/1/operator = "between"
  choose/branches/1/any/0/operand = «RF106 []»
  choose/branches/1/any/0/operand = «RF106 ["1"]»
  choose/branches/1/any/0/operand = «RF106 ["1", "2", "3"]»
  choose/branches/1/any/0/operand = ["$(count)", ""]
  choose/branches/1/any/0/operand = ["1", «RF105 2»]
  choose/branches/1/any/0/operand = «RF105 "1"»
  choose/branches/1/any/0/operator = "equals" ;; choose/branches/1/any/0/operand = «RF105 ["1"]»
  """# + "\n"
  + textOperators.map {
    "choose/branches/0/all/0 = { \"operand\": \"$(name)\", \"operator\": \"\($0)\", \"value\": \"1\" }\n"
      + "choose/branches/0/all/0 = { \"operand\": «RF105 [\"1\", \"2\"]», \"operator\": \"\($0)\", \"value\": \"1\" }\n"
  }.joined()
