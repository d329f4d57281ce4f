"""Contestant: python-telegram-bot's `ConversationHandler` with `PicklePersistence`.

The library's own form and its own way to survive a restart. Left alone, the persistence is written once a minute; here a
handler in a later group writes it after every update, which is as durable as it gets (the file is not synced to disk).
Split files and no chat or callback data keep each write as small as the library allows; updates are handled one by one,
as the documentation of `ConversationHandler` asks.
"""

import sys
import time
from pathlib import Path

import keyboards_ptb as keyboards
import wording
from telegram import InlineKeyboardMarkup, LinkPreviewOptions, Update
from telegram.constants import ParseMode
from telegram.ext import (
    ApplicationBuilder,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    Defaults,
    MessageHandler,
    PersistenceInput,
    PicklePersistence,
    TypeHandler,
    filters,
)

STORY, CATEGORY, PLACE, ATTACHMENTS, IDENTITY, CONFIRM = range(6)
Context = ContextTypes.DEFAULT_TYPE


async def ask(update: Update, context: Context, text: str, keyboard: InlineKeyboardMarkup) -> None:
    """Ask the next question, then take the buttons off the one that was answered."""
    draft = context.user_data["draft"]
    answered = draft.get("question")
    question = await update.message.reply_text(text, reply_markup=keyboard)
    draft["question"] = question.message_id
    if answered:
        await context.bot.edit_message_reply_markup(chat_id=update.message.chat_id, message_id=answered)


async def start(update: Update, _context: Context) -> None:
    """Greet."""
    await update.message.reply_text(wording.WELCOME)


async def begin(update: Update, context: Context) -> int:
    """Open the form."""
    context.user_data.setdefault("draft", {})
    await ask(update, context, wording.ASK_STORY, keyboards.STORY)
    return STORY


async def listing(update: Update, context: Context) -> None:
    """List the newest reports of whoever asks."""
    own = context.user_data.get("reports", [])
    newest = own[: -wording.LISTED - 1 : -1]
    keyboard = keyboards.listing(newest, len(own))
    await update.message.reply_text(wording.listing(newest, len(own)), reply_markup=keyboard)


async def take_story(update: Update, context: Context) -> int:
    """Step 1."""
    context.user_data["draft"]["story"] = update.message.text
    await ask(update, context, wording.ASK_CATEGORY, keyboards.CATEGORY)
    return CATEGORY


async def take_category(update: Update, context: Context) -> int:
    """Step 2."""
    draft = context.user_data["draft"]
    draft["category"] = update.message.text
    pointer = await update.message.reply_text(wording.POINTER, reply_markup=keyboards.POINTER)
    draft["pointer"] = pointer.message_id
    await ask(update, context, wording.ASK_PLACE, keyboards.PLACE)
    return PLACE


async def take_place(update: Update, context: Context) -> int:
    """Step 3."""
    draft, location = context.user_data["draft"], update.message.location
    draft.update(latitude=location.latitude, longitude=location.longitude)
    await ask(update, context, wording.ASK_ATTACHMENTS, keyboards.ATTACHMENTS)
    await context.bot.delete_message(chat_id=update.message.chat_id, message_id=draft.pop("pointer"))
    return ATTACHMENTS


async def skip_attachments(update: Update, context: Context) -> int:
    """Step 4."""
    await ask(update, context, wording.ASK_IDENTITY, keyboards.IDENTITY)
    return IDENTITY


async def take_identity(update: Update, context: Context) -> int:
    """Step 5."""
    draft = context.user_data["draft"]
    draft["identity"] = update.message.text.lower()
    text = wording.summary(draft["story"], draft["category"], draft["identity"])
    await ask(update, context, text, keyboards.SUMMARY)
    return CONFIRM


async def send(update: Update, context: Context) -> int:
    """Step 6: keep the report, tell the citizen and the agency (whose group keeps the full text)."""
    draft = context.user_data.pop("draft")
    number = context.bot_data["number"] = context.bot_data.get("number", 0) + 1
    report = wording.Filed(number, draft["category"], int(time.time()))
    context.user_data.setdefault("reports", []).append(report)
    await update.message.reply_text(wording.receipt(report), reply_markup=keyboards.receipt(number))
    await context.bot.edit_message_reply_markup(chat_id=update.message.chat_id, message_id=draft["question"])
    card = wording.card(report, draft["story"], draft["latitude"], draft["longitude"], draft["identity"])
    await context.bot.send_message(wording.GROUP, card, reply_markup=keyboards.card(number))
    return ConversationHandler.END


async def otherwise(update: Update, _context: Context) -> None:
    """Answer what fits no question."""
    await update.message.reply_text(wording.NOT_UNDERSTOOD)


async def keep(_update: Update, context: Context) -> None:
    """Write what the update changed before the next one is handled."""
    await context.application.update_persistence()


def main(url: str, directory: Path) -> None:
    """Poll the Bot API at `url` until stopped."""
    persistence = PicklePersistence(
        filepath=directory / "conversation",
        store_data=PersistenceInput(chat_data=False, callback_data=False),
        single_file=False,
    )
    defaults = Defaults(parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True))
    builder = ApplicationBuilder().token("1:benchmark").base_url(f"{url}/bot").defaults(defaults)
    application = builder.persistence(persistence).build()
    words = filters.TEXT & ~filters.COMMAND
    form = ConversationHandler(
        entry_points=[CommandHandler("lapor", begin)],
        states={
            STORY: [MessageHandler(words & filters.Regex(r"(?s).{10,}"), take_story)],
            CATEGORY: [MessageHandler(filters.Text(list(wording.CATEGORIES)), take_category)],
            PLACE: [MessageHandler(filters.LOCATION, take_place)],
            ATTACHMENTS: [MessageHandler(filters.Regex(r"(?i)^lewati$"), skip_attachments)],
            IDENTITY: [MessageHandler(filters.Regex(rf"(?i)^({'|'.join(wording.IDENTITIES)})$"), take_identity)],
            CONFIRM: [MessageHandler(filters.Regex(r"(?i)^kirim$"), send)],
        },
        fallbacks=[
            CommandHandler("lapor", begin),
            CommandHandler("laporan", listing),
            MessageHandler(words, otherwise),
        ],
        name="form",
        persistent=True,
    )
    application.add_handlers([form, CommandHandler("start", start), CommandHandler("laporan", listing)])
    application.add_handler(MessageHandler(words, otherwise))
    application.add_handler(TypeHandler(Update, keep), group=1)
    application.run_polling()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
