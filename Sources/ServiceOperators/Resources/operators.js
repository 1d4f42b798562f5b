"use strict";
// The operators' page. All that the service tells is set as text; the flows' pictures, which it draws itself, are the only markup.

const find = (id) => document.getElementById(id);
const svg = (name) => document.createElementNS("http://www.w3.org/2000/svg", name);

/** What is shown. */
const shown = {
  overview: null,
  filter: {}, // what of the sessions is listed: customer, or flow and node
  session: null, // the chosen session's key
  row: null, // what is known of it
  definition: null, // whose picture is shown
  pictures: new Map(), // definition → picture
};

function tell(text, isBad = false) {
  find("state").textContent = text;
  find("state").classList.toggle("bad", isBad);
}

function element(name, text = "", className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = className;
  return made;
}

/** A button that does something; one that cannot be undone asks to be pressed twice. */
function button(text, label, act, isFinal = false) {
  const made = element("button", text);
  made.type = "button";
  made.setAttribute("aria-label", label);
  made.addEventListener("click", () => pressed(made, act, isFinal));
  return made;
}

async function pressed(made, act, isFinal) {
  if (isFinal && !made.classList.contains("sure")) {
    const text = made.textContent;
    made.textContent = `Really ${text.toLowerCase()}?`;
    made.classList.add("sure");
    setTimeout(() => {
      made.textContent = text;
      made.classList.remove("sure");
    }, 4000);
    return;
  }
  // Not disabled meanwhile, which takes the keyboard's focus away.
  if (made.ariaBusy === "true") return;
  made.classList.remove("sure");
  made.ariaBusy = "true";
  await act();
  made.ariaBusy = "false";
}

// Asking

/** Asks the service; null where there is nothing, or nothing new. */
async function ask(path, query = {}) {
  const wanted = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== "");
  const answer = await fetch(`/operators/${path}?${new URLSearchParams(wanted)}`);
  if (answer.status === 401) location.reload();
  if (answer.status === 503) throw new Error((await answer.json()).error);
  return answer.status === 200 ? await answer.json() : null;
}

async function act(name, on) {
  try {
    const answer = await fetch("/operators/act", {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ act: name, on }),
    });
    if (answer.status === 401) location.reload();
    const told = await answer.json().catch(() => ({}));
    tell(answer.ok ? "done" : told.error ?? `refused: ${answer.status}`, !answer.ok);
  } catch {
    tell("nobody answers", true);
  }
  await refresh();
}

// Lists: the first part is asked for again when something changes, with as many rows as are shown

/** A list that grows by a button. */
class List {
  constructor(name, path, make, query = () => ({})) {
    Object.assign(this, { list: find(name), button: find(`more-${name}`), path, make, query, parts: 1, text: "" });
    this.button.addEventListener("click", () => {
      this.parts += 1;
      refresh();
    });
  }

  async refresh() {
    const rows = [];
    let next;
    for (let part = 0; part < this.parts && next !== null; part += 1) {
      const told = await ask(this.path, { ...this.query(), after: next });
      rows.push(...(told?.rows ?? []));
      next = told?.next ?? null;
    }
    this.button.hidden = next === null;
    const text = JSON.stringify([rows, shown.session]);
    // Whoever reads a row, or is about to press a button, keeps it.
    if (text === this.text || this.list.querySelector(".sure")) return;
    this.text = text;
    const focus = this.list.contains(document.activeElement) ? document.activeElement.getAttribute("aria-label") : null;
    const open = new Map([...this.list.children].map((item) => [item.dataset.key, item.querySelector("pre")]));
    this.list.replaceChildren(...(rows.length ? rows.map((row) => {
      const item = this.make(row);
      const content = open.get(item.dataset.key);
      if (content) item.append(content);
      return item;
    }) : [element("li", "None.", "soft")]));
    if (focus) [...this.list.querySelectorAll("button")].find((one) => one.getAttribute("aria-label") === focus)?.focus();
  }
}

function time(text) {
  return text.slice(0, 19).replace("T", " ");
}

function sessionItem(row) {
  const item = element("li");
  item.dataset.key = row.session;
  const where = row.endedAt ? `ended ${time(row.endedAt)}` : row.node ? `${row.node}: ${row.waitsFor} since ${time(row.since)}` : "…";
  const chosen = button("", `${row.customer}, ${row.flow}, ${where}`, () => choose(row.session));
  chosen.className = "chosen";
  chosen.setAttribute("aria-pressed", String(row.session === shown.session));
  chosen.append(element("b", row.customer), element("br"), element("span", row.flow, "soft"), element("br"),
                element("span", row.stalled ? `stalled, ${where}` : where, row.stalled ? "bad" : ""));
  item.append(chosen);
  return item;
}

