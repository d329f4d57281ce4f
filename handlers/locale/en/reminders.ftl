# Reminders for reporters.

push-question-again = ⏰ { $agency } is still waiting for your answer about { $ticket }:
    { $text }
    Tap Answer, or reply to this message.
push-confirm-again = ⏰ { $agency } says that { $ticket } is solved. Is it fixed?
push-closed-question = 🏁 { $ticket } was closed: the question of { $agency } was not answered. If the problem is still there, please report again.
push-closed-confirm = 🏁 { $ticket } was closed: you did not say whether it is fixed. If it is not, please report again.
push-still-good = 🔎 { $agency } solved { $ticket } four weeks ago. Is it still good?
    📍 { $place }
place-map = { $place } (<a href="{ $map }">map</a>)
btn-still-good = Still good
btn-broken-again = Broken again
still-good-thanks = Thank you for telling us.
broken-again = Thank you. { $ticket } stays on record; please file a new report so that it is handled again.
push-extended = 📅 The coordinators gave { $ticket } time to be solved until { $when }: { $reason }
push-extended-response = 📅 The coordinators gave the agency until { $when } to answer { $ticket }: { $reason }
push-clock-moved = ⏳ The time spent waiting for your answer does not count; { $ticket } is now to be solved by { $when }.

draft-hour = ✍️ Your report has not been sent. What you wrote is kept.
draft-day = ✍️ Your report of yesterday has not been sent. What you wrote stays kept; we will not remind you again.
btn-resume = Go on with the report
btn-mute = Turn reminders off
btn-unmute = Turn reminders on
reminders-on = 🔔 Reminders are on: unfinished reports, questions of agencies, and “is it fixed?”.
reminders-off = 🔕 Reminders are off. We still tell you of every change of status.
