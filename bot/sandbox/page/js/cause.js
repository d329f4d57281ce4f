// What the bot did behind a message: the call that made it, as the local Telegram recorded it.

import { h } from "./dom.js";
import { moment } from "./format.js";
import { t } from "./i18n.js";
import { attempt, dialog } from "./overlay.js";
import * as sim from "./sim.js";

/** @param {any} message */
export async function showCause(message) {
  const call = await sim.get(`log/${message.cause}`).catch(() => null);
  dialog(t("cause"), () => [call ? callDetails(call) : h("p", {}, t("noCause")), h("details", {}, h("summary", {}, t("rawMessage")), h("pre", {}, JSON.stringify(message.raw, null, 2)))], { extra: "wide" });
}

/** @param {any} call */
export function callDetails(call) {
  const rows = [["method", call.method], ["status", `${call.status} ${call.description}`], ["latency", `${(call.latency * 1000).toFixed(1)} ms`], ["when", moment(call.at)]];
  if (call.fault) rows.push(["fault", call.fault]);
  if (call.unknown.length) rows.push(["unknownParameters", call.unknown.join(", ")]);
  return h("div", { class: "call" }, h("dl", {}, rows.map(([key, value]) => [h("dt", {}, t(key)), h("dd", {}, value)])), h("h3", {}, t("parameters")), h("pre", {}, JSON.stringify(call.parameters, null, 2)));
}

/** The latest calls, into an element. @param {HTMLElement} into */
export function fillLog(into) {
  return attempt(async () => {
    const { calls } = await sim.get("log", { limit: 200 });
    const shown = calls.filter((c) => c.method.toLowerCase() !== "getupdates").slice(-60).reverse();
    into.replaceChildren(...shown.map((call) => h("details", {}, h("summary", { class: call.status === 200 ? "" : "bad" }, h("b", {}, call.method), ` ${call.status} · ${(call.latency * 1000).toFixed(0)} ms`), callDetails(call))));
  });
}
