// The page: puts its parts together and hands each event to whom it concerns.

import { ChatList } from "./chats.js";
import { Controls } from "./controls.js";
import { h, iconButton } from "./dom.js";
import * as faults from "./faults.js";
import { moment } from "./format.js";
import { Guide } from "./guide.js";
import { language, onLanguage, setLanguage, t } from "./i18n.js";
import { callbackAnswered } from "./keyboards.js";
import { narrow } from "./layers.js";
import { follow } from "./live.js";
import { loadMap } from "./map.js";
import { because, movedTime, turnedOut } from "./news.js";
import { notice } from "./notice.js";
import { form, menu } from "./overlay.js";
import { inSight, moved, openChat, openKeys, openPanes, paneArea, restore } from "./panes.js";
import { inWorld, pref, setPref } from "./prefs.js";
import * as sim from "./sim.js";
import { keyOf, now, onNews, onWorld, refreshWorld, setNow, touch, world } from "./store.js";

const ABOUT_CHATS = new Set(["message", "edit", "delete", "read", "member", "upgrade", "chat", "block"]);
const WHOLE = new Set(["read", "pins", "permissions", "upgrade", "member"]);
const DEMO_MS = 60_000;
const MOST_NAMES = 500;

let list;
let controls;
let guide;
/** The demo that was begun here: until when it is followed, and whose chats are shown already. */
const demo = { until: 0, person: 0, group: 0 };
const area = paneArea(() => list?.draw());
const offline = h("div", { class: "offline", role: "alert", hidden: true });
const reminder = h("div", { class: "reminder", role: "status", hidden: true });
const today = h("small", { class: "today" });

