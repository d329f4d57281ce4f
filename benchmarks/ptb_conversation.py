"""Contestant: python-telegram-bot's `ConversationHandler` with `PicklePersistence`.

The library's own form and its own way to survive a restart. Left alone, the persistence is written once a minute; here a
handler in a later group writes it after every update, which is as durable as it gets (the file is not synced to disk).
Split files and no chat or callback data keep each write as small as the library allows; updates are handled one by one,
as the documentation of `ConversationHandler` asks.
"""

import sys
from pathlib import Path

import wording
from telegram import Update
from telegram.ext import (
    ApplicationBuilder,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PersistenceInput,
    PicklePersistence,
    TypeHandler,
    filters,
)

STORY, CATEGORY, PLACE, ATTACHMENTS, IDENTITY, CONFIRM = range(6)
Context = ContextTypes.DEFAULT_TYPE


async def start(update: Update, _context: Context) -> None:
    """Greet."""
    await update.message.reply_text(wording.WELCOME)


async def begin(update: Update, context: Context) -> int:
    """Open the form."""
    context.user_data["draft"] = {}
    await update.message.reply_text(wording.ASK_STORY)
    return STORY


async def listing(update: Update, context: Context) -> None:
    """List the newest reports of whoever asks."""
    await update.message.reply_text(wording.listing(context.user_data.get("reports", [])))


async def take_story(update: Update, context: Context) -> int:
    """Step 1."""
    context.user_data["draft"]["story"] = update.message.text
    await update.message.reply_text(wording.ASK_CATEGORY)
    return CATEGORY


async def take_category(update: Update, context: Context) -> int:
    """Step 2."""
    context.user_data["draft"]["category"] = wording.CATEGORIES[update.message.text]
    await update.message.reply_text(wording.ASK_PLACE)
    return PLACE


async def take_place(update: Update, context: Context) -> int:
    """Step 3."""
    location = update.message.location
    context.user_data["draft"].update(latitude=location.latitude, longitude=location.longitude)
    await update.message.reply_text(wording.ASK_ATTACHMENTS)
    return ATTACHMENTS


async def skip_attachments(update: Update, _context: Context) -> int:
    """Step 4."""
    await update.message.reply_text(wording.ASK_IDENTITY)
    return IDENTITY


async def take_identity(update: Update, context: Context) -> int:
    """Step 5."""
    draft = context.user_data["draft"]
    draft["identity"] = update.message.text.lower()
    await update.message.reply_text(wording.summary(**draft))
    return CONFIRM


async def send(update: Update, context: Context) -> int:
    """Step 6: keep the report, tell the citizen and the agency (whose group keeps the full text)."""
    draft = context.user_data.pop("draft")
    number = context.bot_data["number"] = context.bot_data.get("number", 0) + 1
    context.user_data["reports"] = [number, *context.user_data.get("reports", [])][: wording.LISTED]
    await update.message.reply_text(wording.receipt(number, draft["category"]))
    del draft["identity"]
    await context.bot.send_message(wording.GROUP, wording.card(number, **draft))
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
    application = ApplicationBuilder().token("1:benchmark").base_url(f"{url}/bot").persistence(persistence).build()
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
