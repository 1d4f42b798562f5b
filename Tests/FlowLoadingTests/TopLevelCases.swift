/// A name of so many letters.
private func name(_ length: Int) -> String { String(repeating: "a", count: length) }

/// The top level.
let topLevelCases = #"""
  ## Members that every flow has.
  / - «RF104 formatVersion»
  / - «RF104 name»
  / - «RF104 nodes»
  / - «RF104 name», «RF104 nodes», «RF104 formatVersion»
  / - $schema, description, settings, variables, lintIgnore, x-owner
  /$schema = «RF105 1»
  /$schema = ""
  /name = «RF106 ""»
  /name = " "
  /name = «RF105 null»
  /description = «RF105 ["a"]»
  /description = ""
  ## Nothing else, but for keys that begin with x-.
  / + «RF103 "foo"»: 1
  / + «RF103 "Name"»: "a"
  / + «RF103 ""»: 1
  / + «RF103 "xa"»: 1
  / + «RF103 "X-a"»: 1
  / + «RF103 " x-a"»: 1
  / + «RF103 "n‹CC›‹81›ame"»: 1
  / + "x-": null
  / + "x-a": { "type": "No", "on": [1, "$("] }
  / + "\u0078-a": 1
  / + "x\u002da": 1
  /name ~ «RF103 "nam"» ;; / + "name": "a"
  ## settings
  /settings = «RF105 []»
  /settings = «RF105 null»
  /settings = {}
  /settings + «RF103 "x-a"»: 1
  /settings + «RF103 "nodeexecutionlimit"»: 1
  /settings/nodeExecutionLimit = 1
  /settings/nodeExecutionLimit = 1.0
  /settings/nodeExecutionLimit = 1e3
  /settings/nodeExecutionLimit = 1000000
  /settings/nodeExecutionLimit = 1E6
  /settings/nodeExecutionLimit = «RF106 0»
  /settings/nodeExecutionLimit = «RF106 -0»
  /settings/nodeExecutionLimit = «RF106 -1»
  /settings/nodeExecutionLimit = «RF106 1000001»
  /settings/nodeExecutionLimit = «RF106 1e300»
  /settings/nodeExecutionLimit = «RF105 1.5»
  /settings/nodeExecutionLimit = «RF105 1e-1»
  /settings/nodeExecutionLimit = «RF105 "5"»
  /settings/nodeExecutionLimit = «RF105 null»
  /settings/expiresAfterSeconds = 0.001
  /settings/expiresAfterSeconds = 1000000000
  /settings/expiresAfterSeconds = 1e9
  /settings/expiresAfterSeconds = «RF106 0»
  /settings/expiresAfterSeconds = «RF106 0e9»
  /settings/expiresAfterSeconds = «RF106 -1»
  /settings/expiresAfterSeconds = «RF106 1000000001»
  /settings/expiresAfterSeconds = «RF106 1000000000.001»
  /settings/expiresAfterSeconds = «RF105 "60"»
  ## Custom results
  /settings/results = «RF105 []»
  /settings/results = {}
  /settings/results + «RF106 "success"»: { "code": 1, "status": "success" }
  /settings/results + «RF106 "error"»: { "code": 1, "status": "success" }
  /settings/results + «RF106 "incomplete"»: { "code": 1, "status": "success" }
  /settings/results + "Success": { "code": 1, "status": "success" }
  /settings/results + «RF106 "a b"»: { "code": 1, "status": "success" }
  /settings/results + «RF106 ""»: { "code": 1, "status": "success" }
  /settings/results + "relay": { "code": 1, "status": "success" }
  /settings/results + "name": { "code": 1, "status": "success" }
  /settings/results/resolved = «RF105 201»
  /settings/results/resolved - «RF104 code»
  /settings/results/resolved - «RF104 status», «RF104 code»
  /settings/results/resolved - description
  /settings/results/resolved + «RF103 "x-a"»: 1
  /settings/results/resolved/code = 0
  /settings/results/resolved/code = 999999
  /settings/results/resolved/code = 2.01e2
  /settings/results/resolved/code = «RF106 -1»
  /settings/results/resolved/code = «RF106 1000000»
  /settings/results/resolved/code = «RF105 0.5»
  /settings/results/resolved/code = «RF105 "201"»
  /settings/results/resolved/status = «RF106 "Success"»
  /settings/results/resolved/status = «RF106 "main"»
  /settings/results/resolved/status = «RF105 true»
  /settings/results/resolved/description = «RF105 1»
  ## variables
  /variables = «RF105 []»
  /variables = {}
  /variables + "text": "$(", "number": -1e300, "boolean": true, "nothing": null
  /variables + "list": «RF105 []»
  /variables + "object": «RF105 {}»
  /variables + «RF106 "relay"»: 1
  /variables + «RF106 "relay"»: «RF105 []»
  /variables + "Relay": 1, "success": 1, "start-1": 1
  /variables ~ «RF103 "variabels"»
  ## Where a name can be no variable's, it is not judged for being a node's too.
  /variables + «RF106 "a b"»: 1 ;; /nodes + «RF106 "a b"»: { "type": "Delay", "seconds": 1 }
  ## Names of nodes, variables and results: a letter or _, then up to 63 of letters, digits, _ and -.
  /variables + "_": 1, "A": 1, "z9": 1, "a-_9": 1
  /variables + «RF106 ""»: 1
  /variables + «RF106 "1a"»: 1
  /variables + «RF106 "-a"»: 1
  /variables + «RF106 "a b"»: 1
  /variables + «RF106 "a.b"»: 1
  /variables + «RF106 "a\n"»: 1
  /variables + «RF106 "é"»: 1
  /variables + «RF106 "e‹CC›‹81›"»: 1
  /variables + «RF106 "‹E2›‹84›‹AA›"»: 1
  /nodes + «RF106 "1a"»: { "type": "Delay", "seconds": 1 }
  /variables + «RF106 "env"»: 1 ;; /variables + "Env": 1
  /nodes + «RF106 "secret"»: { "type": "Delay", "seconds": 1 }
  /nodes + «RF106 "@end"»: { "type": "Delay", "seconds": 1 }
  /nodes + "x-a": { "type": "Delay", "seconds": 1 }
  /nodes + "otherwise": { "type": "Delay", "seconds": 1 }
  /variables + "\#(name(64))": 1 ;; /nodes + "b\#(name(63))": { "type": "Delay", "seconds": 1 }
  /variables + «RF106 "\#(name(65))"»: 1
  /nodes + «RF106 "\#(name(65))"»: { "type": "Delay", "seconds": 1 }
  /settings/results + "\#(name(64))": { "code": 1, "status": "error" }
  /settings/results + «RF106 "\#(name(65))"»: { "code": 1, "status": "error" }
  ## nodes
  /nodes = «RF106 {}»
  /nodes = «RF105 []»
  /nodes = «RF105 null»
  /nodes + "q": «RF105 5»
  /nodes + "q": «RF105 null»
  /nodes + "q": «RF105 []»
  /nodes + «RF106 "1"»: «RF105 []»
  ## lintIgnore
  /lintIgnore = «RF105 []»
  /lintIgnore = {}
  /lintIgnore = { "RF001": "a", "RF201": " ", "RF404": "a", "RF502": "a" }
  /lintIgnore = { «RF106 "RF101"»: "a", «RF106 "RF112"»: "a", "RF203": "a" }
  /lintIgnore = { «RF106 "RF999"»: "a", «RF106 "rf301"»: "a", «RF106 "loop-without-wait"»: "a", «RF106 ""»: "a" }
  /lintIgnore = { «RF106 "RF301"»: "", "RF302": «RF105 null», "RF303": «RF105 ["a"]» }
  /lintIgnore = { «RF106 "x-a"»: 5, «RF106 "RF103"»: 5 }
  /lintIgnore = { "RF203": "a", «RF102 "RF203"»: "" }
  relay/lintIgnore = «RF105 "RF301"»
  relay/lintIgnore = { "RF301": "a", «RF106 "RF302"»: "", «RF106 "RF106"»: "a", «RF106 "RF600"»: "a" }
  """# + "\n"
