# The front door: greeting, consent, menu, help, language, privacy.

btn-file = Make a report
btn-reports = My reports
btn-language = Language
btn-help = Help
btn-agree = Agree and continue

menu-hello = Taprose, where citizens report problems. What can we do for you?
nothing-to-cancel = There is nothing to cancel.
conversation-cancelled = Cancelled.
unknown-command = There is no such command. Type /bantuan to see what there is.
only-in-group = That command works in agencies' groups only. Here you can make a report with /lapor.

consent = Welcome to Taprose, where citizens of { $regency } report problems.
    Your report goes to the officers of the agency in charge, and we tell you here of everything that happens to it.
    🔒 We keep your Telegram name, story, place and files in the archive of complaints; nothing is deleted by itself. Officers see your name only if you allow it. More: /privasi

privacy = <b>What we keep</b>
    Your Telegram id, name, username and choice of language; your reports, their places and files, and what is said about them. We do not ask for your phone number. Files stay with Telegram.
    Officers of the agency read the report. Your name (first name and one letter) is shown only if you choose “Show my name”; “Confidential” reports are also left out of every public list.
    <b>For how long</b>
    Reports and who made them stay in the complaints archive of { $regency }, only to handle reports; nothing of them is deleted by itself yet. What you have not sent is kept until you send or cancel it. Copies of the bot’s messages are deleted after { $sent } days, those that could not be delivered, and messages of yours that could not be worked, after { $dead } days.

ask-language = Choose a language:
language-chosen = All right, let us go on in English.

help-citizen = <b>Help</b>
    /lapor make a report · /laporan my reports · /status NUMBER check one
    /batal cancel · /bahasa language · /pengingat reminders · /privasi what we keep
    Every button can be typed as well. Reply to a message about a report to add to it. In an emergency, call 112.

offer = Your message is kept. Shall it become a report? Tap Make a report, or send what you want to add.
offer-more = { $count } messages are kept. Shall they become a report? Tap Make a report, or send what you want to add.
offer-full = The last message was not kept, for there are { $count } already. Tap Make a report to go on.
talk-greeting = Hello! What can we do for you? Just tell us here.
talk-thanks = You’re welcome, glad to help. If something else is wrong, just tell us here.
talk-ok = All right. If there is something to report, just tell us here.
offer-category = Do you want to report something about { $category }? Tap Make a report.
offer-categories = What do you want to report about?
unprompted-misfit = We cannot use a message of that kind. Send text, photos, videos, documents, voice or a location.
