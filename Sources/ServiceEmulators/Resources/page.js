"use strict";
// The page of the emulators: somebody is the customer and the agent. All that it shows comes as lines of the emulators' log,
// and is set as text; the flows' pictures, which the service draws itself, are the only markup.

const find = (id) => document.getElementById(id);
const token = new URLSearchParams(location.hash.slice(1)).get("token");
const authorization = token ? { Authorization: `Bearer ${token}` } : {};

/** What is known, made of the log's lines. */
const world = {
  customers: new Map(), // "sms +1555" → { channel, address, business, items }
  conversations: new Map(), // id → { title, items, open }
  flows: [],
  sessions: [],
  customer: null,
  conversation: null,
  session: null,
};

async function control(path, body, method = "POST") {
  try {
    const answer = await fetch(`control/${path}`, {
      method, headers: { "Content-Type": "application/json", ...authorization }, body: JSON.stringify(body),
    });
    if (!answer.ok) tell(`${path}: ${(await answer.json().catch(() => ({}))).error ?? answer.status}`, true);
    return answer.ok;
  } catch {
    tell("nobody answers", true);
    return false;
  }
}

function tell(text, isBad = false) {
  find("state").textContent = text;
  find("state").classList.toggle("bad", isBad);
}

function element(name, text, className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = className;
  return made;
}

/** Shows a list's items, and keeps its end in view. */
function show(list, items, make) {
  const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  if (items.length < list.childElementCount) list.replaceChildren();
  for (const item of items.slice(list.childElementCount)) list.append(make(item));
  if (isAtEnd) list.scrollTop = list.scrollHeight;
}

function bubble({ text, kind }) {
  const item = element("li", text, kind === "deed" ? "deed" : `bubble ${kind}`);
  item.dir = "auto";
  if (kind !== "deed") item.prepend(element("span", kind === "own" ? "You: " : "They: ", "hidden"));
  return item;
}

function options(select, entries, chosen) {
  const wanted = JSON.stringify([entries, chosen]);
  if (select.dataset.shown === wanted) return;
  select.dataset.shown = wanted;
  select.replaceChildren(...entries.map(([value, text]) => {
    const option = element("option", text);
    option.value = value;
    option.selected = value === chosen;
    return option;
  }));
}

// What happens

function customer(channel, address, business) {
  const key = `${channel} ${address}`;
  if (!world.customers.has(key)) world.customers.set(key, { channel, address, business, items: [] });
  const known = world.customers.get(key);
  known.business = business || known.business;
  if (!world.customer) chooseCustomer(key);
  return known;
}

function conversation(id) {
  if (!world.conversations.has(id)) world.conversations.set(id, { title: id, items: [], open: true });
  return world.conversations.get(id);
}

function named(contact) {
  const values = [];
  JSON.stringify(contact ?? null, (key, value) => {
    if (value !== null && typeof value !== "object" && value !== "") values.push(String(value));
    return value;
  });
  return values.join(" ");
}

const deeds = {
  transfer: "transfers the customer", pagePush: "pushes a page", uploadAttachment: "attaches a file",
  acceptAttachment: "accepts the file", rejectAttachment: "rejects the file", complete: "completes the conversation",
};