/** A dead letter or a doubt: what it is, and what can be done about it. */
function letterItem(key, heading, text, show, deeds) {
  const item = element("li");
  item.dataset.key = key;
  item.append(element("b", heading), element("br"), element("span", text));
  const line = element("div", "", "line");
  line.append(button("Show", `Show ${heading}`, async () => {
    const content = item.querySelector("pre");
    if (content) return content.remove();
    const told = await show();
    if (told) item.append(element("pre", JSON.stringify(told.content, null, 1)));
  }), ...deeds);
  item.append(line);
  return item;
}

const lists = {
  sessions: new List("sessions", "sessions", sessionItem, () => shown.filter),
  dead: new List("dead", "dead", (row) => {
    const heading = `${row.number}: ${row.kind}, ${time(row.at)}`;
    const deeds = [button("Drop", `Drop ${heading}`, () => act("dropDeadLetter", row.number), true)];
    if (row.kind !== "orphan") deeds.unshift(button("Retry", `Retry ${heading}`, () => act("retryDeadLetter", row.number)));
    if (row.session) deeds.unshift(button("Session", `The session of ${heading}`, () => choose(row.session)));
    return letterItem(String(row.number), heading, [row.customer, row.problem].filter(Boolean).join(": "),
                      () => ask("dead", { number: row.number }), deeds);
  }),
  doubts: new List("doubts", "doubts", (row) => {
    const heading = `${row.effect}, ${time(row.since)}`;
    return letterItem(row.key, heading, `${row.key}, tried ${row.tries === 1 ? "once" : `${row.tries} times`}`,
                      () => ask("doubts", { key: row.key }), [
      button("Session", `The session of ${row.key}`, () => choose(row.session)),
      button("Retry", `Retry ${row.key}`, () => act("retryDoubt", row.key), true),
      button("Settle", `Settle ${row.key}`, () => act("settleDoubt", row.key)),
    ]);
  }),
  suppressed: new List("suppressed", "suppressed", (customer) => {
    const item = element("li", customer);
    item.dataset.key = customer;
    const line = element("div", "", "line");
    line.append(button("Remove", `Remove ${customer}`, () => act("unsuppress", customer), true));
    item.append(line);
    return item;
  }),
};

// The overview and the flow

function showOverview(overview) {
  const isFirst = !shown.overview;
  const served = [overview.project, overview.environment].filter(Boolean).join(", ");
  find("name").textContent = served;
  document.title = `${served}: operators`;
  shown.overview = overview;
  for (const [id, count] of [["dead-count", overview.deadLetters], ["doubts-count", overview.doubts]]) {
    find(id).textContent = String(count);
    find(id).classList.toggle("some", count > 0);
  }
  const total = overview.counts.reduce((sum, each) => sum + each.count, 0);
  tell(`${overview.paused ? "paused: nothing is sent; " : ""}${total} live session${total === 1 ? "" : "s"}`, overview.paused);
  find("pause").textContent = overview.paused ? "Resume" : "Pause";
  find("pause").disabled = false;
  const flows = find("flows");
  const names = JSON.stringify(overview.flows);
  if (flows.dataset.shown !== names) {
    const kept = flows.value;
    flows.dataset.shown = names;
    flows.replaceChildren(...overview.flows.map(({ path, name }) => {
      const option = element("option", `${name} (${path})`);
      option.value = path;
      option.selected = path === kept;
      return option;
    }));
  }
  if (isFirst && overview.counts.length) {
    const busiest = overview.counts.reduce((one, other) => (other.count > one.count ? other : one));
    if (overview.flows.some((flow) => flow.path === busiest.flow)) flows.value = busiest.flow;
  }
}

async function drawFlow() {
  const flow = shown.overview?.flows.find((one) => one.path === find("flows").value);
  // A session shows the definition that it runs, which may be an older one.
  const definition = shown.row && shown.row.flow === flow?.path ? shown.row.definition : flow?.definition;
  if (!definition) return;
  if (!shown.pictures.has(definition)) shown.pictures.set(definition, (await ask("picture", { definition }))?.picture);
  const picture = find("picture");
  const text = shown.pictures.get(definition);
  if (picture.dataset.shown !== definition) {
    picture.dataset.shown = definition;
    const parsed = text && new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
    picture.replaceChildren(parsed ? document.importNode(parsed, true) : element("p", "This definition is not kept."));
  }
  for (const old of picture.querySelectorAll(".crowd")) old.remove();
  for (const node of picture.querySelectorAll("[data-node]")) {
    const name = node.dataset.node;
    const count = shown.overview.counts.find((one) => one.flow === flow.path && one.node === name)?.count ?? 0;
    const isHere = shown.row?.flow === flow.path && shown.row.node === name && !shown.row.endedAt;
    node.classList.toggle("here", isHere);
    node.classList.toggle("occupied", count > 0);
    if (count === 0) {
      node.removeAttribute("tabindex");
      continue;
    }
    node.setAttribute("tabindex", "0");
    node.append(crowd(node.getBBox(), count));
  }
}

