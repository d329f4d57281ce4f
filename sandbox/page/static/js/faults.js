// The faults that are switched on, whoever switched them: for the drawer, and for the bar that reminds of them.

import { t } from "./i18n.js";
import { attempt } from "./overlay.js";
import { pref, setPref } from "./prefs.js";
import * as sim from "./sim.js";
import { world } from "./store.js";

/** What the drawer offers: a name of texts.js and what /sim/faults is asked for. */
export const PRESETS = [["2g", { preset: "2g" }], ["flood", { preset: "flood" }], ["outage", { preset: "outage" }], ["unruly", { preset: "unruly" }], ["down", { kind: "down", seconds: 5 }]];
export const SINGLE = [
  ["latencyFault", { kind: "latency", seconds: 2 }], ["loss", { kind: "drop", rate: 0.2 }],
  ["drop", { kind: "drop", count: 3 }], ["drop_after", { kind: "drop_after", count: 3 }], ["error500", { kind: "error", status: 500, count: 3 }],
  ["truncate", { kind: "truncate", count: 3 }], ["malformed", { kind: "malformed", count: 3 }], ["duplicate", { kind: "duplicate", rate: 0.5 }],
  ["delay", { kind: "delay", seconds: 3, rate: 0.5 }], ["reorder", { kind: "reorder", rate: 0.5 }],
];
// How often to look while something is on: counted faults wear off, and a restart ends.
const LOOK_MS = 1500;

/** @type {{faults: any[], down: boolean}} */
let current = { faults: [], down: false };
const listeners = new Set();
let timer = 0;

/** @param {() => void} listener */
export function onFaults(listener) {
  listeners.add(listener);
}

/** Everything that was switched on and not off again, worn off or not. */
export const all = () => current.faults;
export const down = () => current.down;
/** What a fault is, in words. */
export const kindOf = (fault) => t(fault.kind === "latency" ? "slow" : fault.kind, fault);
/** Whether a fault can still strike. */
export const live = (fault) => fault.count === null || fault.hits < fault.count;
const known = () => { const kept = pref("faults", {}); return kept.world === world.settings.world ? kept.of : {}; };

function take(state) {
  current = state;
  clearTimeout(timer);
  if (!document.hidden && (current.down || current.faults.some(live))) timer = setTimeout(() => refresh().catch(() => {}), LOOK_MS);
  for (const listener of listeners) listener();
}

/** Look anew at what is on. */
export async function refresh() {
  take(await sim.get("faults"));
}
document.addEventListener("visibilitychange", () => document.hidden || refresh().catch(() => {}));

/** Whether this button's faults are on. @param {string} name */
export function pressed(name) {
  if (name === "down") return current.down;
  return current.faults.some((fault) => known()[fault.id] === name && live(fault));
}

/** Switch a button's faults on, or off again. @param {string} name @param {any} wanted */
export function toggle(name, wanted) {
  return attempt(async () => {
    if (name !== "down" && pressed(name)) {
      for (const fault of current.faults) if (known()[fault.id] === name) take(await sim.remove("faults", { id: fault.id }));
      return;
    }
    const before = new Set(current.faults.map((fault) => fault.id));
    const state = await sim.post("faults", wanted);
    const fresh = Object.fromEntries(state.faults.filter((fault) => !before.has(fault.id)).map((fault) => [fault.id, name]));
    const there = Object.fromEntries(Object.entries(known()).filter(([id]) => before.has(Number(id))));
    setPref("faults", { world: world.settings.world, of: { ...there, ...fresh } });
    take(state);
  });
}

/** @param {number} [id] one of them, or all */
export function clear(id) {
  return attempt(async () => take(await sim.remove("faults", { id })));
}

/** What is on, in words. */
export function names() {
  const found = current.faults.filter(live).map((fault) => known()[fault.id] ? t(known()[fault.id]) : kindOf(fault));
  return [...new Set([...(current.down ? [t("down")] : []), ...found])];
}
