/// RF201 to RF206.
let graphRuleCases = RuleCase.table(
  #"""
  # RF201 marks `nodes` where there is no Start, and nothing that hangs on a Start is judged
  a SendSMS onSuccess=@resume
  > RF201 error /nodes {…
  # RF201 marks each further Start
  start Start onBegin=a
  second Start onBegin=a
  a SendSMS onSuccess=@resume
  third Start onBegin=a
  > RF201 error /nodes/second "second"
  > RF201 error /nodes/third "third"
  # RF201 does not miss a Start whose type may be misspelt, and what hangs on it is not judged
  start Strat onBegin=a
  a SendSMS onSuccess=@resume
  > RF107 error /nodes/start/type "Strat"
  # RF201 does not miss a Start that has no type
  start - onBegin=a
  a SendSMS onSuccess=@end
  > RF104 error /nodes/start { "on": { "onBegin": "a" } }
  # RF201 is judged beside a misspelt type where there are Starts
  start Start onBegin=a
  second Start onBegin=a
  a SendSMZ onSuccess=@end
  > RF201 error /nodes/second "second"
  > RF107 error /nodes/a/type "SendSMZ"

  # RF202 marks a target that names no node, once for each, and what seems unreachable is not judged
  start Start onBegin=a
  a SendSMS onSuccess=b otherwise=c
  d SendSMS onSuccess=@end
  > RF202 error /nodes/a/on/onSuccess "b"
  > RF202 error /nodes/a/on/otherwise "c"
  # RF202 knows the results that are built in and those of the settings
  ! "settings": { "results": { "handed-over": { "code": 200, "status": "success" } } }
  start Start onBegin=a
  a SendReport onDRSuccess=@end:handed-over onDRFail=@end:handed_over onError=@end:error onTimeout=@end:incomplete onPolicyFail=@end:success
  > RF202 error /nodes/a/on/onDRFail "@end:handed_over"
  # RF202 does not speak of what is malformed
  start Start onBegin=a
  a SendSMS onSuccess=@end: onError=@resum onTimeout=@end
  > RF106 error /nodes/a/on/onSuccess "@end:"
  > RF106 error /nodes/a/on/onError "@resum"
  # RF202 takes any other string for a node's id
  start Start onBegin=a
  a SendSMS | "on": { "onSuccess": "no such", "onError": "" }
  > RF202 error /nodes/a/on/onSuccess "no such"
  > RF202 error /nodes/a/on/onError ""
  # RF202 does not speak of a target that is no string
  start Start onBegin=a
  a SendSMS | "on": { "onSuccess": 12 }
  > RF105 error /nodes/a/on/onSuccess 12
  # RF202 judges an `otherwise` for which no outcome is left
  start Start onBegin=a otherwise=b
  a SendSMS onSuccess=@end
  > RF202 error /nodes/start/on/otherwise "b"
  # RF202 does not judge the target of an unknown outcome, which is no edge
  start Start onBegin=a
  a SendSMS onSuccess=@end onSucess=b
  > RF108 error /nodes/a/on/onSucess "onSucess"
  # RF202 does not judge a node of unknown type
  start Start onBegin=a
  a SendSMZ onSuccess=b
  > RF107 error /nodes/a/type "SendSMZ"
  # RF202 compares ids by their case
  start Start onBegin=A
  a SendSMS onSuccess=@end
  > RF202 error /nodes/start/on/onBegin "A"

  # RF203 marks each node to which no way leads
  start Start onBegin=a
  a SendSMS onSuccess=@end
  b SendSMS onSuccess=c
  c SendSMS onSuccess=a
  > RF203 warning /nodes/b "b"
  > RF203 warning /nodes/c "c"
  # RF203 goes over every way: listed, `otherwise` and intermediate
  start Start onBegin=open
  open StartConversation Message=a Complete=b otherwise=c
  a SendSMS onSuccess=@resume
  b SendSMS onSuccess=@end
  c SendSMS onSuccess=@end
  # RF203 does not go over an `otherwise` for which no outcome is left
  start Start onBegin=a otherwise=b
  a SendSMS onSuccess=@end
  b SendSMS onSuccess=@end
  > RF203 warning /nodes/b "b"
  # RF203 is not judged beside an error that may hide a way
  start Start onBegin=a
  a SendSMS onSuccess=@end onSucess=b
  b SendSMS onSuccess=@end
  > RF108 error /nodes/a/on/onSucess "onSucess"
  # RF203 is judged beside a missing custom attribute and a reserved name
  ! "variables": { "otp": null }
  start Start onBegin=open
  open StartConversation Message=@resume Complete=@end otherwise=@end ~ "vip": "yes"
  a SendSMS onSuccess=@end | "message": "$(otp)"
  > RF404 error /variables/otp "otp"
  > RF110 error /nodes/open/input/vip "vip"
  > RF203 warning /nodes/a "a"

  # RF204 names each main outcome of a node that asks ECE
  start Start onBegin=a
  a AgentAvailability AgentAvailable=b onTimeout=@end
  b AgentAvailability onError=@end | "method": "capacity"
  > RF204 error /nodes/a "a"
  > RF204 error /nodes/b "b"
  # RF204 names all main and closing outcomes that lead nowhere, once for a node
  start Start
  a Receive onTimeout=@end | "channels": { "sms": {}, "messenger": {} }
  open StartConversation Message=@resume onError=@end
  > RF204 error /nodes/start "start"
  > RF203 warning /nodes/a "a"
  > RF204 error /nodes/a "a"
  > RF203 warning /nodes/open "open"
  > RF204 error /nodes/open "open"
  # RF204 takes `otherwise`, and leaves failures, timeouts and events to their defaults
  start Start otherwise=a
  a Branch x=b otherwise=b
  b SendSMS onSuccess=open
  open StartConversation Message=@resume Complete=@end
  # RF204 warns where an agent's messages go nowhere, though `otherwise` is there
  start Start onBegin=open
  open StartConversation otherwise=@end
  > RF204 warning /nodes/open "open"
  # RF204 finds both in one node
  start Start onBegin=open
  open StartConversation
  > RF204 error /nodes/open "open"
  > RF204 warning /nodes/open "open"
  # RF204 counts a target with an error of its own
  start Start onBegin=a
  a SendSMS onSuccess=b
  open StartConversation Message=c Complete=start
  > RF202 error /nodes/a/on/onSuccess "b"
  > RF202 error /nodes/open/on/Message "c"
  > RF205 error /nodes/open/on/Complete "start"
  # RF204 is not judged beside an error that may hide a target
  start Start onBegin=a
  a SendSMS onSucess=@end
  > RF108 error /nodes/a/on/onSucess "onSucess"
  # RF204 judges each branch of a Branch, and `none`
  start Start onBegin=a
  a Branch x=@end | "branches": [{ "name": "x", "all": [{ "value": "1", "operator": "equals", "operand": "1" }] }, { "name": "y", "all": [{ "value": "1", "operator": "equals", "operand": "1" }] }]
  > RF204 error /nodes/a "a"

  # RF205 marks every target that is a Start, a dead `otherwise` too, and none of them is a way
  start Start onBegin=a otherwise=start
  a SendSMS onSuccess=start otherwise=start
  > RF205 error /nodes/start/on/otherwise "start"
  > RF205 error /nodes/a/on/onSuccess "start"
  > RF205 error /nodes/a/on/otherwise "start"

  # RF206 marks the target of a node that goes to itself
  start Start onBegin=a
  a SendSMS onSuccess=@end otherwise=a
  > RF206 error /nodes/a/on/otherwise "a" [a otherwise a]
  # RF206 marks the first target in file order, and tells a shortest cycle through it
  start Start onBegin=c
  c SendSMS onSuccess=a onError=b
  a SendSMS onSuccess=b
  b SendSMS onSuccess=@end onError=d
  d SendMessenger onSuccess=a onError=c
  > RF206 error /nodes/c/on/onSuccess "a" [c onSuccess a onSuccess b onError d onError c]
  # RF206 finds each component once
  start Start onBegin=a
  a SendSMS onSuccess=b onError=a onTimeout=a
  b SendSMS onSuccess=c onTimeout=x
  x SendSMS onSuccess=y
  y SendSMS onSuccess=b
  c SendSMS onSuccess=@end
  > RF206 error /nodes/a/on/onError "a" [a onError a]
  > RF206 error /nodes/b/on/onTimeout "x" [b onTimeout x onSuccess y onSuccess b]
  # RF206 is a warning where a Branch of the component may lead out of it, whether on the cycle or not
  start Start onBegin=a
  a SendSMS onSuccess=b onError=a
  b Branch yes=@end none=c
  c SendSMS onSuccess=a
  > RF206 warning /nodes/a/on/onSuccess "b" [a onSuccess b none c onSuccess a]
  # RF206 is an error where a Branch only leads to the loop
  start Start onBegin=b
  b Branch yes=@end none=a
  a SendSMS onSuccess=a
  > RF206 error /nodes/a/on/onSuccess "a" [a onSuccess a]
  # RF206 is silent where something waits on every cycle
  start Start onBegin=a
  a SendSMS onSuccess=b onError=c onTimeout=d
  b Delay onTimeout=e
  c Receive sms.mo=e
  d SendReport onDRSuccess=e
  e SendSMS onSuccess=a
  # RF206 does not take `@resume` for a way back
  start Start onBegin=open
  open StartConversation Message=a Complete=@end otherwise=@end
  a SendSMS onSuccess=b
  b SendSMS onSuccess=@resume
  # RF206 does not judge a loop that a misspelt `waitFor` may make wait
  start Start onBegin=a
  a SendSMS otherwise=a | "waitFor": "deliveryRaport"
  > RF106 error /nodes/a/waitFor "deliveryRaport"
  # RF206 does not go through a node of unknown type
  start Start onBegin=a
  a SendSMS onSuccess=b
  b SendSMZ onSuccess=a
  > RF107 error /nodes/b/type "SendSMZ"
  """#)
