// What the bot did behind a message: the call that made it, as the local Telegram recorded it.

import { h } from "./dom.js";
import { clock, moment } from "./format.js";
import { t } from "./i18n.js";
import { attempt, dialog } from "./overlay.js";
import * as sim from "./sim.js";
import { keyOf, world } from "./store.js";

const milliseconds = (call) => `${(call.latency * 1000).toFixed(1)} ms`;

/** @param {any} message */
export async function showCause(message) {
  const call = await sim.get(`log/${message.cause}`).catch(() => null);
  dialog(t("cause"), () => [call ? callDetails(call) : h("p", {}, t("noCause")), h("details", {}, h("summary", {}, t("rawMessage")), h("pre", {}, JSON.stringify(message.raw, null, 2)))], { extra: "wide" });
}

/** @param {any} call */
export function callDetails(call) {
  const rows = [["method", call.method], ["status", `${call.status} ${call.description}`], ["latency", milliseconds(call)], ["when", moment(call.at)]];
  if (call.fault) rows.push(["fault", call.fault]);
  if (call.unknown.length) rows.push(["unknownParameters", call.unknown.join(", ")]);
  return h("div", { class: "call" }, h("dl", {}, rows.map(([key, value]) => [h("dt", {}, t(key)), h("dd", {}, value)])), h("h3", {}, t("parameters")), h("pre", {}, JSON.stringify(call.parameters, null, 2)));
}

// What a call is about, in a few words: the chat it went to and how its text begins.
function about(call) {
  const { chat_id: to, text, caption, question } = call.parameters;
  const chat = world.chats.get(keyOf(Number(to), call.bot)) || world.chats.get(keyOf(Number(to), null));
  return [chat?.title, String(text || caption || question || "").replace(/<[^>]*>/g, "").slice(0, 60)].filter(Boolean).join(": ");
}

/** The latest calls, into an element; those that are unfolded stay so. @param {HTMLElement} into @param {boolean} failed only those that were refused or disturbed */
export function fillLog(into, failed) {
  return attempt(async () => {
    const { calls } = await sim.get("log", { limit: 300 });
    const shown = calls.filter((c) => c.method.toLowerCase() !== "getupdates" && (!failed || c.status !== 200 || c.fault)).slice(-60).reverse();
    const unfolded = new Set([...into.querySelectorAll("details[open]")].map((one) => one.dataset.id));
    const row = (call) => h("details", { data: { id: call.id }, open: unfolded.has(String(call.id)) },
      h("summary", { class: call.status === 200 && !call.fault ? "" : "bad" }, h("span", { class: "log-head" }, h("b", {}, call.method), h("span", {}, `${call.status} · ${milliseconds(call)}`), h("time", {}, clock(call.at))), h("small", {}, about(call) || "\u00a0")), callDetails(call));
    into.replaceChildren(...(shown.length ? shown.map(row) : [h("p", {}, t("noCalls"))]));
  });
}