function theme() {
  document.documentElement.dataset.theme = pref("theme", matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
}

function add(anchor) {
  menu(anchor, [{ label: t("newPerson"), act: newPerson }, { label: t("newGroup"), act: newGroup }]);
}

function newPerson() {
  form(t("newPerson"), t("create"), [{ name: "first_name", label: t("firstName"), required: true }, { name: "last_name", label: t("lastName") }, { name: "username", label: t("username") }], async (fields) => {
    const made = await sim.post("people", { ...fields, language_code: language() });
    await refreshWorld();
    openChat(keyOf(made.id, null), "here");
  });
}

function newGroup() {
  // Officers first: a citizen who owned a group would leave the list of citizens.
  const officers = (person) => Number(world.staff.has(person.id));
  const people = [...world.people.values()].sort((a, b) => officers(b) - officers(a)).slice(0, MOST_NAMES).map((person) => [person.id, person.name]);
  form(t("newGroup"), t("create"), [{ name: "title", label: t("groupTitle"), required: true }, { name: "owner", label: t("groupOwner"), options: people, required: true }], async ({ title, owner }) => {
    const made = await sim.post("groups", { title, members: [Number(owner)] });
    await refreshWorld();
    openChat(keyOf(made.id, null), "here");
  });
}

function tick() {
  today.textContent = moment(now());
}

function remind() {
  const on = faults.names();
  reminder.hidden = !on.length;
  const text = `${t("faultsOn")}: ${on.join(", ")}`;
  if (!on.length || reminder.firstChild?.textContent === text) return;
  reminder.replaceChildren(h("span", {}, text), h("button", { type: "button", on: { click: () => faults.clear() } }, t("mend")));
}

function welcome() {
  area.dataset.welcome = world.bots.length ? `${t("welcome")}\n${t("welcomeMore")}` : t("noBot", { url: location.origin });
}

function frame() {
  guide?.stop();
  controls?.stop();
  list = new ChatList((key, beside) => openChat(key, beside ? "beside" : "here"), openKeys);
  controls = new Controls({ demo: () => Object.assign(demo, { until: Date.now() + DEMO_MS, person: 0, group: 0 }) });
  guide = new Guide((key) => openChat(key, "fits"), () => controls.show(), newPerson);
  document.title = t("title");
  offline.textContent = t("offline");
  welcome();
  const turn = () => { setPref("theme", document.documentElement.dataset.theme === "dark" ? "light" : "dark"); theme(); };
  const other = () => { setLanguage(language() === "id" ? "en" : "id"); document.querySelector(".language").focus(); };
  document.getElementById("app").replaceChildren(h("div", { class: "bars" }, offline, reminder), h("nav", { class: "sidebar", "aria-label": t("chats") },
    h("header", { class: "top" }, h("div", { class: "brand" }, h("h1", {}, t("title")), today), iconButton(t("add"), "add", (e) => add(e.currentTarget)), iconButton(t("theme"), "sun", turn), h("button", { type: "button", class: "language", title: t("language"), "aria-label": `${t("languageCode")}: ${t("language")}`, on: { click: other } }, t("languageCode")), iconButton(t("controls"), "gauge", () => controls.toggle(), "open-controls")),
    guide.element, list.element), area, controls.element);
  list.update();
  tick();
  remind();
}

function handle(event) {
  if (event.type === "callback_answer") callbackAnswered(event);
  else if (event.type === "fault") faults.refresh().catch(() => {});
  else if (event.type === "time") { movedTime(); setNow(Date.parse(event.now) / 1000); tick(); controls.tick(); list.update(); }
  else if (event.type === "bot") return void refreshWorld().then(welcome).catch(() => {});
  else if (event.type === "person") { followDemo(event); return void refreshSoon(); }
  if (event.chat_id === undefined) return;
  if (event.type === "upgrade") return void refreshWorld().catch(() => {}).then(() => moved(event.chat_id, event.to));
  if (ABOUT_CHATS.has(event.type)) touch(event.chat_id, event.bot);
  if (event.type === "message") { followDemo(event); controls.called(); }
  for (const pane of openPanes()) if (pane.id === event.chat_id && (!event.bot || !pane.bot || pane.bot === event.bot)) pane.refresh(WHOLE.has(event.type));
}

/** A bot has spoken where nobody here is looking: say so if it is because of what was done here. @param {import("./store.js").Chat} chat */
function news(chat) {
  const played = Date.now() < demo.until;
  if (played ? [demo.person, demo.group].includes(chat.id) : because(chat)) tell(chat);
}

function tell(chat) {
  if (chat.id < 0) guide.reached(chat.key);
  if (!inSight(chat.key)) notice(chat, () => openChat(chat.key, "fits"));
}

/** The demo begins with somebody new, who writes to the bot, which turns to a group: show both side by side. */
async function followDemo(event) {
  if (Date.now() > demo.until) return;
  if (event.type === "person" && !demo.person) {
    demo.person = event.person_id;
    await refreshWorld().catch(() => {});
    openChat(keyOf(demo.person, null), "fits", false);
  } else if (event.type === "message" && event.chat_id < 0 && demo.person && !demo.group) {
    demo.group = event.chat_id;
    if (!narrow()) openChat(keyOf(demo.group, null), "fits", false);
  }
}

let soon = 0;
function refreshSoon() {
  clearTimeout(soon);
  soon = setTimeout(() => refreshWorld().catch(() => {}), 300);
}

async function resync() {
  const settings = await sim.settings();
  if (settings.world !== world.settings.world) location.reload();
  const seq = await refreshWorld();
  for (const pane of openPanes()) pane.refresh(true);
  faults.refresh().catch(() => {});
  return seq;
}

async function begin() {
  theme();
  document.documentElement.lang = language();
  world.settings = await sim.settings();
  inWorld(world.settings.world);
  await loadMap();
  const after = await refreshWorld();
  frame();
  restore();
  onWorld(() => { list.update(); guide.update(); turnedOut().forEach(tell); });
  onNews(news);
  faults.onFaults(() => { remind(); controls.showFaults(); });
  onLanguage(() => { frame(); restore(true); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", theme);
  document.addEventListener("visibilitychange", () => { for (const pane of openPanes()) if (pane.thread.atBottom) pane.read(); });
  follow({ after, onEvent: handle, onGap: resync, onState: (connected) => { offline.hidden = connected; } });
  faults.refresh().catch(() => {});
  setInterval(tick, 10_000);
  document.documentElement.dataset.ready = "yes";
}

begin();
