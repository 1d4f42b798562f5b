/// Whole files.
let wholeFileCases = #"""
  ## RF101 is alone, but for a byte order mark.
  «RF101 »
  {"formatVersion":1«RF101 ,»}
  {"formatVersion":1,"name":"a","name":"b"«RF101 ,»}
  {"formatVersion":1,"name":"«RF101 ‹FF›»"}
  {"formatVersion":1,"name":"«RF101 \ud800»"}
  {"formatVersion":«RF101 1e309»}
  {"formatVersion":«RF101 N»aN}
  «RF112 ‹EF›‹BB›‹BF›»{«RF101 »
  «RF101 ‹FE›»‹FF›
  ## RF112.
  «RF112 ‹EF›‹BB›‹BF›»{"formatVersion":1,"name":"a","nodes":{"d":{"type":"Delay","seconds":1}}}
  «RF112 ‹EF›‹BB›‹BF›»«RF105 []»
  {"formatVersion":1,"name":"‹EF›‹BB›‹BF›","nodes":{"d":{"type":"Delay","seconds":1}}}
  ## A flow is an object.
  «RF105 null»
  «RF105 []»
  «RF105 "a"»
  «RF105 1»
  «RF105 true»
  «RF105 [{"formatVersion":2,«RF102 "formatVersion"»:1}]»
  «RF104 «RF104 «RF104 {}»»»
  ## RF109 is alone.
  {"formatVersion":«RF109 2»}
  {"formatVersion":«RF109 2»,"formatVersion":1,"name":5,"nodes":[],"foo":1}
  {"formatVersion":«RF109 "1"»,"name":""}
  {"formatVersion":«RF109 null»}
  {"formatVersion":«RF109 {}»}
  {"formatVersion":«RF109 [1]»}
  {"formatVersion":«RF109 true»}
  {"formatVersion":«RF109 1.5»}
  {"formatVersion":«RF109 -1»}
  {"formatVersion":«RF109 0»}
  {"foo":1,"formatVersion":«RF109 1.0000001»}
  ‹EF›‹BB›‹BF›{"formatVersion":«RF109 2»}
  ## The version is a number, however it is written; the first of two counts.
  {"formatVersion":1.0,"name":"a","nodes":{"d":{"type":"Delay","seconds":1}}}
  {"formatVersion":1e0,"name":"a","nodes":{"d":{"type":"Delay","seconds":1}}}
  {"formatVersion":10E-1,"name":"a","nodes":{"d":{"type":"Delay","seconds":1}}}
  {"formatVersion":1,«RF102 "formatVersion"»:2,"name":"a","nodes":{"d":{"type":"Delay","seconds":1}}}
  {"formatVersion":1,«RF102 "\u0066ormatVersion"»:2,"name":"a","nodes":{"d":{"type":"Delay","seconds":1}}}
  ## Of a doubled key the first counts, and each further one is found.
  {"formatVersion":1,"name":"a",«RF102 "name"»:5,«RF102 "name"»:"","nodes":{"d":{"type":"Delay","seconds":1}}}
  {"formatVersion":1,"name":«RF105 5»,«RF102 "name"»:"a","nodes":{"d":{"type":"Delay","seconds":1}}}
  {"formatVersion":1,"name":"a","nodes":{"d":{"type":"Delay","seconds":1,«RF102 "seconds"»:"$("},«RF102 "d"»:{"type":"No"}}}
  {"formatVersion":1,"name":"a","nodes":{"d":{"type":"Delay",«RF102 "type"»:"No","seconds":1}},«RF102 "nodes"»:[]}
  {"formatVersion":1,"name":"a","nodes":{"d":{"type":"Delay","seconds":1,"on":{"onTimeout":"@end",«RF102 "onTimeout"»:"@"}}}}
  {"formatVersion":1,"name":"a","nodes":{"d":{"type":"Delay","seconds":1,"on":{},«RF102 "on"»:5}}}
  {"formatVersion":1,"name":"a","x-a":[{"b":1,«RF102 "b"»:1}],"nodes":{"d":{"type":"Delay","seconds":1}}}
  {"formatVersion":1,"name":"a","x-a":1,«RF102 "x-a"»:1,"nodes":{"d":{"type":"Delay","seconds":1}}}
  ## Keys are compared byte for byte: é as one scalar and as two.
  {"formatVersion":1,"name":"a","x-‹C3›‹A9›":1,"x-e‹CC›‹81›":1,"nodes":{"d":{"type":"Delay","seconds":1}}}
  """# + "\n"
