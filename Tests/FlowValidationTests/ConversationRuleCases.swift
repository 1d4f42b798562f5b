/// RF301 to RF309.
let conversationRuleCases = RuleCase.table(
  #"""
  # RF301 marks the target by which the branch enters the waiting node, and tells the way
  start Start onBegin=open
  open StartConversation Message=relay Complete=@end otherwise=@end:error
  relay SendSMS onSuccess=@resume onError=pause
  pause Delay onTimeout=@resume
  > RF301 error /nodes/relay/on/onError "pause" [open Message relay onError pause]
  # RF301 gives one finding for each event and each waiting node, and does not search on through one
  start Start onBegin=open
  open StartConversation Message=a Transfer=w Complete=@end otherwise=@end:error
  a SendSMS onSuccess=w otherwise=v
  w HTTPRequest onSuccess=v
  v Receive sms.mo=@end
  > RF301 error /nodes/open/on/Transfer "w" [open Transfer w]
  > RF301 error /nodes/a/on/onSuccess "w" [open Message a onSuccess w]
  > RF301 error /nodes/a/on/otherwise "v" [open Message a otherwise v]
  # RF301 counts the StartConversation itself, and a second one
  start Start onBegin=open
  open StartConversation Message=a Complete=second otherwise=@end:error
  a SendSMS onSuccess=open onError=second
  second StartConversation Message=@resume Complete=@end otherwise=@end:error
  > RF301 error /nodes/a/on/onSuccess "open" [open Message a onSuccess open]
  > RF602 info /nodes/a/on/onSuccess "open"
  > RF301 error /nodes/a/on/onError "second" [open Message a onError second]
  # RF301 counts a delivery report and the branch of the success
  start Start onBegin=open
  open StartConversation onStartConversationSuccess=a Message=@resume Complete=@end otherwise=@end:error
  a SendReport onDRSuccess=@end
  > RF301 error /nodes/open/on/onStartConversationSuccess "a" [open onStartConversationSuccess a]
  # RF301 tells the way that is found first: the shortest, and of these the first that is written
  start Start onBegin=open
  open StartConversation Message=a Complete=@end otherwise=@end:error
  a Branch x=b y=c z=d none=@resume
  b SendSMS onSuccess=e
  c SendSMS onSuccess=w
  d SendSMS onSuccess=w
  e SendSMS onSuccess=w
  w Delay onTimeout=@end
  > RF301 error /nodes/c/on/onSuccess "w" [open Message a y c onSuccess w]
  # RF301 finds the same node for two conversations
  start Start onBegin=one
  one StartConversation Message=w Complete=two otherwise=@end:error
  two StartConversation Assigned=w Message=@resume Complete=@end otherwise=@end:error
  w Delay onTimeout=@end
  > RF301 error /nodes/one/on/Message "w" [one Message w]
  > RF301 error /nodes/two/on/Assigned "w" [two Assigned w]
  # RF301 is silent after Complete and the failures, and where a node does not wait
  start Start onBegin=open
  open StartConversation Message=a Complete=w Bad+Request=w otherwise=w
  a SendSMS onSuccess=b otherwise=b | "waitFor": "gatewaySubmit"
  b SendMessenger onSuccess=c
  c Branch x=@resume none=@resume
  w Delay onTimeout=@end
  # RF301 does not judge a node whose `waitFor` cannot be read, nor what is behind it
  start Start onBegin=open
  open StartConversation Message=a Complete=w otherwise=@end
  a SendSMS onSuccess=w | "waitFor": 1
  w Delay onTimeout=@end
  > RF105 error /nodes/a/waitFor 1
  # RF301 does not go over a target with an error
  start Start onBegin=open
  open StartConversation Message=a Complete=w otherwise=@end
  a SendSMS onSuccess=@resume onSucess=w onError=x
  w Delay onTimeout=@end
  > RF108 error /nodes/a/on/onSucess "onSucess"
  > RF202 error /nodes/a/on/onError "x"

  # RF302 marks each final end on a branch once, whatever leads there
  ! "settings": { "results": { "lost": { "code": 7, "status": "error" } } }
  start Start onBegin=open
  open StartConversation Message=a Transfer=b Assigned=@end Complete=@end otherwise=@end:error
  a SendSMS onSuccess=@end onError=b otherwise=@end:incomplete
  b SendSMS onSuccess=@resume otherwise=@end:lost
  > RF302 warning /nodes/open/on/Assigned "@end"
  > RF302 warning /nodes/a/on/onSuccess "@end"
  > RF302 warning /nodes/a/on/otherwise "@end:incomplete"
  > RF302 warning /nodes/b/on/otherwise "@end:lost"
  # RF302 does not search on through a waiting node, and is silent after Complete
  start Start onBegin=open
  open StartConversation Message=w Complete=a otherwise=@end
  w Delay onTimeout=@end
  a SendSMS onSuccess=@end
  > RF301 error /nodes/open/on/Message "w" [open Message w]
  # RF302 is silent about an end that is reached through the success of an EndConversation alone
  start Start onBegin=open
  open StartConversation Message=stop Transfer=a Complete=@end otherwise=@end:error
  stop EndConversation onEndConversationSuccess=bye otherwise=@resume
  bye SendSMS onSuccess=@end otherwise=@end
  a EndConversation onEndConversationSuccess=@end Forbidden=@end:incomplete
  > RF307 info /nodes/open/on/Message "stop"
  > RF307 info /nodes/open/on/Transfer "a"
  > RF302 warning /nodes/a/on/Forbidden "@end:incomplete"
  # RF302 speaks of an end that is reached otherwise too, and through an EndConversation's `otherwise`
  start Start onBegin=open
  open StartConversation Message=stop PagePush=bye Transfer=a Complete=@end otherwise=@end:error
  stop EndConversation onEndConversationSuccess=bye
  bye SendSMS onSuccess=@end
  a EndConversation otherwise=@end
  > RF307 info /nodes/open/on/Message "stop"
  > RF307 info /nodes/open/on/Transfer "a"
  > RF302 warning /nodes/bye/on/onSuccess "@end"
  > RF302 warning /nodes/a/on/otherwise "@end"
  # RF302 leaves a branch's outcomes to their defaults
  start Start onBegin=open
  open StartConversation Message=a Complete=@end
  a SendSMS onSuccess=@resume

  # RF303 marks every `@resume` to which a way leads that is no intermediate branch
  start Start onBegin=a
  a SendSMS onSuccess=open otherwise=@resume
  open StartConversation Message=b Complete=b Forbidden=@resume otherwise=w
  b SendSMS onSuccess=@resume
  w Delay onTimeout=@resume
  > RF303 error /nodes/a/on/otherwise "@resume"
  > RF303 error /nodes/open/on/Forbidden "@resume"
  > RF303 error /nodes/b/on/onSuccess "@resume"
  > RF303 error /nodes/w/on/onTimeout "@resume"
  # RF303 is silent on branches, and where no way leads
  start Start onBegin=open
  open StartConversation onStartConversationSuccess=@resume Message=a Complete=@end otherwise=@end
  a SendSMS onSuccess=b otherwise=@resume
  b SendSMS onSuccess=@resume
  c SendSMS onSuccess=@resume
  > RF203 warning /nodes/c "c"
  # RF303 does not take an `otherwise` for which no outcome is left
  start Start onBegin=@end otherwise=@resume

  # RF304 marks a literal key that is not the method's
  start Start onBegin=open
  open StartConversation Message=@resume Complete=@end otherwise=@end ~ "key": "custom.facebookpsid"
  > RF304 error /nodes/open/input/key "custom.facebookpsid"
  # RF304 marks a key of Messenger alike, and an empty one
  start MessengerStart onBegin=open
  open MessengerConversation Message=@resume Complete=two otherwise=@end ~ "key": "mobile.phone"
  two MessengerConversation Message=@resume Complete=@end otherwise=@end ~ "key": ""
  > RF304 error /nodes/open/input/key "mobile.phone"
  > RF304 error /nodes/two/input/key ""
  # RF304 does not judge a key with a reference in it
  start Start onBegin=open
  open StartConversation Message=@resume Complete=@end otherwise=@end ~ "key": "$(start.sms.message)"
  # RF304 marks a method that is not the trigger's channel
  start MessengerStart onBegin=open
  open StartConversation Message=@resume Complete=@end otherwise=@end
  > RF304 error /nodes/open/method "sms"
  # RF304 marks a method that is not the channel of a webhook's customer
  start Start onBegin=open | "trigger": { "channel": "webhook", "event": "due", "customer": { "channel": "messenger", "address": "psid" } }
  open StartConversation Message=@resume Complete=two otherwise=@end ~ "transactionId": "$(start.webhook.transId)"
  two MessengerConversation Message=@resume Complete=@end otherwise=@end ~ "transactionId": "$(start.webhook.transId)", "firstName": "$(start.webhook.payload.name)", "facebookPsid": "$(start.messenger.psId)"
  > RF304 error /nodes/open/method "sms"
  # RF304 does not judge a method that there is not, nor the key with it
  start Start onBegin=open
  open StartConversation Message=@resume Complete=@end otherwise=@end | "method": "email" ~ "key": "x", "conversationId": "y", "phoneNumber": "+1"
  > RF106 error /nodes/open/method "email"
  # RF304 does not judge a method where the channel has an error, or where there is no Start
  start Start onBegin=open | "trigger": { "channel": "fax" }
  open StartConversation Message=@resume Complete=@end otherwise=@end
  > RF106 error /nodes/start/trigger/channel "fax"

  # RF305 marks a literal id and leaves null, an empty one, and none
  start Start onBegin=a
  a StartConversation Message=@resume Complete=b otherwise=@end ~ "conversationId": "c-1"
  b StartConversation Message=@resume Complete=c otherwise=@end ~ "conversationId": ""
  c StartConversation Message=@resume Complete=@end otherwise=@end ~ "conversationId": null
  > RF305 warning /nodes/a/input/conversationId "c-1"
  # RF305 marks an initial value once, whatever it is, and however often it is used
  ! "variables": { "one": "c-1", "two": false, "three": null, "four": "c-4" }
  start Start onBegin=a
  a StartConversation Message=@resume Complete=b otherwise=@end ~ "conversationId": "$(one)"
  b StartConversation Message=@resume Complete=c otherwise=@end ~ "conversationId": "$(one)"
  c StartConversation Message=@resume Complete=d otherwise=@end ~ "conversationId": "$(two)"
  d StartConversation Message=@resume Complete=e otherwise=@end ~ "conversationId": "$(three)"
  e StartConversation Message=@resume Complete=@end otherwise=@end ~ "conversationId": "x$(four)"
  > RF305 warning /variables/one "c-1"
  > RF305 warning /variables/two false
  # RF305 marks an id that an earlier conversation may have left
  ! "variables": { "id": null }
  start Start onBegin=one
  one StartConversation Message=@resume Complete=two otherwise=@end | "onLeave": { "set": { "id": "$(one.conversationId)" } } ~ "conversationId": "$(id)"
  two StartConversation Message=@resume Complete=@end otherwise=@end ~ "conversationId": "$(id)"
  > RF305 warning /nodes/two/input/conversationId "$(id)"
  # RF305 is silent where the variable is set to null on every way, or as the node is entered
  ! "variables": { "id": null }
  start Start onBegin=one
  one StartConversation Message=@resume Complete=a otherwise=@end | "onLeave": { "set": { "id": "$(one.conversationId)" } } ~ "conversationId": "$(id)"
  a SendSMS onSuccess=two otherwise=@end | "onLeave": { "set": { "id": null } }
  two StartConversation Message=@resume Complete=three otherwise=@end | "onLeave": { "set": { "id": "x" } } ~ "conversationId": "$(id)"
  three StartConversation Message=@resume Complete=@end otherwise=@end | "onEnter": { "set": { "id": null } } ~ "conversationId": "$(id)"
  # RF305 takes the last of several assignments, and a way that does not reset
  ! "variables": { "id": null }
  start Start onBegin=a
  a Branch x=b none=one
  b SendSMS onSuccess=one otherwise=@end | "onEnter": { "set": { "id": null } }, "onLeave": { "set": { "id": 7 } }
  one StartConversation Message=@resume Complete=@end otherwise=@end ~ "conversationId": "$(id)"
  > RF305 warning /nodes/one/input/conversationId "$(id)"
  # RF305 takes a value that the node sets itself as it is entered, and one of a failure's way back to it
  ! "variables": { "id": null, "other": null }
  start Start onBegin=one
  one StartConversation Message=@resume Complete=two otherwise=@end | "onEnter": { "set": { "id": true } } ~ "conversationId": "$(id)"
  two StartConversation Message=@resume Complete=@end onTimeout=two otherwise=@end | "onLeave": { "set": { "other": "x" } } ~ "conversationId": "$(other)"
  > RF305 warning /nodes/one/input/conversationId "$(id)"
  > RF305 warning /nodes/two/input/conversationId "$(other)"
  # RF305 takes no way over `@resume`, nor one from where no way leads
  ! "variables": { "id": null }
  start Start onBegin=one
  one StartConversation Message=a Complete=two otherwise=@end ~ "conversationId": "$(id)"
  a SendSMS onSuccess=@resume | "onEnter": { "set": { "id": "x" } }
  two StartConversation Message=@resume Complete=@end otherwise=@end ~ "conversationId": "$(id)"
  b SendSMS onSuccess=two | "onEnter": { "set": { "id": "x" } }
  > RF203 warning /nodes/b "b"

  # RF306 marks a phone number with a `+` or its country code
  start Start onBegin=a
  a StartConversation Message=@resume Complete=b otherwise=@end ~ "phoneNumber": "+14155550123"
  b StartConversation Message=@resume Complete=c otherwise=@end ~ "phoneNumber": "491715550123", "countryCode": "49"
  c StartConversation Message=@resume Complete=d otherwise=@end ~ "phoneNumber": "14155550123", "countryCode": "$(start.sms.message)"
  d StartConversation Message=@resume Complete=e otherwise=@end ~ "phoneNumber": "$(start.sms.message)"
  e StartConversation Message=@resume Complete=@end otherwise=@end ~ "phoneNumber": "4155550123", "countryCode": ""
  > RF306 warning /nodes/a/input/phoneNumber "+14155550123"
  > RF306 warning /nodes/b/input/phoneNumber "491715550123"
  > RF405 error /nodes/e/input/countryCode ""
  # RF306 marks a sender's number that still has its country code
  start Start onBegin=ask
  ask Receive sms.mo=a
  a StartConversation Message=@resume Complete=b otherwise=@end ~ "phoneNumber": "$(start.sms.senderNumber)"
  b StartConversation Message=@resume Complete=c otherwise=@end ~ "phoneNumber": "$(ask.sms.senderNumber)"
  c StartConversation Message=@resume Complete=d otherwise=@end ~ "phoneNumber": "$(start.sms.senderNumber | nationalNumber)"
  d StartConversation Message=@resume Complete=e otherwise=@end ~ "phoneNumber": "0$(start.sms.senderNumber)"
  e StartConversation Message=@resume Complete=@end otherwise=@end ~ "phoneNumber": "$(start.sms.serviceNumber)"
  > RF306 warning /nodes/a/input/phoneNumber "$(start.sms.senderNumber)"
  > RF306 warning /nodes/b/input/phoneNumber "$(ask.sms.senderNumber)"
  # RF306 marks a destination that is no E.164 number
  start Start onBegin=a
  a SendSMS onSuccess=b | "destination": "4155550123"
  b SendSMS onSuccess=c | "destination": "+04155550123", "destinationType": "msisdn"
  c SendSMS onSuccess=d | "destination": "12345"
  d SendSMS onSuccess=@end | "destination": ""
  > RF306 warning /nodes/a/destination "4155550123"
  > RF306 warning /nodes/b/destination "+04155550123"
  > RF306 warning /nodes/c/destination "12345"
  > RF306 warning /nodes/d/destination ""
  # RF306 leaves customer ids, references and Messenger alone
  start Start onBegin=a
  a SendSMS onSuccess=b | "destination": "4711", "destinationType": "customerId"
  b SendSMS onSuccess=c | "destination": "$(start.sms.senderNumber)"
  c SendSMS onSuccess=d | "destination": "+1415555$(start.sms.message)"
  d SendMessenger onSuccess=e | "destination": "4711"
  e SendSMS onSuccess=@end | "destination": "4711", "destinationType": "customer"
  > RF106 error /nodes/e/destinationType "customer"

  # RF307 marks each target that enters a node that asks ECE something on a branch
  start Start onBegin=open
  open StartConversation Message=say Transfer=point Assigned=say Complete=free otherwise=@end:error
  say SendMessage onSendMessageSuccess=stop Conflict=@resume | "message": "$(start.sms.message)"
  stop EndConversation onEndConversationSuccess=free
  point EntrypointConfiguration onEntryPointConfigSuccess=free otherwise=@resume
  free AgentAvailability AgentAvailable=@end NoAgentAvailable=@end
  > RF307 info /nodes/open/on/Message "say"
  > RF307 warning /nodes/open/on/Transfer "point"
  > RF307 info /nodes/open/on/Assigned "say"
  > RF307 info /nodes/say/on/onSendMessageSuccess "stop"
  > RF307 warning /nodes/point/on/onEntryPointConfigSuccess "free"
  > RF302 warning /nodes/free/on/AgentAvailable "@end"
  > RF302 warning /nodes/free/on/NoAgentAvailable "@end"
  # RF307 is silent before the conversation, after Complete, and behind a waiting node
  start Start onBegin=point
  point EntrypointConfiguration onEntryPointConfigSuccess=free otherwise=@end
  free AgentAvailability AgentAvailable=open NoAgentAvailable=@end
  open StartConversation Message=@resume Complete=say otherwise=@end:error
  say SendMessage onSendMessageSuccess=stop
  stop EndConversation onEndConversationSuccess=@end
  # RF308 is silent where a SendMessage tells the agent what a customer wrote
  start Start onBegin=a
  a StartConversation Message=@resume Complete=ask otherwise=@end | "forwardCustomerMessages": false
  ask Receive sms.mo=say
  say SendMessage onSendMessageSuccess=@end | "message": "Later: $(ask.receive.message | trim)"
  # RF308 wants what the customer wrote, and in the message
  start Start onBegin=a
  a StartConversation Message=@resume Complete=say otherwise=@end | "forwardCustomerMessages": false
  say SendMessage onSendMessageSuccess=@end | "message": "$(start.sms.senderNumber)", "conversationId": "$(start.sms.message)"
  > RF308 warning /nodes/a "a"
  # RF308 marks a conversation that does not hear the customer
  start Start onBegin=a
  a StartConversation Message=@resume Complete=b otherwise=@end | "forwardCustomerMessages": false
  b StartConversation Message=@resume Complete=@end otherwise=@end | "forwardCustomerMessages": true
  > RF308 warning /nodes/a "a"

  # RF309 tells of a date that is written down
  start Start onBegin=a
  a StartConversation Message=@resume Complete=b otherwise=@end
  b StartConversation Message=@resume Complete=@end otherwise=@end ~ "lastModifiedDate": "$(start.sms.timestamp)"
  > RF309 info /nodes/a/input/lastModifiedDate "2026-01-15T09:30:00Z"
  # RF308 is silent where an error hides whether the agent hears the customer: what a SendMessage tells
  start Start onBegin=a
  a StartConversation Message=@resume Complete=say otherwise=@end | "forwardCustomerMessages": false
  say SendMessage onSendMessageSuccess=@end | "message": "$(start.sms.message | trimmed)"
  > RF106 error /nodes/say/message "$(start.sms.message | trimmed)"
  # which it refers to
  start Start onBegin=a
  a StartConversation Message=@resume Complete=say otherwise=@end | "forwardCustomerMessages": false
  say SendMessage onSendMessageSuccess=@end | "message": "$(start.sms.massage)"
  > RF401 error /nodes/say/message $(start.sms.massage)
  # or whether a node is one
  start Start onBegin=a
  a StartConversation Message=@resume Complete=say otherwise=@end | "forwardCustomerMessages": false
  say SendMesage onSendMessageSuccess=@end | "message": "$(start.sms.message)"
  > RF107 error /nodes/say/type "SendMesage"
  # RF308 and RF309 are silent about what has an error
  start Start onBegin=a
  a StartConversation Message=@resume Complete=@end otherwise=@end | "forwardCustomerMessages": "false", "method": "smss"
  > RF105 error /nodes/a/forwardCustomerMessages "false"
  > RF106 error /nodes/a/method "smss"
  """#)