const readers = {
  customerWrites({ channel, from, to, text }) {
    customer(channel, from, to).items.push({ text, kind: "own" });
    return `the customer ${from} writes`;
  },
  smsSent({ from, to, text }) {
    customer("sms", to, from.startsWith("+") || from.length < 7 ? from : `+${from}`).items.push({ text, kind: "other" });
    return `an SMS goes to ${to}`;
  },
  messengerSent({ page, to, text }) {
    customer("messenger", to, page).items.push({ text, kind: "other" });
    return `a message of the page ${page} goes to ${to}`;
  },
  start({ conversation: id, entryPoint, contact }) {
    const opened = conversation(id);
    opened.title = `${id}: ${named(contact) || "customer"}`;
    opened.items.push({ text: `A conversation at the entry point ${entryPoint}: ${named(contact)}`, kind: "deed" });
    world.conversation = id;
    return `the conversation ${id} begins`;
  },
  customerText({ conversation: id, text }) {
    conversation(id).items.push({ text, kind: "other" });
    return `the agent of ${id} reads the customer`;
  },
  agent({ conversation: id, type, content }) {
    const isText = type === "text/plain" || type === "text/html";
    const deed = deeds[type] ?? type;
    conversation(id).items.push(
      isText ? { text: content ?? "", kind: "own" } : { text: `${deed}${content ? `: ${content}` : ""}`, kind: "deed" });
    if (type === "complete") conversation(id).open = false;
    return `the agent of ${id} ${isText ? "writes" : deed}`;
  },
  end({ conversation: id }) {
    conversation(id).open = false;
    conversation(id).items.push({ text: "The flow has ended the conversation", kind: "deed" });
    return `the conversation ${id} is ended`;
  },
  token: () => "a token is asked for",
  entryPoint: ({ id }) => `the entry point ${id} is asked for`,
  availability: ({ slots }) => `agents are asked for: ${slots} free`,
  httpRequest: ({ method, url, status }) => status ? `${method} ${url} is answered ${status}` : `${method} ${url} waits`,
  webhookPosted: ({ webhook }) => `the webhook ${webhook} is posted`,
  time: ({ seconds }) => `${Math.round(seconds / 60)} minutes pass`,
  refused: ({ call, status, why, code }) => `refused: ${call}, ${status} ${why ?? code ?? ""}`,
  scenario: ({ name }) => `the scenario "${name}" begins`,
  scenarioEnded: ({ result, why }) => `the scenario has ${result}${why ? `: ${why}` : ""}`,
  waits: ({ call }) => `${call} waits for the scenario's answer`,
  fault: ({ fault }) => `a fault: ${fault}`,
  posted: ({ kind, status, attempt }) => status === 200 && attempt === 1 ? null : `${kind} was answered ${status}, attempt ${attempt}`,
  givenUp: ({ kind }) => `${kind} is not tried any more`,
};

const told = [];
let last = 0;

function read(line) {
  if (line.seq <= last) return;
  last = line.seq;
  const text = readers[line.event]?.(line);
  if (text) told.push({ at: line.at, text, isBad: ["refused", "fault", "givenUp"].includes(line.event) });
}

// What is seen

let isDrawing = false;
function draw() {
  if (isDrawing) return;
  isDrawing = true;
  requestAnimationFrame(() => {
    isDrawing = false;
    drawPhone();
    drawAgent();
    drawFlow();
    show(find("log"), told, ({ at, text, isBad }) => {
      const item = element("li", text, isBad ? "bad" : "");
      item.prepend(element("time", at.slice(11, 19)));
      return item;
    });
  });
}

let phoneShown = null;
function drawPhone() {
  options(find("customers"), [...world.customers.keys()].map((key) => [key, key.slice(key.indexOf(" ") + 1)]), world.customer);
  find("customers").hidden = world.customers.size === 0;
  if (phoneShown !== world.customer) find("phone").replaceChildren();
  phoneShown = world.customer;
  show(find("phone"), world.customers.get(world.customer)?.items ?? [], bubble);
}

let agentShown = null;
function drawAgent() {
  options(find("conversations"), [...world.conversations].map(([id, known]) => [id, known.title]), world.conversation);
  find("conversations").hidden = world.conversations.size === 0;
  const shown = world.conversations.get(world.conversation);
  if (agentShown !== world.conversation) find("agent").replaceChildren();
  agentShown = world.conversation;
  show(find("agent"), shown?.items ?? [], bubble);
  for (const button of find("act").querySelectorAll("button")) button.disabled = !shown?.open;
}

function drawFlow() {
  const panel = find("flow-panel");
  panel.hidden = world.flows.length === 0;
  if (panel.hidden) return;
  const mine = world.sessions.find((one) => one.session === world.session) ?? world.sessions.at(-1);
  if (mine && find("flows").dataset.follows !== "no") find("flows").value = mine.flow;
  const flow = world.flows.find((one) => one.path === find("flows").value) ?? world.flows[0];
  const picture = find("picture");
  if (picture.shown !== flow) {
    picture.shown = flow;
    const parsed = new DOMParser().parseFromString(flow.picture, "image/svg+xml").documentElement;
    picture.replaceChildren(document.importNode(parsed, true));
  }
  for (const node of picture.querySelectorAll(".here")) node.classList.remove("here");
  for (const one of world.sessions.filter((each) => each.flow === flow.path && each.node)) {
    const node = [...picture.querySelectorAll("[data-node]")].find((each) => each.dataset.node === one.node);
    node?.classList.add("here");
  }
  const key = JSON.stringify([world.sessions, world.session]);
  if (find("sessions").dataset.shown === key) return;
  find("sessions").dataset.shown = key;
  find("sessions").replaceChildren(...(world.sessions.length ? world.sessions.map((one) => {
    const button = element("button", `${one.customer}: ${one.node ?? "…"}${one.wait ? `, ${one.wait}` : ""}`);
    button.type = "button";
    button.setAttribute("aria-pressed", String(one === mine));
    button.addEventListener("click", () => {
      world.session = one.session;
      find("flows").dataset.follows = "yes";
      draw();
    });
    return button;
  }) : [element("span", "No session is parked.")]));
}

