// Where a person types: text, replies, edits, the reply keyboard, a forced reply, commands.

import { attachMenu, sendFiles, voice } from "./attach.js";
import { h, icon, iconButton } from "./dom.js";
import { t } from "./i18n.js";
import { pickLocation } from "./map.js";
import { attempt, form, menu } from "./overlay.js";
import { entry, setEntry } from "./prefs.js";
import { oneLine } from "./service.js";
import * as sim from "./sim.js";

export class Composer {
  /** @param {import("./feed.js").Feed} feed @param {string} key @param {() => void} onSent */
  constructor(feed, key, onSent) {
    this.feed = feed;
    this.key = `${key}@${feed.viewer}`;
    this.onSent = onSent;
    this.replying = null;
    this.editing = null;
    this.forced = 0;
    this.shown = true;
    this.beginning = false;
    this.sending = Promise.resolve();
    this.input = /** @type {HTMLTextAreaElement} */ (h("textarea", { rows: 1, "aria-label": t("write"), placeholder: t("write"), maxlength: 10000, on: { input: () => this.typed(), keydown: (e) => this.keys(e), paste: (e) => e.clipboardData?.files.length && this.files([...e.clipboardData.files]) } }));
    this.input.value = entry("drafts", this.key) || "";
    this.bar = h("div", { class: "reply-bar", hidden: true });
    this.suggestions = h("div", { class: "suggestions", role: "listbox", "aria-label": t("commands"), hidden: true });
    this.toggle = iconButton(t("keyboard"), "keyboard", () => { this.shown = !this.shown; this.update(); });
    this.slash = iconButton(t("commands"), "slash", (e) => this.commands(e.currentTarget));
    this.sendButton = iconButton(t("send"), "send", () => this.send(), "send");
    this.mic = iconButton(t("record"), "voice", () => voice(this.feed.where, (on) => this.recording(on)));
    this.keyboard = h("div", { class: "reply-keyboard", hidden: true });
    this.line = h("div", { class: "compose-line" }, iconButton(t("attach"), "attach", (e) => attachMenu(e.currentTarget, (fields) => this.post(fields), (files) => this.files(files))), this.input, this.slash, this.toggle, this.mic, this.sendButton);
    this.start = h("button", { type: "button", class: "start", hidden: true, on: { click: () => this.begin() } });
    this.element = h("div", { class: "composer" }, this.suggestions, this.bar, this.line, this.start, this.keyboard);
    this.typed();
  }

  /** Begin to type, or to begin. */
  focus() {
    (this.line.hidden ? this.start : this.input).focus({ preventScroll: true });
  }

  async post(fields) {
    const about = this.editing || this.replying;
    const reply = this.replying ? { reply_to: this.replying.message_id } : {};
    // One after the other: what was written first arrives first.
    const sent = this.sending.then(() => sim.post("messages", { ...this.feed.where, ...reply, ...fields }));
    this.sending = sent.catch(() => {});
    await sent;
    // A reply or an edit that was begun meanwhile goes on.
    if ((this.editing || this.replying) === about) this.answerTo(null);
    this.onSent();
  }

  /** @param {string} text */
  say(text) {
    return attempt(() => this.post({ text }));
  }

  async send() {
    const text = this.input.value.trim();
    if (!text) return;
    const field = this.editing && this.editing.kind !== "text" ? "caption" : "text";
    const fields = this.editing ? { edit: this.editing.message_id, [field]: text } : { text };
    const kept = this.input.value;
    this.input.value = "";
    this.typed();
    if (!(await attempt(() => this.post(fields)))) { this.input.value = kept; this.typed(); }
  }

  async begin() {
    if (this.feed.screen.blocked) return attempt(() => sim.post("blocks", { person_id: this.feed.viewer, blocked: false, bot: this.feed.bot }));
    if (this.beginning) return;
    this.beginning = true;
    // Until the screen knows that it is begun: a second tap may come after the answer and before the new screen.
    if (!(await this.say("/start"))) this.beginning = false;
  }

  files(files) {
    form(t("captionTitle", { n: files.length }), t("send"), [{ name: "caption", label: t("caption") }], async ({ caption }) => {
      await sendFiles(files, { ...this.feed.where, ...(this.replying ? { reply_to: this.replying.message_id } : {}) }, caption);
      this.answerTo(null);
      this.onSent();
    });
  }

  recording(on) {
    this.mic.classList.toggle("recording", on);
    for (const name of ["title", "aria-label"]) this.mic.setAttribute(name, t(on ? "stop" : "record"));
  }

  /** Reply to a message, or (null) to none. @param {any} message @param {boolean} [focus] whether to begin typing */
  answerTo(message, focus = true) {
    const edited = this.editing;
    this.editing = null;
    // What was being written before an edit is there again.
    if (edited) { this.input.value = entry("drafts", this.key) || ""; this.typed(); }
    this.replying = message;
    this.showBar();
    if (message && focus) this.input.focus();
  }

