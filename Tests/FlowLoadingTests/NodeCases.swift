/// What every node has.
let nodeCases = #"""
  ## type: where it is missing or unknown, nothing else of the node is judged.
  /nodes + "q": «RF104 {}»
  /nodes + "q": «RF104 { "foo": 1, "on": 5, "lintIgnore": { "RF999": "" }, "onEnter": {} }»
  /nodes + "q": { "type": «RF107 "start"» }
  /nodes + "q": { "type": «RF107 "Start "», "foo": 1, "trigger": 5, "on": { "a": 5 }, "message": "$(" }
  /nodes + "q": { "type": «RF107 ""», "lintIgnore": { "RF999": "" } }
  /nodes + "q": { "foo": 1, "type": «RF105 5», "on": 5 }
  /nodes + "q": { "type": «RF105 null» }
  /nodes + "q": { "type": «RF105 ["Start"]» }
  /nodes + "q": { "type": "\u0044elay", "seconds": 1 }
  relay/type = «RF107 "SendSms"»
  relay - «RF104 type»
  ## description, x-
  relay + "description": ""
  relay + "description": «RF105 null»
  relay + "x-": 1, "x-a": { "b": "$(" }
  relay + «RF103 "X-a"»: 1
  relay + «RF103 "foo"»: 1
  relay + «RF103 "foo"»: { "bar": "$(" }
  relay + «RF103 "Message"»: "a"
  relay/message ~ «RF103 "mesage"» ;; relay + "message": "a"
  ## Each type has its own fields only.
  start + «RF103 "message"»: "a"
  start + «RF103 "seconds"»: 1
  choose + «RF103 "method"»: "GET"
  chat + «RF103 "message"»: "a"
  relay + «RF103 "seconds"»: 1
  pause + «RF103 "timeoutSeconds"»: 1
  ask + «RF103 "seconds"»: 1
  call + «RF103 "waitFor"»: "deliveryReport"
  post + «RF103 "waitFor"»: "gatewaySubmit"
  post + «RF103 "from"»: "a"
  post + «RF103 "correlationId"»: "a"
  ## onEnter and onLeave
  relay + "onEnter": «RF105 []»
  relay + "onEnter": «RF104 {}»
  relay + "onLeave": «RF104 { «RF103 "x-a"»: 1 }»
  relay + "onLeave": { "set": {}, «RF103 "unset"»: 1 }
  relay + "onLeave": { "set": «RF105 []» }
  relay + "onLeave": { "set": { "a": "$(name) $(b)", "b": 1e-3, "": true, "a b": null, "é": "" } }
  relay + "onEnter": { "set": { "a": «RF105 []», "b": «RF105 {}», "c": «RF106 "$("», "d": 1 } }
  relay + "onEnter": { "set": { "a": 1, «RF102 "a"»: [] } }
  ## on
  relay/on = «RF105 []»
  relay/on = «RF105 null»
  relay/on = {}
  relay - on
  relay/on = { "otherwise": "@end" }
  relay/on = { "otherwise": "nowhere", "onSuccess": "@end", "onPolicyFail": "@end", "onError": "@end", "onTimeout": "@end" }
  relay/on + «RF108 "x-a"»: "@end"
  relay/on + «RF108 ""»: "@end"
  relay/on + «RF108 "Otherwise"»: "@end"
  relay/on + «RF108 "onSuccess "»: "@"
  relay/on + «RF108 "foo"»: null
  """# + "\n"

/// Targets, as the value of one outcome.
let targetCases =
  [
    #""""#, #""relay""#, #""nowhere""#, #""a b""#, #""relay\n""#, #""é""#, #""start""#, #""@end""#,
    #""@end:success""#,
    #""@end:error""#, #""@end:incomplete""#, #""@end:resolved""#, #""@end:nobody""#, #""@end:_""#,
    #""@end:a-B_9""#, "\"@end:\(String(repeating: "a", count: 64))\"", #""@resume""#, #""\u0040resume""#,
    #"«RF106 "@"»"#, #"«RF106 "@END"»"#, #"«RF106 "@ends"»"#, #"«RF106 "@end:"»"#, #"«RF106 "@end: "»"#,
    #"«RF106 "@end:a b"»"#, #"«RF106 "@end:1"»"#, #"«RF106 "@end:-a"»"#, #"«RF106 "@end:é"»"#,
    #"«RF106 "@end:a‹CC›‹81›"»"#, #"«RF106 "@end:‹CC›‹81›a"»"#, #"«RF106 "@end:a:b"»"#, #"«RF106 "@end\n"»"#,
    "«RF106 \"@end:\(String(repeating: "a", count: 65))\"»", #"«RF106 " @end"»"#, #"«RF106 "@end "»"#,
    #"«RF106 "@resume:a"»"#, #"«RF106 "@Resume"»"#, #"«RF106 "@resume‹CC›‹81›"»"#, #"«RF106 "a@b"»"#,
    #"«RF106 "relay@"»"#, #"«RF106 "\u0040"»"#, "«RF105 null»", "«RF105 5»", #"«RF105 ["relay"]»"#,
    "«RF105 {}»",
    "«RF105 true»",
  ].map { "relay/on/onSuccess = \($0)\n" }.joined()

