// The drawer of controls: demo, time, faults, and the log of calls.

import { fillLog } from "./cause.js";
import { h, iconButton } from "./dom.js";
import * as faults from "./faults.js";
import { fromWall, moment, wall } from "./format.js";
import { t } from "./i18n.js";
import { entered, left } from "./layers.js";
import { attempt, toast } from "./overlay.js";
import * as sim from "./sim.js";
import { now, setNow, world } from "./store.js";

const DAY = 86_400;
const OFFICE_OPENS = "08:00";
const LOG_MS = 1000;

export class Controls {
  /** @param {{demo: () => void}} told when the demo begins */
  constructor(told) {
    this.told = told;
    this.element = h("aside", { class: "controls", "aria-label": t("controls"), hidden: true, on: { keydown: (e) => e.key === "Escape" && this.toggle() } });
    this.hide = () => {
      this.element.hidden = true;
      document.body.classList.remove("with-controls");
      document.querySelector(".open-controls")?.focus();
    };
  }

  /** It is taken away for good. */
  stop() {
    clearTimeout(this.logging);
    document.body.classList.remove("with-controls");
  }

  toggle() {
    if (this.element.hidden) this.show();
    else left(this.hide);
  }

  show() {
    if (!this.element.hidden) return;
    this.element.hidden = false;
    document.body.classList.add("with-controls");
    entered(this.hide);
    this.draw();
    this.element.querySelector("button").focus();
    faults.refresh().catch(() => {});
    attempt(async () => {
      setNow((await sim.get("time")).timestamp);
      this.tick();
      this.strict.checked = (await sim.get("settings")).strict;
    });
  }

  draw() {
    this.choosing = false;
    this.clock = h("output", { class: "clock" });
    this.active = h("ul", { class: "faults-on", "aria-live": "polite", "aria-label": t("active") });
    this.log = h("div", { class: "log" });
    this.failed = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", on: { change: () => fillLog(this.log, this.failed.checked) } }));
    this.strict = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", on: { change: () => attempt(() => sim.post("settings", { strict: this.strict.checked })) } }));
    const date = this.date = /** @type {HTMLInputElement} */ (h("input", { type: "datetime-local", "aria-label": t("toDate"), on: { input: () => { this.choosing = true; } } }));
    const button = (key, act, extra = "") => h("button", { type: "button", class: extra || null, on: { click: act } }, t(key));
    this.chips = [...faults.PRESETS, ...faults.SINGLE].map(([name, wanted]) => h("button", { type: "button", "aria-pressed": "false", data: { name }, on: { click: () => faults.toggle(name, wanted) } }, t(name)));
    const presets = this.chips.slice(0, faults.PRESETS.length);
    this.log.id = "log";
    this.records = h("details", { on: { toggle: () => this.called() } }, h("summary", {}, t("logHint")), h("label", { class: "check" }, this.failed, t("onlyFailed")), this.log);
    this.element.replaceChildren(
      h("header", {}, h("h2", {}, t("controls")), iconButton(t("close"), "close", () => this.toggle())),
      world.settings.demo ? h("section", {}, h("h3", {}, t("demo")), h("p", {}, t("demoHint")), button("demo", () => this.demo(), "button")) : "",
      h("section", {}, h("h3", {}, t("time")), this.clock, h("p", {}, t("timeHint")),
        h("div", { class: "chips" }, button("plusHour", () => this.move({ advance: 3600 })), button("plusDay", () => this.move({ advance: DAY })), button("nextWorkday", () => this.nextWorkday())),
        h("div", { class: "pair" }, date, button("go", () => { const [d, c] = date.value.split("T"); if (d && c) this.move({ to: new Date(fromWall(d, c) * 1000).toISOString() }); }))),
      h("section", {}, h("h3", {}, t("network")), h("p", {}, t("faultHint")), h("div", { class: "chips" }, presets), h("h4", {}, t("single")), h("div", { class: "chips" }, this.chips.slice(presets.length)),
        this.active, button("clear", () => faults.clear()), h("label", { class: "check" }, this.strict, t("strict"))),
      h("section", {}, h("h3", {}, t("log")), this.records));
    this.tick();
    this.showFaults();
  }

  /** The clock goes on. */
  tick() {
    if (this.element.hidden) return;
    this.clock.textContent = moment(now());
    const at = wall(now());
    // Not under the hands of somebody who chooses a date.
    if (!this.choosing) this.date.value = `${at.date}T${at.time}`;
  }

  /** The faults are others now, or have struck again. */
  showFaults() {
    if (this.element.hidden) return;
    for (const chip of this.chips) chip.setAttribute("aria-pressed", String(faults.pressed(chip.dataset.name)));
    const words = (f) => [faults.kindOf(f), f.rate < 1 ? `${Math.round(f.rate * 100)}%` : "", f.count === null ? t("hits", { n: f.hits }) : faults.live(f) ? t("hitsOf", { n: f.hits, of: f.count }) : t("wornOff")].filter(Boolean).join(" · ");
    const items = faults.all().map((f) => h("li", { class: faults.live(f) ? "" : "none" }, h("span", {}, words(f)), iconButton(`${t("off")}: ${faults.kindOf(f)}`, "close", () => faults.clear(f.id), "tiny")));
    const gone = faults.down() ? [h("li", {}, t("isDown"))] : [];
    const marks = JSON.stringify([faults.all(), faults.down()]);
    if (marks === this.marks) return;
    this.marks = marks;
    this.active.replaceChildren(...(items.length || gone.length ? [...gone, ...items] : [h("li", { class: "none" }, t("none"))]));
  }

  /** The bot has called: the log shows it, when it is looked at. */
  called() {
    if (this.element.hidden || !this.records.open || this.logging) return;
    fillLog(this.log, this.failed.checked);
    this.logging = setTimeout(() => { this.logging = 0; fillLog(this.log, this.failed.checked); }, LOG_MS);
  }

  demo() {
    return attempt(async () => {
      this.told.demo();
      const fresh = await sim.post("demo", {}).then(() => true, (error) => { if (error.status !== 409) throw error; return false; });
      toast(t(fresh ? "demoStarted" : "demoPlaying"));
      // Where the drawer lies over the chats it would hide what it has begun.
      if (innerWidth <= 1000) this.toggle();
    });
  }

  move(by) {
    return attempt(async () => {
      const { timestamp } = await sim.post("time", by);
      setNow(timestamp);
      this.choosing = false;
      this.tick();
      toast(t("timeMoved", { when: moment(timestamp) }));
    });
  }

  async nextWorkday() {
    let at = (await sim.get("time")).timestamp;
    do at += DAY; while ([0, 6].includes(new Date(wall(at).asUtc * 1000).getUTCDay()));
    this.move({ to: new Date(fromWall(wall(at).date, OFFICE_OPENS) * 1000).toISOString() });
  }
}
