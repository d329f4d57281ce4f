// One open chat: whose it is, its messages, and where one types.

import { showCause } from "./cause.js";
import { Composer } from "./composer.js";
import { avatar, h, icon, iconButton } from "./dom.js";
import { Feed } from "./feed.js";
import { t } from "./i18n.js";
import { announce, attempt, form, menu, toast } from "./overlay.js";
import { setEntry } from "./prefs.js";
import { oneLine } from "./service.js";
import * as sim from "./sim.js";
import { chatWith, keyOf, seen, world } from "./store.js";
import { Thread } from "./thread.js";

const EMOJI = ["👍", "❤️", "🔥", "🙏", "😢"];
const ACTION_MS = 5500;
const MOST_NAMES = 500;
const GONE = new Set(["left", "kicked"]);

export class Pane {
  /** @param {number} id @param {string|null} bot @param {number} viewer @param {{close: () => void, act: (viewer: number) => void, back: () => void, open: (key: string) => void}} owner */
  constructor(id, bot, viewer, owner) {
    this.id = id;
    this.bot = bot;
    this.key = keyOf(id, bot);
    this.owner = owner;
    this.feed = new Feed(id, bot, viewer);
    this.feed.onChange = () => this.update();
    this.thread = new Thread(this.feed, { menu: (m, a) => this.messageMenu(m, a), cause: showCause, jump: () => {}, say: (text) => this.composer.say(text) }, () => this.read());
    this.composer = new Composer(this.feed, this.key, () => this.thread.toBottom());
    this.header = h("header", { class: "pane-header" });
    this.pinned = h("button", { type: "button", class: "pinned", hidden: true, on: { click: () => this.thread.jump(this.feed.screen.pinned.at(-1)) } });
    this.banner = h("div", { class: "banner", role: "status", hidden: true });
    this.element = h("section", { class: "pane", tabindex: "-1", "aria-label": this.chat?.title || "", on: { keydown: (e) => this.typed(e), dragover: (e) => e.preventDefault(), drop: (e) => { e.preventDefault(); if (e.dataTransfer.files.length) this.composer.files([...e.dataTransfer.files]); } } }, this.header, this.banner, this.pinned, this.thread.element, this.composer.element);
  }

  get chat() {
    return world.chats.get(this.key);
  }

  /** Whether it can be seen just now. */
  get visible() {
    return !document.hidden && this.element.offsetParent !== null;
  }

  /** Show the chat, at its end or where it was read. @param {any} [scroll] what the thread's `place` gave */
  begin(scroll) {
    if (scroll) this.feed.limit = scroll.limit;
    this.whenReady = this.refresh(true).then(() => (scroll ? this.thread.resume(scroll) : this.thread.toBottom()));
  }

  /** Put the keyboard where one goes on: the text field, or the button that begins. */
  focus() {
    this.whenReady.then(() => this.composer.focus());
  }

  /** Letters typed anywhere in the chat go where one writes. */
  typed(event) {
    const plain = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (plain && !event.target.closest("input, textarea, select") && !this.composer.line.hidden) this.composer.input.focus();
  }

  close() {
    this.feed.closed = true;
    clearTimeout(this.timer);
  }

  /** @param {boolean} [whole] */
  async refresh(whole) {
    try {
      await this.feed.refresh(whole);
    } catch (error) {
      if (error instanceof sim.Refused && error.status) this.thread.list.replaceChildren(h("p", { class: "empty" }, error.message));
    }
  }

  update() {
    const { screen } = this.feed;
    this.drawHeader();
    this.drawBanner();
    this.thread.update();
    this.composer.update();
    this.tell();
    const pinned = screen.pinned.length ? this.feed.messages.get(screen.pinned.at(-1)) : null;
    this.pinned.hidden = !pinned;
    if (pinned) this.pinned.replaceChildren(h("b", {}, t("pinnedMessage")), h("span", {}, pinned.text || t(pinned.kind)));
    clearTimeout(this.timer);
    if (screen.action) this.timer = setTimeout(() => this.refresh(true), ACTION_MS);
    if (this.thread.atBottom) this.read();
  }

  /** Tell those who listen instead of looking what others have just written. */
  tell() {
    const { ids } = this.feed.screen;
    const last = ids.at(-1) || 0;
    const fresh = this.told === undefined || !this.visible ? [] : this.feed.list.filter((m) => m.message_id > this.told && !m.mine);
    this.told = Math.max(this.told || 0, last);
    if (fresh.length) announce(fresh.slice(-3).map((m) => `${m.from.name}: ${oneLine(m)}`).join("\n"));
  }

  read() {
    if (!this.visible || !this.feed.screen) return;
    seen(this.key, this.feed.screen.ids.at(-1) || 0);
    if (this.feed.screen.unread) {
      this.feed.screen.unread = 0;
      sim.post("reads", this.feed.where).catch(() => {});
    }
  }

