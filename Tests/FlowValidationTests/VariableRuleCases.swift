/// RF401 to RF410.
let variableRuleCases = RuleCase.table(
  #"""
  # RF401 marks references to variables, nodes and outputs that there are not
  ! "variables": { "name": "Ann" }
  start Start onBegin=a
  a SendSMS onSuccess=@end | "message": "$(Name) $(b.send.gatewayTid) $(a.send.tid) $(a) $(name.first) $(name)"
  > RF401 error /nodes/a/message $(Name)
  > RF401 error /nodes/a/message $(b.send.gatewayTid)
  > RF401 error /nodes/a/message $(a.send.tid)
  > RF401 error /nodes/a/message $(a)
  > RF401 error /nodes/a/message $(name.first)
  # RF401 goes by the outputs of the node as it is configured
  start MessengerStart onBegin=a
  a Receive sms.mo=b
  b SendSMS onSuccess=@end | "message": "$(start.messenger.transid) $(start.sms.message) $(a.receive.payload.x[0]) $(a.sms.message) $(a.messenger.message) $(a.receive.message.x)"
  > RF401 error /nodes/b/message $(start.sms.message)
  > RF401 error /nodes/b/message $(a.messenger.message)
  > RF401 error /nodes/b/message $(a.receive.message.x)
  # RF401 judges headers, conditions, inputs and assignments
  start Start onBegin=a
  a HTTPRequest onSuccess=b | "headers": { "X-Id": "1 $(x)" }
  b Branch y=c none=@end | "branches": [{ "name": "y", "any": [{ "value": "$(x)", "operator": "in", "operand": ["1", "$(y)"] }] }]
  c StartConversation Message=@resume Complete=@end otherwise=@end | "onEnter": { "set": { "z": 1 } }, "onLeave": { "set": { "z": "$(z)" } } ~ "firstName": "$(x)"
  > RF401 error /nodes/a/headers/X-Id $(x)
  > RF401 error /nodes/b/branches/0/any/0/value $(x)
  > RF401 error /nodes/b/branches/0/any/0/operand/1 $(y)
  > RF401 error /nodes/c/input/firstName $(x)
  > RF401 error /nodes/c/onEnter/set/z "z"
  > RF401 error /nodes/c/onLeave/set/z "z"
  > RF401 error /nodes/c/onLeave/set/z $(z)
  # RF401 leaves what an error elsewhere hides
  start Start onBegin=a | "trigger": { "channel": "fax" }
  a SendSMS onSuccess=b | "message": "$(start.sms.message) $(start.messenger.name) $(b.anything) $(c.x)"
  b SendSMZ onSuccess=@end | "message": "$(nothing)"
  > RF106 error /nodes/start/trigger/channel "fax"
  > RF401 error /nodes/a/message $(c.x)
  > RF107 error /nodes/b/type "SendSMZ"
  # RF401 leaves the names of variables alone where `variables` itself has an error
  ! "variables": []
  start Start onBegin=a
  a SendSMS onSuccess=@end | "message": "$(name)", "onLeave": { "set": { "name": 1 } }
  > RF105 error /variables []
  # RF401 does not take `$$(` for a reference
  start Start onBegin=a
  a SendSMS onSuccess=@end | "message": "$$(name) costs $5"

  # RF402 marks an output that an outcome on the way does not set
  start Start onBegin=a
  a Receive sms.mo=b onTimeout=b onError=c
  b SendSMS onSuccess=@end | "message": "$(a.receive.message)"
  c SendSMS onSuccess=@end | "message": "$(a.sms.message)"
  > RF402 warning /nodes/b/message $(a.receive.message)
  > RF402 warning /nodes/c/message $(a.sms.message)
  # RF402 does not judge a reference with a default
  start Start onBegin=a
  a Receive sms.mo=b onTimeout=b
  b SendSMS onSuccess=@end | "message": "$(a.receive.message | trim | default:nothing) $(a.receive.message | trim)"
  > RF402 warning /nodes/b/message $(a.receive.message | trim)
  # RF402 goes by the outcomes that set each output
  start Start onBegin=a
  a SendReport onDRSuccess=b onDRFail=c otherwise=d
  b SendSMS onSuccess=e otherwise=e | "message": "$(a.send.gatewayTid) $(a.send.deliveryStatusCode) $(start.sms.message)"
  c SendSMS onSuccess=@end | "message": "$(a.send.sentDateTime) $(a.send.deliveryStatusDescription)"
  d SendSMS onSuccess=@end | "message": "$(a.send.gatewayTid)"
  e SendSMS onSuccess=@end | "message": "$(b.send.gatewayTid)"
  > RF402 warning /nodes/d/message $(a.send.gatewayTid)
  > RF402 warning /nodes/e/message $(b.send.gatewayTid)
  # RF402 takes all outcomes of an `otherwise`, and what only a report sets
  start Start onBegin=a
  a SendSMS otherwise=b
  b SendSMS onSuccess=c | "message": "$(a.send.gatewayTid)"
  c SendSMS onSuccess=@end | "message": "$(b.send.deliveryStatusCode) $(b.send.gatewayTid)"
  > RF402 warning /nodes/b/message $(a.send.gatewayTid)
  > RF402 warning /nodes/c/message $(b.send.deliveryStatusCode)
  # RF402 judges onEnter and a node's own fields, but not its own outputs in onLeave
  ! "variables": { "v": null }
  start Start onBegin=a | "onLeave": { "set": { "v": "$(start.sms.message)" } }
  a Receive sms.mo=b | "onEnter": { "set": { "v": "$(a.receive.message)" } }, "onLeave": { "set": { "v": "$(a.receive.message)" } }
  b Delay onTimeout=@end | "seconds": "$(b.delay.waitTime)", "onLeave": { "set": { "v": "$(a.receive.message)" } }
  > RF402 warning /nodes/a/onEnter/set/v $(a.receive.message)
  > RF402 warning /nodes/b/seconds $(b.delay.waitTime)
  # RF402 judges another node's outputs in onLeave
  ! "variables": { "v": null }
  start Start onBegin=a
  a Receive sms.mo=b otherwise=b
  b Delay onTimeout=@end | "onLeave": { "set": { "v": "$(a.receive.message)" } }
  > RF402 warning /nodes/b/onLeave/set/v $(a.receive.message)
  # RF402 judges the Start's own outputs before it has begun
  ! "variables": { "v": null }
  start Start onBegin=@end | "onEnter": { "set": { "v": "$(start.sms.message)" } }
  > RF402 warning /nodes/start/onEnter/set/v $(start.sms.message)
  # RF402 needs the output on every way, loops included
  start Start onBegin=ask
  ask SendSMS onSuccess=number
  number Receive sms.mo=check onTimeout=remind
  remind SendSMS onSuccess=again
  again Receive sms.mo=check
  check Branch good=@end none=tell
  tell SendSMS onSuccess=ask | "message": "$(number.receive.message) $(ask.send.gatewayTid)"
  > RF402 warning /nodes/tell/message $(number.receive.message)
  # RF402 knows what an event sets on its branch, and the success before it
  start Start onBegin=open
  open StartConversation onStartConversationSuccess=s Message=m Transfer=t Complete=c Forbidden=f onInvalidChoice=i otherwise=@end
  s SendSMS onSuccess=@resume | "message": "$(open.conversationId) $(open.response.id) $(open.event.type) $(open.code)"
  m SendSMS onSuccess=@resume | "message": "$(open.event.content) $(open.caseId) $(open.response.x) $(open.developerMessage)"
  t SendSMS onSuccess=@resume | "message": "$(open.event.sender)"
  c SendSMS onSuccess=@end | "message": "$(open.event.id) $(open.activityId) $(open.response)"
  f SendSMS onSuccess=@end | "message": "$(open.code) $(open.developerMessage) $(open.response) $(open.caseId)"
  i SendSMS onSuccess=@end | "message": "$(open.code) $(open.response)"
  > RF402 warning /nodes/s/message $(open.event.type)
  > RF402 warning /nodes/s/message $(open.code)
  > RF402 warning /nodes/m/message $(open.developerMessage)
  > RF402 warning /nodes/f/message $(open.caseId)
  > RF402 warning /nodes/i/message $(open.code)
  > RF402 warning /nodes/i/message $(open.response)
  # RF402 knows what answers of ECE set
  start Start onBegin=point
  point EntrypointConfiguration onEntryPointConfigSuccess=a Not+Found=b onTimeout=c onInvalidData=c otherwise=d
  a SendSMS onSuccess=@end | "message": "$(point.entryPointId) $(point.lastModifiedDate) $(point.attachmentPolicies) $(point.response) $(point.code)"
  b SendSMS onSuccess=@end | "message": "$(point.code) $(point.developerMessage) $(point.response) $(point.lastModifiedDate)"
  c SendSMS onSuccess=@end | "message": "$(point.response)"
  d SendSMS onSuccess=@end | "message": "$(point.code)"
  > RF402 warning /nodes/a/message $(point.code)
  > RF402 warning /nodes/b/message $(point.lastModifiedDate)
  > RF402 warning /nodes/c/message $(point.response)
  > RF402 warning /nodes/d/message $(point.code)
  # RF402 leaves main outcomes alone to `otherwise` where `onInvalidChoice` is listed
  start Start onBegin=free
  free AgentAvailability AgentAvailable=a GetAgentAvailabilityFailure=b onInvalidChoice=c otherwise=d
  a SendSMS onSuccess=@end | "message": "$(free.available) $(free.response)"
  b SendSMS onSuccess=@end | "message": "$(free.code) $(free.response)"
  c SendSMS onSuccess=@end | "message": "$(free.code) $(free.response)"
  d SendSMS onSuccess=@end | "message": "$(free.available) $(free.response)"
  > RF402 warning /nodes/c/message $(free.code)
  > RF402 warning /nodes/c/message $(free.response)
  # RF402 does not judge what a waiting node reads for the ways that enter it on an intermediate branch
  start Start onBegin=open
  open StartConversation Message=w Complete=q otherwise=@end
  q SendSMS onSuccess=w otherwise=@end
  w Delay onTimeout=@end | "seconds": "$(q.send.gatewayTid)"
  > RF301 error /nodes/open/on/Message "w" [open Message w]
  # RF402 judges what a waiting node reads for every other way
  start Start onBegin=open
  open StartConversation Message=w Complete=q otherwise=@end
  q SendSMS otherwise=w
  w Delay onTimeout=@end | "seconds": "$(q.send.gatewayTid)"
  > RF301 error /nodes/open/on/Message "w" [open Message w]
  > RF402 warning /nodes/w/seconds $(q.send.gatewayTid)
  # RF402 judges it too where the success's branch ends at the waiting node
  start Start onBegin=w
  open StartConversation onStartConversationSuccess=w Message=@resume Complete=w otherwise=@end
  w Delay onTimeout=open | "seconds": "$(open.event.content)"
  > RF301 error /nodes/open/on/onStartConversationSuccess "w" [open onStartConversationSuccess w]
  > RF602 info /nodes/w/on/onTimeout "open"
  > RF402 warning /nodes/w/seconds $(open.event.content)
  # RF402 knows that failures which are not listed are taken as a listed `onInvalidChoice`
  start Start onBegin=open
  open StartConversation onStartConversationSuccess=r Message=m Complete=@end otherwise=@end
  r AgentAvailability AgentAvailable=@resume NoAgentAvailable=@resume onInvalidChoice=@end
  m SendSMS onSuccess=@resume | "message": "$(r.available)"
  > RF307 warning /nodes/open/on/onStartConversationSuccess "r"
  > RF302 warning /nodes/r/on/onInvalidChoice "@end"
  # RF402 goes no way by an `otherwise` that `onInvalidChoice` leaves nothing
  start Start onBegin=ask
  ask Receive sms.mo=stop onTimeout=stop
  stop EndConversation onEndConversationSuccess=@end onInvalidChoice=@end otherwise=a
  a SendSMS onSuccess=@end | "message": "$(ask.receive.message) $(stop.code)"
  # RF402 takes what holds at every end of the success's branch for every later event
  start Start onBegin=open
  open StartConversation onStartConversationSuccess=s Message=m Complete=c otherwise=@end
  s SendSMS onSuccess=v onError=r
  r SendMessenger onSuccess=@resume otherwise=@resume
  v SendSMS onSuccess=@resume
  m SendSMS onSuccess=n | "message": "$(s.send.gatewayTid)"
  n SendSMS onSuccess=@resume | "message": "$(m.send.gatewayTid)"
  c SendSMS onSuccess=@end | "message": "$(m.send.gatewayTid) $(v.send.gatewayTid)"
  > RF402 warning /nodes/m/message $(s.send.gatewayTid)
  > RF402 warning /nodes/c/message $(m.send.gatewayTid)
  > RF402 warning /nodes/c/message $(v.send.gatewayTid)
  # RF402 is silent where the success's branch sets an output before each of its ends that comes back
  start Start onBegin=open
  open StartConversation onStartConversationSuccess=s Message=m Complete=c otherwise=@end
  s SendSMS onSuccess=b otherwise=@end
  b Branch x=@resume y=t none=@resume
  t SendSMS onSuccess=@resume
  m SendSMS onSuccess=@resume | "message": "$(s.send.gatewayTid)"
  c SendSMS onSuccess=@end | "message": "$(s.send.gatewayTid)"
  > RF302 warning /nodes/s/on/otherwise "@end"
  # RF402 counts a default of the success's branch, and its end at a waiting node, among its ends
  start Start onBegin=open
  open StartConversation onStartConversationSuccess=s Message=m Complete=@end otherwise=@end
  s SendSMS onSuccess=t onTimeout=w
  t SendSMS onSuccess=@resume onError=@resume onPolicyFail=@resume onTimeout=@resume
  w Delay onTimeout=@end
  m SendSMS onSuccess=@resume | "message": "$(s.send.gatewayTid)"
  > RF301 error /nodes/s/on/onTimeout "w" [open onStartConversationSuccess s onTimeout w]
  > RF402 warning /nodes/m/message $(s.send.gatewayTid)
  # RF402 counts an outcome without a target of the success's branch among its ends
  start Start onBegin=open
  open StartConversation onStartConversationSuccess=s Message=m Complete=@end otherwise=@end
  s SendSMS onSuccess=@resume
  m SendSMS onSuccess=@resume | "message": "$(s.send.gatewayTid)"
  > RF402 warning /nodes/m/message $(s.send.gatewayTid)
  # RF402 keeps apart what two conversations' branches set, though they share nodes
  start Start onBegin=one
  one StartConversation onStartConversationSuccess=shared Message=m Complete=two otherwise=@end
  two StartConversation onStartConversationSuccess=hello Message=n Complete=@end otherwise=@end
  hello Branch x=shared none=shared
  shared Branch x=tell none=tell
  tell SendSMS onSuccess=@resume | "message": "$(one.caseId) $(two.caseId)"
  m SendSMS onSuccess=@resume | "message": "$(one.caseId) $(two.caseId)"
  n SendSMS onSuccess=@resume | "message": "$(one.caseId) $(two.caseId) $(one.event.id)"
  > RF402 warning /nodes/tell/message $(two.caseId)
  > RF402 warning /nodes/m/message $(two.caseId)
  > RF409 warning /nodes/n/message $(one.event.id)
  # RF402 takes an `otherwise` for Complete alone where `onInvalidChoice` takes the failures
  start Start onBegin=open
  open StartConversation Message=@resume onInvalidChoice=@end otherwise=c
  c SendSMS onSuccess=@end | "message": "$(open.caseId)"
  # RF402 is not judged beside an error of the file
  start Start onBegin=a
  a Receive sms.mo=b onTimeout=b | "colour": 1
  b SendSMS onSuccess=@end | "message": "$(a.receive.message)"
  > RF103 error /nodes/a/colour "colour"
  # RF402 is not judged beside an unknown target
  start Start onBegin=a
  a Receive sms.mo=b onTimeout=b onError=x
  b SendSMS onSuccess=@end | "message": "$(a.receive.message)"
  > RF202 error /nodes/a/on/onError "x"
  # RF402 is not judged beside an undefined reference
  start Start onBegin=a
  a Receive sms.mo=b onTimeout=b
  b SendSMS onSuccess=@end | "message": "$(a.receive.message) $(x)"
  > RF401 error /nodes/b/message $(x)
  # RF402 does not judge what no way leads to
  start Start onBegin=@end
  a Receive sms.mo=b onTimeout=b
  b SendSMS onSuccess=@end | "message": "$(a.receive.message)"
  > RF203 warning /nodes/a "a"
  > RF203 warning /nodes/b "b"

  # RF403 marks a variable that is neither referred to nor set
  ! "variables": { "unused": 1, "read": 2, "written": 3 }
  start Start onBegin=a
  a SendSMS onSuccess=@end | "message": "$(read)", "onEnter": { "set": { "written": null } }
  > RF403 warning /variables/unused "unused"
  # RF403 is not judged beside an error that may hide a use
  ! "variables": { "unused": 1 }
  start Start onBegin=a
  a SendSMS onSuccess=@end | "mesage": "$(unused)"
  > RF103 error /nodes/a/mesage "mesage"

  # RF404 marks reserved names, by their case
  ! "variables": { "otp": 1, "OTP": 2, "country_code": 3 }
  start Start onBegin=a
  a SendSMS onSuccess=@end | "message": "$(otp) $(OTP) $(country_code)"
  > RF404 error /variables/otp "otp"
  > RF404 error /variables/country_code "country_code"

  # RF405 marks what ECE can never be asked
  start Start onBegin=a
  a SendMessage onSendMessageSuccess=b | "conversationId": "", "message": ""
  b EndConversation onEndConversationSuccess=c | "conversationId": ""
  c EntrypointConfiguration onEntryPointConfigSuccess=d | "entryPointId": ""
  d AgentAvailability otherwise=@end | "entryPointId": ""
  > RF405 error /nodes/a/conversationId ""
  > RF405 error /nodes/a/message ""
  > RF405 error /nodes/b/conversationId ""
  > RF405 error /nodes/c/entryPointId ""
  > RF405 error /nodes/d/entryPointId ""
  # RF405 marks what a conversation can never use, save what RF304 and RF306 speak of
  start Start onBegin=a
  a StartConversation Message=@resume Complete=b otherwise=@end ~ "key": "", "entryPointId": "", "lastModifiedDate": "January", "isRichTextSupported": "yes", "transactionId": "$(start.sms.transId)", "phoneNumber": "415 555", "countryCode": "+1"
  b StartConversation Message=@resume Complete=c otherwise=@end ~ "lastModifiedDate": "1768469400000", "isRichTextSupported": "false", "phoneNumber": "+14155550123", "countryCode": "1234"
  c StartConversation Message=@resume Complete=@end otherwise=@end ~ "phoneNumber": "", "countryCode": "44", "conversationId": ""
  > RF304 error /nodes/a/input/key ""
  > RF405 error /nodes/a/input/entryPointId ""
  > RF405 error /nodes/a/input/lastModifiedDate "January"
  > RF405 error /nodes/a/input/isRichTextSupported "yes"
  > RF405 error /nodes/a/input/phoneNumber "415 555"
  > RF405 error /nodes/a/input/countryCode "+1"
  > RF306 warning /nodes/b/input/phoneNumber "+14155550123"
  > RF405 error /nodes/b/input/countryCode "1234"
  > RF405 error /nodes/c/input/phoneNumber ""
  # RF405 marks empty messages and destinations, save those of RF306
  start Start onBegin=a
  a SendSMS onSuccess=b | "destination": "", "message": ""
  b SendSMS onSuccess=c | "destination": "", "destinationType": "customerId"
  c SendMessenger onSuccess=@end | "destination": "", "message": " "
  > RF306 warning /nodes/a/destination ""
  > RF405 error /nodes/a/message ""
  > RF405 error /nodes/b/destination ""
  > RF405 error /nodes/c/destination ""
  # RF405 reads times and numbers as a Delay does
  start Start onBegin=a
  a Delay onTimeout=b | "seconds": "ten"
  b Delay onTimeout=c | "seconds": " -1.5e2 "
  c Delay onTimeout=d | "seconds": "1e10"
  d Delay onTimeout=e | "seconds": ""
  e Delay onTimeout=f | "until": "2020-13-01", "seconds": null
  f Delay onTimeout=@end | "seconds": "٣"
  > RF405 error /nodes/a/seconds "ten"
  > RF405 error /nodes/c/seconds "1e10"
  > RF405 error /nodes/d/seconds ""
  > RF405 error /nodes/e/until "2020-13-01"
  > RF106 error /nodes/e/seconds null
  # RF405 marks an address that is none, that people begin, and a header's value that none can have
  ! "variables": { "v": "https://example.com" }
  start Start onBegin=a
  a HTTPRequest onSuccess=b onError=@end | "url": "htp:/foo bar", "headers": { "X-A": "ä", "X-B": "$(start.sms.message)", "X-C": "a\tb" }
  b HTTPRequest onSuccess=c onError=@end | "url": "$(start.sms.message)/x"
  c HTTPRequest onSuccess=d onError=@end | "url": "$(v)/$(start.sms.message)"
  d HTTPRequest onSuccess=@end onError=@end | "url": "HTTP://example.com:80?q=1"
  > RF405 error /nodes/a/url "htp:/foo bar"
  > RF405 error /nodes/a/headers/X-A "ä"
  > RF405 error /nodes/a/headers/X-C "a\tb"
  > RF405 error /nodes/b/url "$(start.sms.message)/x"

  # RF406 marks what is no number under an ordering, bounds the wrong way round, and what is decided for ever
  start Start onBegin=a
  a Branch y=@end none=@end | "branches": [{ "name": "y", "any": [{ "value": "$(start.sms.message)", "operator": "greaterThan", "operand": "ten" }, { "value": "$(start.sms.message)", "operator": "lessThan", "operand": "1e1" }, { "value": "$(start.sms.message)", "operator": "between", "operand": ["5", "1.0"] }, { "value": "$(start.sms.message)", "operator": "between", "operand": ["$(start.sms.message)", "x"] }, { "value": "1", "operator": "in", "operand": ["1", "2"] }, { "value": "1", "operator": "equals", "operand": "$(start.sms.message)" }, { "value": "x", "operator": "lessThan", "operand": "$(start.sms.message)" }, { "value": "$(start.sms.message)", "operator": "contains", "operand": "" }] }]
  > RF406 warning /nodes/a/branches/0/any/0/operand "ten"
  > RF406 warning /nodes/a/branches/0/any/2/operand/0 "5"
  > RF406 warning /nodes/a/branches/0/any/3/operand/1 "x"
  > RF406 warning /nodes/a/branches/0/any/4/value "1"
  > RF406 warning /nodes/a/branches/0/any/6/value "x"
  # RF406 marks a literal value that one of the operands decides
  start Start onBegin=a
  a Branch y=@end none=@end | "branches": [{ "name": "y", "any": [{ "value": "A", "operator": "inIgnoreCase", "operand": ["$(start.sms.message)", "a"] }, { "value": "a", "operator": "notIn", "operand": ["b", "$(start.sms.message)"] }, { "value": "5", "operator": "between", "operand": ["6", "$(start.sms.message)"] }, { "value": "5", "operator": "between", "operand": ["4", "$(start.sms.message)"] }] }]
  > RF406 warning /nodes/a/branches/0/any/0/value "A"
  > RF406 warning /nodes/a/branches/0/any/2/value "5"
  # RF406 marks a literal value that no text with an operand's literal pieces can be, and no other
  start Start onBegin=a
  a Branch y=@end none=@end | "branches": [{ "name": "y", "any": [{ "value": "abc", "operator": "equals", "operand": "x$(start.sms.message)" }, { "value": "abc", "operator": "equals", "operand": "a$(start.sms.message)c" }, { "value": "abc", "operator": "notEquals", "operand": "$(start.sms.message)b" }, { "value": "abc", "operator": "startsWithIgnoreCase", "operand": "B$(start.sms.message)" }, { "value": "abc", "operator": "startsWith", "operand": "$(start.sms.message)c" }, { "value": "abc", "operator": "endsWith", "operand": "b$(start.sms.message)" }, { "value": "abc", "operator": "endsWith", "operand": "c$(start.sms.message)b" }, { "value": "abc", "operator": "contains", "operand": "$(start.sms.message)ca" }, { "value": "abc", "operator": "in", "operand": ["x", "x$(start.sms.message)"] }, { "value": "abc", "operator": "in", "operand": ["x$(start.sms.message)", "a$(start.sms.message)"] }, { "value": "5", "operator": "lessThan", "operand": "x$(start.sms.message)" }, { "value": "5", "operator": "lessThan", "operand": " -1$(start.sms.message)e" }, { "value": "\u00e9", "operator": "equals", "operand": "e$(start.sms.message)" }, { "value": "aba", "operator": "equals", "operand": "ab$(start.sms.message)ba" }] }]
  > RF406 warning /nodes/a/branches/0/any/0/value "abc"
  > RF406 warning /nodes/a/branches/0/any/2/value "abc"
  > RF406 warning /nodes/a/branches/0/any/3/value "abc"
  > RF406 warning /nodes/a/branches/0/any/6/value "abc"
  > RF406 warning /nodes/a/branches/0/any/7/value "abc"
  > RF406 warning /nodes/a/branches/0/any/8/value "abc"
  > RF406 warning /nodes/a/branches/0/any/10/value "5"
  > RF406 warning /nodes/a/branches/0/any/13/value "aba"
  # RF406 does not speak of a value in which RF408 finds a reference of another tool's
  start Start onBegin=a
  a Branch y=@end none=@end | "branches": [{ "name": "y", "any": [{ "value": "{{claim}}", "operator": "equals", "operand": "1" }, { "value": "claim", "operator": "equals", "operand": "1" }] }]
  > RF408 warning /nodes/a/branches/0/any/0/value {{claim}}
  > RF406 warning /nodes/a/branches/0/any/1/value "claim"

  # RF407 marks a branch that has the conditions of an earlier one
  ! "variables": { "v": 1, "w": 1 }
  start Start onBegin=a
  a Branch 1=@end 2=@end 3=@end 4=@end 5=@end none=@end | "branches": [{ "name": "1", "all": [{ "value": "$(v)", "operator": "equals", "operand": "a" }] }, { "name": "2", "any": [{ "value": "$(v)", "operator": "equals", "operand": "a" }] }, { "name": "3", "all": [{ "value": "$(w)", "operator": "equals", "operand": "a" }] }, { "name": "4", "all": [{ "value": "$(v)", "operator": "in", "operand": ["a"] }] }, { "name": "5", "all": [{ "value": "$(v | trim)", "operator": "equals", "operand": "a" }] }]
  > RF407 warning /nodes/a/branches/1/name "2"

  # RF407 knows conditions in another order, and twice, but not all from any
  ! "variables": { "v": 1, "w": 1 }
  start Start onBegin=a
  a Branch 1=@end 2=@end 3=@end 4=@end 5=@end none=@end | "branches": [{ "name": "1", "all": [{ "value": "$(v)", "operator": "equals", "operand": "a" }, { "value": "$(w)", "operator": "in", "operand": ["b", "c"] }] }, { "name": "2", "all": [{ "value": "$(w)", "operator": "in", "operand": ["b", "c"] }, { "value": "$(v)", "operator": "equals", "operand": "a" }] }, { "name": "3", "any": [{ "value": "$(w)", "operator": "in", "operand": ["b", "c"] }, { "value": "$(v)", "operator": "equals", "operand": "a" }] }, { "name": "4", "all": [{ "value": "$(v)", "operator": "equals", "operand": "a" }] }, { "name": "5", "any": [{ "value": "$(v)", "operator": "equals", "operand": "a" }, { "value": "$(v)", "operator": "equals", "operand": "a" }] }]
  > RF407 warning /nodes/a/branches/1/name "2"
  > RF407 warning /nodes/a/branches/4/name "5"

  # RF408 marks what other tools take for references, in templates alone
  ! "variables": { "name": "Ann {{x}}", "a": 1 }, "description": "{{x}} ${y}"
  start Start onBegin=s
  s SendSMS onSuccess=h | "message": "Hi {{ name }}, {{x}} ${x} $name. $nobody $5 $$(name) $start.sms.message! $start.sms.massage $a.b $(a) $(name)"
  h HTTPRequest onSuccess=@end onError=@end | "body": "{\"a\":{\"b\":{}}}", "headers": { "X": "$(name) ${start.sms.message}" }
  > RF408 warning /nodes/s/message {{ name }}
  > RF408 warning /nodes/s/message {{x}}
  > RF408 warning /nodes/s/message ${x}
  > RF408 warning /nodes/s/message $name
  > RF408 warning /nodes/s/message $start.sms.message
  > RF408 warning /nodes/s/message $a
  > RF408 warning /nodes/h/headers/X ${start.sms.message}
  # RF408 reads a text with escapes as what it means, and marks the escapes
  ! "variables": { "name": "Ann" }
  start Start onBegin=s
  s SendSMS onSuccess=@end | "message": "\u0048i \u007b{x}} $\u006eame \u0024{na\u006de}! $name\u0073 $(\u006eame) \"$name\""
  > RF408 warning /nodes/s/message \u007b{x}}
  > RF408 warning /nodes/s/message $\u006eame
  > RF408 warning /nodes/s/message \u0024{na\u006de}
  > RF408 warning /nodes/s/message $name
  # RF408 finds what escapes alone spell
  start Start onBegin=s
  s SendSMS onSuccess=@end | "message": "\u007b\u007bx}}"
  > RF408 warning /nodes/s/message \u007b\u007bx}}
  # RF408 marks the name of an output, whatever follows it
  start Start onBegin=s
  s SendSMS onSuccess=@end | "message": "$start.sms.message[0] $start.sms.message.Thanks $start.sms"
  > RF408 warning /nodes/s/message $start.sms.message
  > RF408 warning /nodes/s/message $start.sms.message

  # RF409 marks another conversation's event on a branch, where RF402 is silent
  start Start onBegin=a
  a StartConversation Message=m Complete=b otherwise=@end
  m SendSMS onSuccess=@resume | "message": "$(a.event.content)"
  b StartConversation onStartConversationSuccess=s Message=n Complete=c otherwise=@end
  s SendSMS onSuccess=@resume | "message": "$(b.event.content)"
  n SendSMS onSuccess=o | "message": "$(a.event.content) $(b.event.content) $(a.caseId)"
  o SendSMS onSuccess=@resume | "message": "$(a.event.id)"
  c SendSMS onSuccess=@end | "message": "$(a.event.content)"
  > RF402 warning /nodes/s/message $(b.event.content)
  > RF409 warning /nodes/n/message $(a.event.content)
  > RF409 warning /nodes/o/message $(a.event.id)

  # RF410 marks a result that no target names, and a code that another result has
  ! "settings": { "results": { "unused": { "code": 200, "status": "success" }, "b": { "code": 300, "status": "success" }, "c": { "code": 300, "status": "error" }, "d": { "code": 102, "status": "error" } } }
  start Start onBegin=a
  a SendSMS onSuccess=@end:b onPolicyFail=@end:d otherwise=@end:c
  > RF410 warning /settings/results/unused "unused"
  > RF410 info /settings/results/c/code 300
  > RF410 info /settings/results/d/code 102
  # RF410 judges no code that cannot be read, and speaks beside other errors
  ! "settings": { "results": { "a": { "code": 1000000, "status": "error" } } }, "what": 1
  start Start onBegin=@end
  > RF410 warning /settings/results/a "a"
  > RF106 error /settings/results/a/code 1000000
  > RF103 error /what "what"
  # RF410 is silent about a name that no result can have
  ! "settings": { "results": { "1a": { "code": 101, "status": "error" }, "error": { "code": 200, "status": "error" } } }
  start Start onBegin=@end:error
  > RF106 error /settings/results/1a "1a"
  > RF106 error /settings/results/error "error"
  # RF410 is silent about what a misspelt target may name
  ! "settings": { "results": { "told": { "code": 200, "status": "success" } } }
  start Start onBegin=@end:tolt
  > RF202 error /nodes/start/on/onBegin "@end:tolt"
  """#)
