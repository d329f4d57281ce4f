# The commands that Telegram lists in private chats.

command-lapor = Make a new report
command-laporan = See reports
command-status = Check a report by its number
command-bahasa = Choose a language
command-pengingat = Turn reminders off or on
command-privasi = What is kept
command-bantuan = How to use this
command-batal = Cancel what is being filled in