  drawHeader() {
    const { chat, action } = this.feed.screen;
    const title = chat.title || [chat.first_name, chat.last_name].filter(Boolean).join(" ");
    const people = (chat.members || []).filter((m) => !GONE.has(m.status));
    const leads = this.id < 0 && this.botStatus === "administrator" ? ` · ${t("botLeads")}` : "";
    const line = action ? t(action === "typing" ? "typing" : "doing") : this.id < 0 ? t("members", { n: people.length }) + leads : t("privateChat", { bot: world.bots.length > 1 ? `@${this.botUser.username}` : this.botUser?.name || "" });
    const mark = JSON.stringify([title, line, people.map((m) => m.id), this.feed.viewer]);
    if (mark === this.headerMark) return;
    this.headerMark = mark;
    const select = /** @type {HTMLSelectElement} */ (h("select", { "aria-label": t("actAs"), on: { change: () => { setEntry("viewers", this.key, Number(select.value)); this.owner.act(Number(select.value)); } } }, people.filter((m) => !m.is_bot).map((m) => h("option", { value: m.id }, m.name))));
    select.value = String(this.feed.viewer);
    this.element.setAttribute("aria-label", title);
    this.header.replaceChildren(iconButton(t("back"), "back", () => this.owner.back(), "back"), avatar(title, this.id),
      h("div", { class: "pane-title" }, h("h2", {}, title), h("div", { class: "pane-about" }, h("small", { class: action ? "busy" : "" }, line), this.id < 0 ? h("label", { class: "act-as" }, t("as"), " ", select) : "")),
      iconButton(t("chatMenu"), "more", (e) => this.chatMenu(e.currentTarget)), iconButton(t("closePane"), "close", () => this.owner.close(), "close-pane"));
  }

  get botUser() {
    return world.bots.find((b) => b.username === (this.bot || this.feed.screen.chat.bot)) || world.bots[0];
  }

  /** What the bot is in this group: "administrator", "member", "restricted"; "left" where it is not. */
  get botStatus() {
    const status = (this.feed.screen.chat.members || []).find((m) => m.is_bot && (!this.botUser || m.id === this.botUser.id))?.status;
    return !status || GONE.has(status) ? "left" : status;
  }

  /** What keeps the bot's messages away from here, and the button that takes it away. */
  drawBanner() {
    const bot = this.botUser?.name || t("bot");
    const trouble = this.id > 0 ? (this.feed.screen.blocked ? "isBlocked" : "") : { left: "isOut", restricted: "isMute" }[this.botStatus] || "";
    if (trouble === this.trouble) return;
    this.trouble = trouble;
    this.banner.hidden = !trouble;
    const undo = trouble && this.deeds()[{ isBlocked: "unblockBot", isOut: "invite", isMute: "unmute" }[trouble]];
    this.banner.replaceChildren(...(trouble ? [icon("warn"), h("span", {}, t(trouble, { bot, who: this.chat?.title || "" })), h("button", { type: "button", on: { click: undo.act } }, undo.label)] : []));
  }

  /** What can be done to the chat, by name. @returns {Record<string, {label: string, act: () => void}>} */
  deeds() {
    const deed = (label, path, body) => ({ label: t(label), act: () => attempt(async () => { await sim.post(path, body); toast(t("done")); }) });
    const member = (label, action, more = {}) => deed(label, "members", { chat_id: this.id, bot: this.botUser?.username || true, action, ...more });
    const person = { person_id: this.id, bot: this.bot };
    return {
      block: deed("block", "blocks", { ...person, blocked: true }), unblockBot: deed("unblockBot", "blocks", { ...person, blocked: false }),
      promote: member("promote", "promote"), demote: member("demote", "demote"), unmute: member("unmute", "demote"),
      restrict: member("restrict", "restrict", { rights: { can_send_messages: false, is_member: true } }), kick: member("kick", "remove"), invite: member("invite", "add"),
      upgrade: deed("upgrade", "upgrades", { chat_id: this.id }), join: { label: t("join"), act: () => this.invitePerson() },
    };
  }

  chatMenu(anchor) {
    const deeds = this.deeds();
    const fitting = this.id > 0 ? [this.feed.screen.blocked ? "unblockBot" : "block"] : { left: ["invite"], restricted: ["unmute", "promote", "kick"], administrator: ["demote", "restrict", "kick"] }[this.botStatus] || ["promote", "restrict", "kick"];
    const others = this.id > 0 ? world.bots.filter((bot) => bot.username !== this.botUser?.username) : [];
    if (this.id < 0) fitting.push("join", ...(this.feed.screen.chat.type === "group" ? ["upgrade"] : []));
    menu(anchor, [...fitting.map((name) => deeds[name]), ...others.map((bot) => ({ label: t("chatWith", { bot: `@${bot.username}` }), act: () => this.owner.open(chatWith(world.people.get(this.id), bot.username)) }))]);
  }

  invitePerson() {
    const there = new Set((this.feed.screen.chat.members || []).filter((m) => !GONE.has(m.status)).map((m) => m.id));
    const people = [...world.people.values()].filter((p) => !there.has(p.id)).slice(0, MOST_NAMES);
    form(t("join"), t("addPerson"), [{ name: "person", label: t("name"), options: people.map((p) => [p.id, p.name]), required: true }], async ({ person }) => {
      await sim.post("members", { chat_id: this.id, person_id: Number(person), action: "add" });
    });
  }

  messageMenu(message, anchor) {
    const raise = (body) => () => attempt(() => sim.post("messages", { ...this.feed.where, ...body }));
    const react = h("div", { class: "react" }, EMOJI.map((emoji) => h("button", { type: "button", "aria-label": t("react", { emoji }), on: { click: () => attempt(() => sim.post("reactions", { ...this.feed.where, message_id: message.message_id, emoji })) } }, emoji)));
    menu(anchor, [
      { label: t("reply"), drawing: icon("reply"), act: () => setTimeout(() => this.composer.answerTo(message)) },
      message.mine && (message.kind === "text" || message.file) ? { label: t("edit"), drawing: icon("edit"), act: () => setTimeout(() => this.composer.change(message)) } : null,
      message.text && !message.protected ? { label: t("copy"), drawing: icon("copy"), act: () => navigator.clipboard?.writeText(message.text).then(() => toast(t("copied"))) } : null,
      message.cause ? { label: t("cause"), drawing: icon("code"), act: () => showCause(message) } : null,
      message.mine ? { label: t("remove"), drawing: icon("trash"), danger: true, act: raise({ delete: message.message_id }) } : null,
    ], react);
  }
}
