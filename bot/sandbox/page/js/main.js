// The page: puts its parts together and hands each event to whom it concerns.

import { ChatList } from "./chats.js";
import { Controls } from "./controls.js";
import { h, iconButton } from "./dom.js";
import { language, onLanguage, setLanguage, t } from "./i18n.js";
import { callbackAnswered } from "./keyboards.js";
import { entered, left } from "./layers.js";
import { follow } from "./live.js";
import { loadMap } from "./map.js";
import { form } from "./overlay.js";
import { Pane } from "./pane.js";
import { entry, pref, setPref } from "./prefs.js";
import * as sim from "./sim.js";
import { onWorld, refreshWorld, setNow, touch, world } from "./store.js";

const MOST_PANES = 4;
const ABOUT_CHATS = new Set(["message", "edit", "delete", "read", "member", "upgrade", "chat", "block"]);
/** @type {Pane[]} */
let panes = [];
let list;
let controls;
const area = h("main", { class: "panes" });
const offline = h("div", { class: "offline", role: "alert", hidden: true });

function theme() {
  document.documentElement.dataset.theme = pref("theme", matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
}

function remember() {
  setPref("panes", panes.map((p) => ({ id: p.id, bot: p.bot, viewer: p.feed.viewer })));
  area.classList.toggle("nothing", !panes.length);
  list?.draw();
}

function viewerOf(chat) {
  if (chat.id > 0) return chat.id;
  const people = chat.members.filter((m) => !m.is_bot);
  const kept = entry("viewers", chat.key);
  return people.some((m) => m.id === kept) ? kept : people[0]?.id;
}

function showList() {
  document.body.dataset.view = "list";
}

function showPane() {
  if (document.body.dataset.view === "pane") return;
  document.body.dataset.view = "pane";
  entered(showList);
}

function makePane(id, bot, viewer) {
  const pane = new Pane(id, bot, viewer, {
    close: () => closePane(pane),
    back: () => left(showList),
    act: (other) => replacePane(pane, makePane(id, bot, other)),
  });
  pane.refresh(true).then(() => pane.thread.toBottom());
  pane.element.addEventListener("focusin", () => { if (panes.includes(pane)) activate(pane); });
  return pane;
}

function activate(pane) {
  for (const other of panes) other.element.classList.toggle("active", other === pane);
}

function replacePane(old, fresh) {
  old.close();
  old.element.replaceWith(fresh.element);
  panes = panes.map((p) => (p === old ? fresh : p));
  activate(fresh);
  remember();
}

function closePane(pane) {
  pane.close();
  pane.element.remove();
  panes = panes.filter((p) => p !== pane);
  if (panes.length) activate(panes.at(-1));
  else left(showList);
  remember();
}

function openChat(key, beside) {
  const chat = world.chats.get(key);
  if (!chat) return;
  showPane();
  const there = panes.find((p) => p.key === key);
  if (there) { activate(there); there.element.scrollIntoView({ inline: "nearest" }); there.composer.input.focus(); return; }
  const pane = makePane(chat.id, chat.bot, viewerOf(chat));
  const active = panes.find((p) => p.element.classList.contains("active")) || panes.at(-1);
  if (active && (!beside || panes.length >= MOST_PANES)) replacePane(active, pane);
  else { area.append(pane.element); panes.push(pane); }
  activate(pane);
  remember();
  pane.composer.input.focus();
}

function newPerson() {
  form(t("newPerson"), t("create"), [{ name: "first_name", label: t("firstName"), required: true }, { name: "last_name", label: t("lastName") }, { name: "username", label: t("username") }], async (fields) => {
    const made = await sim.post("people", { ...fields, language_code: language() });
    await refreshWorld();
    const chat = [...world.chats.values()].find((c) => c.id === made.id);
    if (chat) openChat(chat.key, false);
  });
}

function frame() {
  list = new ChatList(openChat, () => new Set(panes.map((p) => p.key)));
  controls?.show(false);
  controls?.element.remove();
  controls = new Controls();
  document.title = t("title");
  offline.textContent = t("offline");
  area.dataset.welcome = `${t("welcome")}\n${t("welcomeMore")}`;
  const turn = () => { setPref("theme", document.documentElement.dataset.theme === "dark" ? "light" : "dark"); theme(); };
  document.getElementById("app").replaceChildren(h("nav", { class: "sidebar", "aria-label": t("chats") },
    h("header", { class: "top" }, h("h1", {}, t("title")), iconButton(t("newPerson"), "add", newPerson), iconButton(t("theme"), "sun", turn), h("button", { type: "button", class: "language", title: t("language"), "aria-label": t("language"), on: { click: () => setLanguage(language() === "id" ? "en" : "id") } }, language().toUpperCase()), iconButton(t("controls"), "gauge", () => controls.toggle(), "open-controls")),
    offline, list.element), area, controls.element);
  list.update();
}

function handle(event) {
  if (event.type === "callback_answer") callbackAnswered(event);
  else if (event.type === "fault") controls.refresh();
  else if (event.type === "time") { setNow(Date.parse(event.now) / 1000); controls.refresh(); list.update(); }
  else if (event.type === "person") return void refreshSoon();
  if (event.chat_id === undefined) return;
  if (event.type === "upgrade") return void upgraded(event.chat_id, event.to);
  if (ABOUT_CHATS.has(event.type)) touch(event.chat_id, event.bot);
  for (const pane of panes) if (pane.id === event.chat_id && (!event.bot || !pane.bot || pane.bot === event.bot)) pane.refresh(["read", "pins", "permissions", "upgrade", "member"].includes(event.type));
}

/** A group goes on under another id: whoever looks at it goes along. */
async function upgraded(from, to) {
  await refreshWorld().catch(() => {});
  for (const pane of panes.filter((p) => p.id === from)) {
    if (panes.some((p) => p.id === to)) closePane(pane);
    else replacePane(pane, makePane(to, pane.bot, pane.feed.viewer));
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
  for (const pane of panes) pane.refresh(true);
  return seq;
}

function restore() {
  const kept = pref("panes", null) || firstPanes();
  for (const { id, bot, viewer } of kept.slice(0, MOST_PANES)) {
    const chat = [...world.chats.values()].find((c) => c.id === id && (id < 0 || c.bot === bot));
    if (!chat) continue;
    const pane = makePane(id, bot, viewer);
    panes.push(pane);
    area.append(pane.element);
  }
  if (panes.length) activate(panes[0]);
  remember();
}

/** At the first visit: a citizen who has not met the bot yet, beside a group where there is room. */
function firstPanes() {
  const chats = [...world.chats.values()];
  const group = chats.find((c) => c.id < 0);
  const citizens = chats.filter((c) => c.id > 0 && !c.mute);
  const citizen = citizens.find((c) => !c.last) || citizens[0];
  return [citizen, innerWidth > 1000 ? group : null].filter(Boolean).map((c) => ({ id: c.id, bot: c.bot, viewer: viewerOf(c) }));
}

async function begin() {
  theme();
  document.documentElement.lang = language();
  world.settings = await sim.settings();
  await loadMap();
  const after = await refreshWorld();
  frame();
  restore();
  onWorld(() => list.update());
  onLanguage(() => { const old = panes; panes = []; for (const p of old) { p.close(); p.element.remove(); } setPref("panes", old.map((p) => ({ id: p.id, bot: p.bot, viewer: p.feed.viewer }))); frame(); restore(); });
  follow({ after, onEvent: handle, onGap: resync, onState: (connected) => { offline.hidden = connected; } });
  document.documentElement.dataset.ready = "yes";
}

begin();
