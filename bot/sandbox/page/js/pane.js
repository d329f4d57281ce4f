// One open chat: whose it is, its messages, and where one types.

import { showCause } from "./cause.js";
import { Composer } from "./composer.js";
import { avatar, h, icon, iconButton } from "./dom.js";
import { Feed } from "./feed.js";
import { t } from "./i18n.js";
import { attempt, menu, toast } from "./overlay.js";
import { setEntry } from "./prefs.js";
import * as sim from "./sim.js";
import { keyOf, seen, world } from "./store.js";
import { Thread } from "./thread.js";

const EMOJI = ["👍", "❤️", "🔥", "🙏", "😢"];
const ACTION_MS = 5500;

export class Pane {
  /** @param {number} id @param {string|null} bot @param {number} viewer @param {{close: () => void, act: (viewer: number) => void, back: () => void}} owner */
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
    this.element = h("section", { class: "pane", tabindex: "-1", "aria-label": this.chat?.title || "", on: { dragover: (e) => e.preventDefault(), drop: (e) => { e.preventDefault(); if (e.dataTransfer.files.length) this.composer.files([...e.dataTransfer.files]); } } }, this.header, this.pinned, this.thread.element, this.composer.element);
  }

  get chat() {
    return world.chats.get(this.key);
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
      if (error instanceof sim.Refused) this.thread.list.replaceChildren(h("p", { class: "empty" }, error.message));
    }
  }

  update() {
    const { screen } = this.feed;
    this.drawHeader();
    this.thread.update();
    this.composer.update();
    const pinned = screen.pinned.length ? this.feed.messages.get(screen.pinned.at(-1)) : null;
    this.pinned.hidden = !pinned;
    if (pinned) this.pinned.replaceChildren(h("b", {}, t("pinnedMessage")), h("span", {}, pinned.text || t(pinned.kind)));
    clearTimeout(this.timer);
    if (screen.action) this.timer = setTimeout(() => this.refresh(true), ACTION_MS);
    if (this.thread.atBottom) this.read();
  }

  read() {
    if (document.hidden || !this.feed.screen) return;
    seen(this.key);
    if (this.feed.screen.unread) {
      this.feed.screen.unread = 0;
      sim.post("reads", this.feed.where).catch(() => {});
    }
  }

  drawHeader() {
    const { chat, action } = this.feed.screen;
    const title = chat.title || [chat.first_name, chat.last_name].filter(Boolean).join(" ");
    const people = (chat.members || []).filter((m) => !["left", "kicked"].includes(m.status));
    const bot = world.bots.find((b) => b.username === (this.bot || chat.bot)) || world.bots[0];
    const line = action ? t(action === "typing" ? "typing" : "doing") : this.id < 0 ? t("members", { n: people.length }) : t("privateChat", { bot: bot?.name || "" });
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

  chatMenu(anchor) {
    const act = (label, path, body) => ({ label: t(label), act: () => attempt(async () => { await sim.post(path, body); toast(t("done")); }) });
    const member = (label, action, more = {}) => act(label, "members", { chat_id: this.id, bot: true, action, ...more });
    if (this.id > 0) {
      const blocked = this.feed.screen.blocked;
      return menu(anchor, [act(blocked ? "unblockBot" : "block", "blocks", { person_id: this.id, blocked: !blocked, bot: this.bot })]);
    }
    return menu(anchor, [member("promote", "promote"), member("demote", "demote"), member("restrict", "restrict", { rights: { can_send_messages: false, is_member: true } }), member("kick", "remove"), member("invite", "add"),
      this.feed.screen.chat.type === "group" ? act("upgrade", "upgrades", { chat_id: this.id }) : null]);
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