  change(message) {
    this.replying = null;
    this.editing = message;
    this.input.value = message.text;
    this.typed();
    this.showBar();
    this.input.focus();
  }

  showBar() {
    const about = this.editing || this.replying;
    this.bar.hidden = !about;
    if (!about) return this.bar.replaceChildren();
    const title = this.editing ? t("editing") : t("replyTo", { name: about.from.name });
    this.bar.replaceChildren(icon(this.editing ? "edit" : "reply"), h("div", {}, h("b", {}, title), h("span", {}, oneLine(about))), iconButton(t("cancel"), "close", () => this.answerTo(null)));
  }

  typed() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(160, Math.max(40, this.input.scrollHeight))}px`;
    const text = this.input.value;
    if (!this.editing) setEntry("drafts", this.key, text || undefined);
    this.sendButton.hidden = !text.trim();
    this.mic.hidden = !!text.trim();
    const fitting = /^\/\w*$/.test(text) ? (this.feed.screen?.commands || []).filter((c) => `/${c.command}`.startsWith(text)) : [];
    this.suggestions.hidden = !fitting.length;
    this.suggestions.replaceChildren(...fitting.slice(0, 8).map((c) => h("button", { type: "button", role: "option", on: { click: () => this.command(c), keydown: (e) => this.suggestionKeys(e) } }, h("b", {}, `/${c.command}`), h("span", {}, c.description))));
  }

  suggestionKeys(event) {
    const next = { ArrowDown: "nextSibling", ArrowUp: "previousSibling" }[event.key];
    if (next) { (event.currentTarget[next] || this.input).focus(); event.preventDefault(); }
    if (event.key === "Escape") { this.suggestions.hidden = true; this.input.focus(); event.stopPropagation(); }
  }

  command(command) {
    this.input.value = "";
    this.typed();
    this.say(`/${command.command}${this.feed.id < 0 ? `@${command.bot}` : ""}`);
    this.input.focus();
  }

  commands(anchor) {
    menu(anchor, this.feed.screen.commands.map((c) => ({ label: c.description, drawing: h("b", {}, `/${c.command}`), act: () => this.command(c) })));
  }

  keys(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); this.send(); }
    else if (event.key === "Escape") { if (!this.suggestions.hidden) this.suggestions.hidden = true; else if (this.replying || this.editing) this.answerTo(null); else return; event.stopPropagation(); }
    else if (event.key === "ArrowDown" && !this.suggestions.hidden) { this.suggestions.firstChild.focus(); event.preventDefault(); }
    else if (event.key === "ArrowUp" && !this.input.value) {
      const own = this.feed.list.findLast((m) => m.mine && m.kind === "text");
      if (own) { this.change(own); event.preventDefault(); }
    }
  }

  /** Follow the screen: keyboard, forced reply, start or unblock. */
  update() {
    const { keyboard, force_reply: forced, blocked, messages, ids, commands } = this.feed.screen;
    const idle = this.feed.id > 0 && (blocked || !ids.length);
    this.line.hidden = idle;
    const moving = this.start === document.activeElement && !idle;
    this.start.hidden = !idle;
    if (!idle) this.beginning = false;
    if (moving) this.input.focus({ preventScroll: true });
    this.start.textContent = t(blocked ? "unblock" : "start");
    this.slash.hidden = !commands.length;
    this.toggle.hidden = !keyboard;
    this.keyboard.hidden = !keyboard || !this.shown || idle;
    const mark = JSON.stringify(keyboard);
    if (mark !== this.keyboardMark) {
      this.keyboardMark = mark;
      this.keyboard.replaceChildren(...(keyboard?.rows || []).map((row) => h("div", { class: "row" }, row.map((b) => h("button", { type: "button", on: { click: () => this.pressed(b) } }, b.text)))));
    }
    this.input.placeholder = forced?.placeholder || keyboard?.placeholder || t("write");
    // Answered on another device of the same person, it is over here too.
    if (!forced && this.forced && this.replying?.message_id === this.forced) this.answerTo(null);
    if (!forced) this.forced = 0;
    if (forced && forced.message_id !== this.forced) {
      this.forced = forced.message_id;
      const message = this.feed.messages.get(forced.message_id);
      // Somebody who types in another chat goes on typing there.
      const here = document.activeElement === document.body || Boolean(this.element.closest(".pane")?.contains(document.activeElement));
      if (message) this.answerTo(message, here);
    }
  }

  pressed(button) {
    const tap = (fields) => attempt(() => sim.post("taps", { ...this.feed.where, text: button.text, ...fields }));
    if (button.request_location) return pickLocation((location) => tap({ location }));
    return tap({});
  }
}
