// The first minute: three steps above the list, each with the button that does it, ticked when it was done; gone when all were.

import { avatar, h, icon, iconButton } from "./dom.js";
import { t } from "./i18n.js";
import { pref, setPref } from "./prefs.js";
import { onActed } from "./sim.js";
import { world } from "./store.js";

export class Guide {
  /** @param {(key: string) => void} open @param {() => void} controls @param {() => void} create */
  constructor(open, controls, create) {
    this.create = create;
    this.open = open;
    this.controls = controls;
    this.element = h("section", { class: "guide", "aria-label": t("guide") });
    this.stop = onActed((chat) => this.done(chat > 0 ? "wrote" : "handled"));
    this.update();
  }

  get state() {
    const kept = pref("guide", {});
    // What was done in a world that is gone is to be done again.
    return kept.world === world.settings.world ? kept : { world: world.settings.world, closed: kept.closed };
  }

  set(more) {
    setPref("guide", { ...this.state, ...more });
    this.update();
  }

  /** @param {"wrote"|"handled"|"tried"} step */
  done(step) {
    if (!this.state[step]) this.set({ [step]: true });
  }

  /** A bot has turned to a group because of what was done here. @param {string} key */
  reached(key) {
    if (this.state.group !== key) this.set({ group: key });
  }

  update() {
    const state = this.state;
    const over = Boolean(state.closed || (state.wrote && state.handled && state.tried));
    this.element.hidden = over;
    if (over) return;
    const citizen = [...world.chats.values()].find((chat) => chat.id > 0 && !chat.mute && !chat.last);
    const group = world.chats.get(state.group);
    const mark = JSON.stringify([state, citizen?.key, group?.title]);
    if (mark === this.mark) return;
    this.mark = mark;
    const chip = (chat) => h("button", { type: "button", class: "guide-chip", on: { click: () => this.open(chat.key) } }, avatar(chat.title, chat.id), chat.title);
    const step = (done, title, ...content) => h("li", { class: done ? "done" : "" }, h("b", {}, done ? icon("check") : null, title), content);
    this.element.replaceChildren(
      h("header", {}, h("h2", {}, t("guide")), iconButton(t("closeGuide"), "close", () => this.set({ closed: true }), "tiny")),
      h("ol", {},
        step(state.wrote, t("guideWrite"), state.wrote ? null : citizen ? chip(citizen) : h("button", { type: "button", class: "guide-chip", on: { click: this.create } }, icon("person"), t("newPerson"))),
        step(state.handled, t("guideHandle"), state.handled ? null : group ? chip(group) : state.wrote ? h("small", {}, t("guideWait")) : null),
        step(state.tried, t("guideTry"), state.tried ? null : h("button", { type: "button", class: "guide-chip", on: { click: () => { this.done("tried"); this.controls(); } } }, icon("gauge"), t("openControls")))));
  }
}