// What somebody does

function chooseCustomer(key) {
  world.customer = key;
  const known = world.customers.get(key);
  if (!known) return;
  find("from").value = known.address;
  find("channel").value = known.channel;
  if (known.business) find("to").value = known.business;
}

find("customers").addEventListener("change", (event) => { chooseCustomer(event.target.value); draw(); });
find("conversations").addEventListener("change", (event) => { world.conversation = event.target.value; draw(); });
find("flows").addEventListener("change", (event) => { event.target.dataset.follows = "no"; draw(); });

find("write").addEventListener("submit", async (event) => {
  event.preventDefault();
  const { channel, from, to, text } = Object.fromEntries(new FormData(event.target));
  if (await control("customer", { channel, from, to, text })) {
    find("text").value = "";
    world.customer = `${channel} ${from}`;
    draw();
  }
});

async function act(type) {
  const content = find("content").value;
  if (type === "text/plain" && !content) return;
  const body = { conversation: world.conversation, type };
  if (content) body.content = content;
  if (await control("agent", body)) find("content").value = "";
}
find("act").addEventListener("submit", (event) => { event.preventDefault(); act("text/plain"); });
for (const button of document.querySelectorAll("[data-type]")) {
  button.addEventListener("click", () => act(button.dataset.type));
}

find("webhook").addEventListener("submit", (event) => {
  event.preventDefault();
  try {
    control("webhook", { event: find("event").value, payload: JSON.parse(find("payload").value) });
  } catch {
    tell("the payload is no JSON", true);
  }
});
find("web").addEventListener("submit", (event) => {
  event.preventDefault();
  control("settings", { httpStatus: Number(find("status").value), httpBody: find("body").value }, "PUT");
});
find("time").addEventListener("submit", (event) => {
  event.preventDefault();
  control("time", { seconds: Number(find("minutes").value) * 60 });
});

// What comes: server-sent events, read by hand, since EventSource sends no header.

const events = {
  log: (data) => read(data),
  stage: () => askForStage(),
  sessions(data) { world.sessions = data; },
};

async function askForStage() {
  const answer = await fetch("page/stage", { headers: authorization });
  if (answer.status === 200) setStage(await answer.json());
}

function setStage(data) {
  world.flows = data.flows;
  document.title = find("title").textContent = data.title;
  options(find("flows"), data.flows.map((flow) => [flow.path, flow.name]), find("flows").value);
  find("numbers").replaceChildren(...data.triggers.map(({ to, keyword }) => {
    const option = element("option", keyword === "*" ? to : `${to}: ${keyword}`);
    option.value = to;
    return option;
  }));
  if (!find("to").value && data.triggers.length) {
    find("to").value = data.triggers[0].to;
    find("channel").value = data.triggers[0].channel;
  }
  options(find("event"), data.webhooks.map((name) => [name, name]), find("event").value);
  find("webhook").hidden = data.webhooks.length === 0;
  find("time").hidden = false;
  draw();
}

async function listen() {
  const answer = await fetch(`page/events?after=${last}`, { headers: authorization });
  if (!answer.ok) throw new Error(answer.status === 401 ? "the address lacks its token: #token=…" : String(answer.status));
  await askForStage();
  find("web").hidden = false;
  tell("live");
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let waiting = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const parts = (waiting + value).split("\n\n");
    waiting = parts.pop();
    for (const part of parts) {
      const name = /^event: (.*)$/m.exec(part)?.[1];
      const data = part.split("\n").filter((line) => line.startsWith("data: ")).map((line) => line.slice(6)).join("\n");
      if (name && data) events[name]?.(JSON.parse(data));
    }
    draw();
  }
}

(async () => {
  for (;;) {
    try {
      await listen();
      tell("the connection has ended", true);
    } catch (error) {
      tell(error.message, true);
    }
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
})();
