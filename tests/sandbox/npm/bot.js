// A bot in the style of grammY's guide: commands, a session, an inline keyboard, a reply keyboard, files, a webhook.
// It knows the address of the Bot API and its token, and nothing else of where it runs.

import { createServer } from "node:http";
import { Bot, GrammyError, InlineKeyboard, InputFile, InputMediaBuilder, Keyboard, session, webhookCallback } from "grammy";

const { BOT_TOKEN, API_ROOT, WEBHOOK_SECRET } = process.env;
const bot = new Bot(BOT_TOKEN, { client: { apiRoot: API_ROOT } });

// One grey dot.
const PICTURE = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGM4AAAAwgDBUl5XUQAAAABJRU5ErkJggg==", "base64");

bot.use(session({ initial: () => ({ step: "idle", pizzas: 0 }) }));

bot.command("start", (ctx) =>
  ctx.reply("<b>Hi!</b> <i>Welcome</i> to the pizza shop.", {
    parse_mode: "HTML",
    reply_markup: new InlineKeyboard().text("Order", "order").text("Cancel", "cancel").row().url("Menu", "https://example.org/"),
  }));

bot.callbackQuery("order", async (ctx) => {
  ctx.session.step = "count";
  await ctx.answerCallbackQuery({ text: "Good choice!" });
  await ctx.editMessageText("How many?");
});

bot.callbackQuery("cancel", (ctx) => ctx.answerCallbackQuery({ text: "Nothing to cancel", show_alert: true }));

bot.command("where", (ctx) =>
  ctx.reply("Where to?", { reply_markup: new Keyboard().requestLocation("Send my place").row().text("Never mind").resized().oneTime() }));

bot.command("album", (ctx) =>
  ctx.replyWithMediaGroup(["one", "two"].map((name) => InputMediaBuilder.photo(new InputFile(PICTURE, `${name}.png`), { caption: name }))));

bot.command("twice", async (ctx) => {
  const sent = await ctx.reply("Again");
  try {
    await ctx.api.editMessageText(ctx.chat.id, sent.message_id, "Again");
  } catch (error) {
    await ctx.reply(error instanceof GrammyError ? `${error.error_code}: ${error.description}` : String(error));
  }
});

bot.on("message:photo", async (ctx) => {
  const file = await ctx.getFile();
  const response = await fetch(`${API_ROOT}/file/bot${BOT_TOKEN}/${file.file_path}`);
  await ctx.reply(`${(await response.arrayBuffer()).byteLength} bytes`, { reply_parameters: { message_id: ctx.msgId } });
});

bot.on("message:location", (ctx) => ctx.reply(`On our way to ${ctx.msg.location.latitude.toFixed(2)}`, { reply_markup: { remove_keyboard: true } }));

bot.on("message:text", (ctx) => {
  if (ctx.session.step !== "count" || !/^\d+$/.test(ctx.msg.text)) return ctx.reply("I did not understand.");
  ctx.session.step = "idle";
  ctx.session.pizzas += Number(ctx.msg.text);
  return ctx.reply(`You ordered ${ctx.session.pizzas} in all.`);
});

bot.on("edited_message:text", (ctx) => ctx.reply(`You meant ${ctx.msg.text}?`));
bot.on("my_chat_member", (ctx) => ctx.chat.type !== "private" && ctx.reply(`I am a ${ctx.myChatMember.new_chat_member.status} here.`));
bot.catch(({ error }) => console.error(error));

await bot.api.setMyCommands([{ command: "start", description: "Order a pizza" }]);

if (WEBHOOK_SECRET) {
  const server = createServer(webhookCallback(bot, "http", { secretToken: WEBHOOK_SECRET }));
  server.listen(0, "127.0.0.1", async () => {
    await bot.api.setWebhook(`http://127.0.0.1:${server.address().port}/`, { secret_token: WEBHOOK_SECRET });
    console.log("listening");
  });
  process.once("SIGTERM", () => server.close(() => process.exit(0)));
} else {
  process.once("SIGTERM", () => bot.stop());
  await bot.start({ onStart: ({ username }) => console.log(`polling as ${username}`) });
}
