// One chat as one person sees it, kept current. Holds at most LIMIT messages: a page may stay open for days.

import * as sim from "./sim.js";

const FIRST = 100;
const STEP = 200;
export const LIMIT = 1500;

export class Feed {
  /** @param {number} id @param {string|null} bot @param {number} viewer */
  constructor(id, bot, viewer) {
    this.id = id;
    this.bot = bot;
    this.viewer = viewer;
    this.limit = FIRST;
    /** @type {Map<number, any>} */
    this.messages = new Map();
    this.screen = null;
    this.closed = false;
    this.onChange = () => {};
    this._again = false;
    this._busy = false;
  }

  get list() {
    return this.screen ? this.screen.ids.map((id) => this.messages.get(id)).filter(Boolean) : [];
  }

  get more() {
    return this.screen !== null && this.screen.ids.length >= this.limit && this.limit < LIMIT;
  }

  /** Ask for what has changed; calls while one is under way become one more. @param {boolean} [whole] */
  async refresh(whole = false) {
    if (this.closed) return;
    if (this._busy) {
      this._again = true;
      this._whole ||= whole;
      return;
    }
    this._busy = true;
    try {
      const after = whole || !this.screen ? {} : { after: this.screen.seq, only: "changed" };
      const screen = await sim.get(`chats/${this.id}`, { as: this.viewer, bot: this.bot, limit: this.limit, ...after });
      if (this.closed) return;
      if (!after.only) this.messages.clear();
      for (const message of screen.messages) this.messages.set(message.message_id, message);
      const there = new Set(screen.ids);
      for (const id of this.messages.keys()) if (!there.has(id)) this.messages.delete(id);
      this.screen = { ...screen, messages: [] };
      if (screen.ids.some((id) => !this.messages.has(id))) this._again = this._whole = true;
      this.onChange();
    } finally {
      this._busy = false;
      if (this._again) {
        const next = this._whole || false;
        this._again = this._whole = false;
        await this.refresh(next);
      }
    }
  }

  /** Show older messages too. */
  async older() {
    this.limit = Math.min(LIMIT, this.limit + STEP);
    await this.refresh(true);
  }

  /** Forget the older ones again. */
  trim() {
    if (this.limit === FIRST) return;
    this.limit = FIRST;
    this.refresh(true).catch(() => {});
  }

  /** The fields that say who acts where, for a request. */
  get where() {
    return { from: this.viewer, chat_id: this.id, ...(this.bot ? { bot: this.bot } : {}) };
  }
}