/// Templates, as the value of a message.
let templateCases =
  [
    "", "$", "$$", "a $5 $", "$)", "$ (a)", "$$(", "$$()", "$$(a b", "$$$", "$$$(a b", "$$$$(",
    "$$(a)$(name)", "$(name)",
    "$(nobody)", "$(name)$(name)$", "$(a-b_C9)", "$(_)", "$(\(String(repeating: "a", count: 64)))", "$(a.b)",
    "$(a.b.c-d_1[0][12].9)", "$(a.1)", "$(a.-)", "$(a.b[007])", "$(a.b[99999999999999999999999])",
    "$(start.sms.message) 😀 $(name)", "e\u{301}$(name)", "\\n$(name)\\n", "\\u0024(name)", "$\\u0028name)",
    "$\\u0024(", "$(name | trim|default: a b |uppercase)", "$(env.a)", "a$(env.a-b_C | trim)$(name)",
    "$(start.env.a)",
  ].map { "relay/message = \"\($0)\"\n" }.joined()
  + [
    "$(env)", "$(env.a.b)", "$(env.a[0])", "$(env.1a)", "$(secret.a)", "a$(secret.a)", "$(secret)", "$(env.a",
    "$(", "a $(", "$()", "$( name)", "$(name )", "$(na me)", "$(1a)", "$(-a)", "$(é)", "$(a\u{301})",
    "$(name", "$(a.)",
    "$(.a)", "$(a..b)", "$(a.b.)", "$(a[0])", "$(a.[0])", "$(a.b[])", "$(a.b[-1])", "$(a.b[x])", "$(a.b[0)",
    "$(a.b[0]c)",
    "$(a.b]", "$(a.b c)", "$(a,b)", "$((a))", "$($(a))", "$(\(String(repeating: "a", count: 65)))",
    "$(name)$(", "$$($(",
    "$(name|trims)", "$(name|default:)", "$(name |trim )", "$$$$$(x $(", "$(name\\n)", "\\u0024(", "$(a $(b",
  ].map { "relay/message = «RF106 \"\($0)\"»\n" }.joined()
    + #"""
    ## Every string that may be a template is one.
    relay/destination = «RF106 "$("»
    relay/from = «RF106 "$("»
    relay/correlationId = «RF106 "$("»
    post/destination = «RF106 "$("»
    post/message = «RF106 "$("»
    pause/seconds = «RF106 "$("»
    until/until = «RF106 "$("»
    ask/channels/sms/from = «RF106 "$("»
    ask/channels/messenger/from = «RF106 "$("»
    call/url = «RF106 "$("»
    call/body = «RF106 "$("»
    call/headers/x-trace = «RF106 "$("»
    choose/branches/0/all/0/value = «RF106 "$("»
    choose/branches/0/all/0/operand = «RF106 "$("»
    choose/branches/0/all/1/operand/1 = «RF106 "$("»
    choose/branches/1/any/0/operand/0 = «RF106 "$("»
    chat/input/key = «RF106 "$("»
    chat/input/entryPointId = «RF106 "$("»
    chat/input/lastModifiedDate = «RF106 "$("»
    chat/input/isRichTextSupported = «RF106 "$("»
    chat/input/transactionId = «RF106 "$("»
    chat/input/firstName = «RF106 "$("»
    chat/input/phoneNumber = «RF106 "$("»
    chat/input/countryCode = «RF106 "$("»
    chat/input/clusterId = «RF106 "$("»
    chat/input/conversationId = «RF106 "$("»
    page/input/facebookPsid = «RF106 "$("»
    ## No other string is.
    relay + "description": "$("
    chat/authorization = "$("
    /description = "$("
    start/trigger/keyword = "$("
    choose/branches/0/name = "$(" ;; choose/on/urgent ~ "$("
    /lintIgnore/RF602 = "$("
    """# + "\n"

/// Nearest names.
let suggestionCases = #"""
  / + "nmae": 1 → name
  / + "qqqqqq": 1 → nothing
  /settings + "result": {} → results
  relay + "mesage": 1 → message
  relay + "MESSAGE": 1 → message
  relay/type = "SendSms" → SendSMS
  relay/type = "Sms" → nothing
  relay/on + "onSucces": "@end" → onSuccess
  relay/on + "otherwize": "@end" → otherwise
  chat/on + "message": "@end" → Message
  choose/on + "urgnt": "@end" → urgent
  relay/waitFor = "deliveryreport" → deliveryReport
  choose/branches/0/all/0/operator = "equal" → equals
  chat/input + "fistName": 1 → firstName
  choose/branches/0/all/0/operator = "==" → equals
  relay + "expiry": 1 → expirySeconds
  relay/on/onSuccess = "@chat" → chat
  relay/on/onSuccess = "@resme" → @resume
  /lintIgnore + "RF30l": "a" → RF301
  """# + "\n"
