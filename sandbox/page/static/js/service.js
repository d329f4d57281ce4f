// What Telegram itself says in a chat, in the page's language; and a message in one line.

import { t } from "./i18n.js";

const nameOf = (user) => [user.first_name, user.last_name].filter(Boolean).join(" ");

/** @param {any} raw a Message of the Bot API */
export function serviceText(raw) {
  const who = nameOf(raw.from);
  if (raw.new_chat_members) return t("added", { who, whom: raw.new_chat_members.map(nameOf).join(", ") });
  if (raw.left_chat_member) {
    const gone = raw.left_chat_member;
    return gone.id === raw.from.id ? t("leftGroup", { who }) : t("removed", { who, whom: nameOf(gone) });
  }
  if (raw.new_chat_title) return t("renamed", { who, title: raw.new_chat_title });
  if (raw.pinned_message) return t("pinned", { who });
  if (raw.group_chat_created || raw.supergroup_chat_created) return t("created", { who });
  if (raw.migrate_to_chat_id || raw.migrate_from_chat_id) return t("upgraded");
  return t("service");
}

const GLYPHS = { photo: "🖼", video: "🎬", document: "📄", voice: "🎤", audio: "🎵", animation: "🎞", video_note: "📹", location: "📍", venue: "📍", contact: "👤", poll: "📊", dice: "🎲", sticker: "🙂" };

/** @param {{kind: string, text: string, raw?: any}} message */
export function oneLine(message) {
  if (message.kind === "service") return message.raw ? serviceText(message.raw) : t("service");
  const glyph = GLYPHS[message.kind];
  if (!glyph) return message.text;
  return `${glyph} ${message.text || t(message.kind)}`;
}
