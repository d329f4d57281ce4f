// What a phone does when something has come in another chat: it says so, and a tap opens it.

import { avatar, h, iconButton } from "./dom.js";
import { t } from "./i18n.js";
import { oneLine } from "./service.js";

const SHOWN_MS = 12_000;
let timer = 0;

/** Say what has come in a chat, in place of what was said before. @param {import("./store.js").Chat} chat @param {() => void} open */
export function notice(chat, open) {
  const holder = document.getElementById("notices");
  const away = () => { clearTimeout(timer); holder.replaceChildren(); };
  const later = () => { clearTimeout(timer); timer = setTimeout(away, SHOWN_MS); };
  const box = h("div", { class: "news", on: { mouseenter: () => clearTimeout(timer), mouseleave: later, focusin: () => clearTimeout(timer), focusout: later, keydown: (e) => e.key === "Escape" && away() } },
    h("button", { type: "button", class: "news-open", on: { click: () => { away(); open(); } } }, avatar(chat.title, chat.id),
      h("span", {}, h("b", {}, chat.title), h("span", {}, oneLine(chat.last).slice(0, 100)), h("em", {}, t("openNews")))),
    iconButton(t("close"), "close", away, "tiny"));
  holder.replaceChildren(box);
  later();
}