/** How many wait at a node, in its corner. */
function crowd(box, count) {
  const group = svg("g");
  group.setAttribute("class", "crowd");
  const [circle, text] = [svg("circle"), svg("text")];
  for (const [name, value] of [["cx", box.x + box.width], ["cy", box.y], ["r", 8 + 4 * String(count).length]]) {
    circle.setAttribute(name, value);
  }
  text.setAttribute("x", box.x + box.width);
  text.setAttribute("y", box.y + 4.5);
  text.textContent = String(count);
  const title = svg("title");
  title.textContent = `${count} wait here`;
  group.append(title, circle, text);
  return group;
}

function listThoseAt(event) {
  const node = event.target.closest(".node.occupied");
  if (!node || (event.type === "keydown" && event.key !== "Enter" && event.key !== " ")) return;
  event.preventDefault();
  filter({ flow: find("flows").value, node: node.dataset.node });
}

// Sessions

function filter(wanted) {
  shown.filter = wanted;
  lists.sessions.parts = 1;
  find("place").textContent = wanted.node ? `at ${wanted.node}` : wanted.customer ? `of ${wanted.customer}` : "";
  refresh();
}

async function choose(key) {
  shown.session = key;
  shown.row = null;
  await refresh();
}

async function showSession() {
  if (!shown.session) return;
  const told = await ask("session", { session: shown.session, turns: shown.row?.turns });
  if (!told) {
    if (!shown.row) find("session").textContent = "There is no such session any more.";
    return;
  }
  const row = told.row;
  const isNew = shown.row === null;
  shown.row = row;
  const where = row.endedAt ? `ended ${time(row.endedAt)}` : row.node ? `waits at ${row.node} (${row.waitsFor}) since ${time(row.since)}` : "";
  find("session").textContent = `${row.customer}, ${row.flow}, began ${time(row.startedAt)}, ${row.stalled ? "stalled, " : ""}${where}`
    + (told.problem ? `; the rest is not told: ${told.problem}` : "");
  find("end").hidden = Boolean(row.endedAt);
  lines(find("transcript"), told.transcript, told.leftOut);
  lines(find("trace"), told.trace, told.leftOutOfTrace);
  find("trace-part").hidden = false;
  if (isNew && [...find("flows").options].some((one) => one.value === row.flow)) find("flows").value = row.flow;
}

function lines(list, texts, leftOut) {
  const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  const items = texts.map((text) => {
    const item = element("li", text);
    item.dir = "auto";
    return item;
  });
  if (leftOut) items.unshift(element("li", `… ${leftOut} lines before`, "soft"));
  list.replaceChildren(...items);
  if (isAtEnd) list.scrollTop = list.scrollHeight;
}

// What changes

let isRefreshing = false, isStale = false;

/** Asks for all that is shown again; while it does, further wishes are one. */
async function refresh() {
  isStale = true;
  if (isRefreshing) return;
  isRefreshing = true;
  try {
    while (isStale) {
      isStale = false;
      await showSession();
      for (const list of Object.values(lists)) await list.refresh();
      await drawFlow();
    }
  } catch (error) {
    tell(error.message, true);
  }
  isRefreshing = false;
}

function listen() {
  const events = new EventSource("/operators/events");
  events.addEventListener("overview", (event) => {
    showOverview(JSON.parse(event.data));
    refresh();
  });
  events.addEventListener("away", (event) => tell(event.data, true));
  events.addEventListener("error", () => {
    tell("the connection has ended", true);
    // A browser tries again by itself, unless it was refused.
    if (events.readyState === EventSource.CLOSED) {
      setTimeout(() => ask("overview").then(listen, listen), 2000);
    }
  });
}

find("search").addEventListener("submit", (event) => {
  event.preventDefault();
  filter({ customer: find("customer").value.trim() });
});
find("everybody").addEventListener("click", () => {
  find("customer").value = "";
  filter({});
});
find("suppress").addEventListener("submit", async (event) => {
  event.preventDefault();
  await act("suppress", find("whom").value.trim());
  find("whom").value = "";
});
find("flows").addEventListener("change", () => drawFlow().catch((error) => tell(error.message, true)));
find("picture").addEventListener("click", listThoseAt);
find("picture").addEventListener("keydown", listThoseAt);
find("pause").addEventListener("click", () => pressed(find("pause"), () => act(shown.overview.paused ? "resume" : "pause")));
find("end").addEventListener("click", () => pressed(find("end"), () => act("endSession", shown.session), true));
find("logout").addEventListener("click", async () => {
  await fetch("/logout", { method: "POST" });
  location.reload();
});
if (location.hash) history.replaceState(null, "", "/");
listen();
