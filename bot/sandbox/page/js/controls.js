// The drawer of controls: time, faults, demo, and the log of calls.

import { fillLog } from "./cause.js";
import { h, iconButton } from "./dom.js";
import { fromWall, moment, wall } from "./format.js";
import { t } from "./i18n.js";
import { entered, left } from "./layers.js";
import { attempt, toast } from "./overlay.js";
import * as sim from "./sim.js";
import { now, setNow, world } from "./store.js";

const DAY = 86_400;
const OFFICE_OPENS = "08:00";
const FAULTS = [
  ["2g", { preset: "2g" }], ["flood", { preset: "flood" }], ["outage", { preset: "outage" }], ["unruly", { preset: "unruly" }],
  ["latencyFault", { kind: "latency", seconds: 2 }], ["loss", { kind: "drop", rate: 0.2 }],
  ["drop", { kind: "drop", count: 3 }], ["drop_after", { kind: "drop_after", count: 3 }], ["error500", { kind: "error", status: 500, count: 3 }],
  ["truncate", { kind: "truncate", count: 3 }], ["malformed", { kind: "malformed", count: 3 }], ["duplicate", { kind: "duplicate", rate: 0.5 }],
  ["delay", { kind: "delay", seconds: 3, rate: 0.5 }], ["reorder", { kind: "reorder", rate: 0.5 }], ["down", { kind: "down", seconds: 5 }],
];

export class Controls {
  constructor() {
    this.element = h("aside", { class: "controls", "aria-label": t("controls"), hidden: true, on: { keydown: (e) => e.key === "Escape" && this.toggle() } });
    this.hide = () => this.show(false);
  }

  toggle() {
    if (!this.element.hidden) return left(this.hide);
    this.show(true);
    entered(this.hide);
    this.draw();
    this.element.querySelector("button").focus();
    this.refresh();
  }

  show(shown) {
    this.element.hidden = !shown;
    document.body.classList.toggle("with-controls", shown);
  }

  draw() {
    this.clock = h("output", { class: "clock" });
    this.active = h("ul", { class: "faults-on" });
    this.log = h("div", { class: "log" });
    this.strict = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", on: { change: () => attempt(() => sim.post("settings", { strict: this.strict.checked })) } }));
    const date = h("input", { type: "datetime-local", "aria-label": t("toDate") });
    const at = wall(now());
    date.value = `${at.date}T${at.time}`;
    const button = (key, act) => h("button", { type: "button", on: { click: act } }, t(key));
    this.element.replaceChildren(
      h("header", {}, h("h2", {}, t("controls")), iconButton(t("close"), "close", () => this.toggle())),
      world.settings.demo ? h("section", {}, h("h3", {}, t("demo")), h("p", {}, t("demoHint")), h("button", { type: "button", class: "button", on: { click: () => attempt(async () => { await sim.post("demo", {}); toast(t("demoStarted")); }) } }, t("demo"))) : "",
      h("section", {}, h("h3", {}, t("time")), this.clock, h("p", {}, t("timeHint")),
        h("div", { class: "chips" }, button("plusHour", () => this.move({ advance: 3600 })), button("plusDay", () => this.move({ advance: DAY })), button("nextWorkday", () => this.nextWorkday())),
        h("div", { class: "pair" }, date, h("button", { type: "button", on: { click: () => { const [d, c] = date.value.split("T"); if (d && c) this.move({ to: new Date(fromWall(d, c) * 1000).toISOString() }); } } }, t("go")))),
      h("section", {}, h("h3", {}, t("network")), h("p", {}, t("faultHint")),
        h("div", { class: "chips" }, FAULTS.map(([key, fault]) => button(key, () => attempt(async () => this.showFaults(await sim.post("faults", fault)))))),
        this.active, button("clear", () => attempt(async () => this.showFaults(await sim.remove("faults")))), h("label", { class: "check" }, this.strict, t("strict"))),
      h("section", {}, h("h3", {}, t("log")), h("p", {}, t("logHint")), button("log", () => fillLog(this.log)), this.log));
  }

  refresh() {
    if (this.element.hidden) return;
    attempt(async () => {
      setNow((await sim.get("time")).timestamp);
      this.clock.textContent = moment(now());
      this.showFaults(await sim.get("faults"));
      this.strict.checked = (await sim.get("settings")).strict;
    });
  }

  showFaults({ faults, down }) {
    const words = (f) => [t(f.kind, f), f.rate < 1 ? `${Math.round(f.rate * 100)}%` : "", t("hits", { n: f.hits })].filter(Boolean).join(" · ");
    const items = faults.map((f) => h("li", {}, words(f), iconButton(t("off"), "close", () => attempt(async () => this.showFaults(await sim.remove("faults", { id: f.id }))), "tiny")));
    this.active.replaceChildren(...(items.length || down ? items : [h("li", { class: "none" }, t("none"))]), ...(down ? [h("li", {}, t("down"))] : []));
  }

  move(by) {
    return attempt(async () => { await sim.post("time", by); this.refresh(); });
  }

  async nextWorkday() {
    let at = (await sim.get("time")).timestamp;
    do at += DAY; while ([0, 6].includes(new Date(wall(at).asUtc * 1000).getUTCDay()));
    this.move({ to: new Date(fromWall(wall(at).date, OFFICE_OPENS) * 1000).toISOString() });
  }
}
