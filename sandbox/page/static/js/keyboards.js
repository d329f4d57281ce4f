// Inline keyboards and the taps on them: each tap waits for the bot's answer, which comes as an event.

import { h, icon } from "./dom.js";
import { safeLink } from "./entities.js";
import { t } from "./i18n.js";
import { alertBox, attempt, dialog, toast } from "./overlay.js";
import * as sim from "./sim.js";
import { world } from "./store.js";

const MARKS = { url: "out", switch_inline_query: "reply", switch_inline_query_current_chat: "reply", copy_text: "copy", web_app: "out" };
// Telegram forgets a tap after about as long.
const PATIENCE_MS = 150_000;

/** Taps from here that wait: id of the query → how to end the waiting. */
const waiting = new Map();
/** Answers that came before we knew the tap's id. */
const early = new Map();

/** @param {any} message @param {import("./feed.js").Feed} feed @param {(text: string) => void} say */
export function inlineKeyboard(message, feed, say) {
  const raw = message.raw.reply_markup?.inline_keyboard || [];
  return h("div", { class: "inline-keyboard" }, message.buttons.map((row, y) => h("div", { class: "row" }, row.map((button, x) =>
    h("button", { type: "button", class: "inline-button", on: { click: (event) => press(event.currentTarget, message, button, raw[y]?.[x] || {}, feed, say) } },
      h("span", {}, button.text), MARKS[button.kind] ? icon(MARKS[button.kind]) : null)))));
}

async function press(element, message, button, raw, feed, say) {
  if (button.kind === "callback") return tap(element, message, button, feed);
  if (button.kind === "url") return followLink(button.url, feed, say);
  if (button.kind === "copy_text") {
    await navigator.clipboard?.writeText(raw.copy_text?.text || "").catch(() => {});
    return toast(t("copied"));
  }
  return toast(t("notPlayed"));
}

async function tap(element, message, button, feed) {
  if (element.classList.contains("waiting")) return;
  element.classList.add("waiting");
  element.setAttribute("aria-busy", "true");
  const stop = () => { element.classList.remove("waiting"); element.removeAttribute("aria-busy"); };
  const sent = await attempt(async () => {
    const made = await sim.post("taps", { ...feed.where, message_id: message.message_id, data: button.data });
    const known = early.get(made.id);
    if (known) return settle(known, stop);
    const timer = setTimeout(() => { waiting.delete(made.id); stop(); toast(t("noAnswer")); }, PATIENCE_MS);
    waiting.set(made.id, (answer) => { clearTimeout(timer); settle(answer, stop); });
  });
  if (!sent) stop();
}

function settle(answer, stop) {
  stop();
  if (answer.text) answer.show_alert ? alertBox(botName(), answer.text) : toast(answer.text);
  if (answer.url) askToOpen(answer.url);
}

const botName = () => world.bots[0]?.name || t("bot");

/** An answer has come; ours or somebody else's. @param {any} event */
export function callbackAnswered(event) {
  const settled = waiting.get(event.id);
  if (settled) {
    waiting.delete(event.id);
    settled(event);
    return;
  }
  early.set(event.id, event);
  while (early.size > 100) early.delete(early.keys().next().value);
}

/** A link to one of the bots here starts it, as in Telegram; any other is opened only when confirmed. */
export function followLink(address, feed, say) {
  const start = /^(?:https?:\/\/t\.me\/|tg:\/\/resolve\?domain=)(\w+)(?:[?&]start=([\w-]+))?$/i.exec(address);
  const bot = start && world.bots.find((b) => b.username.toLowerCase() === start[1].toLowerCase());
  if (bot && feed.id > 0) return say(start[2] ? `/start ${start[2]}` : "/start");
  return askToOpen(address);
}

function askToOpen(address) {
  const safe = safeLink(address);
  dialog(t("openLink"), (close) => [h("p", { class: "alert-text" }, address), h("footer", {},
    h("button", { type: "button", class: "button quiet", on: { click: close } }, t("cancel")),
    safe ? h("a", { class: "button", href: safe, target: "_blank", rel: "noopener noreferrer", on: { click: close } }, t("open")) : null)], { extra: "alert" });
}
