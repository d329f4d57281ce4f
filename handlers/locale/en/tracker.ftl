# The receipt that becomes the tracker, and the news for reporters.

tracker-head = Report sent. Number: <b>{ $ticket }</b>
tracker-respond-by = ⏳ Answer due by { $when }
tracker-resolve-by = ⏳ To be solved by { $when }
tracker-promised = 🤝 Promised for { $when }
tracker-silent = 🏁 Closed because there was no answer
tracker-updated = Updated { $when }

btn-status = See status
btn-share = Share
btn-fixed = It is fixed
btn-not-fixed = Not fixed yet
share-text = I reported to Taprose, number { $ticket }. See its status here:

push-accepted = ✋ { $ticket } was accepted by { $agency }. To be solved by { $when } at the latest.
push-rerouted = ↪️ { $ticket } was handed on to { $agency } (to answer by { $when }): { $reason }
push-rerouted-plain = ↪️ { $ticket } was handed on to { $agency }; to answer by { $when }.
push-rerouted-coordinators = ↪️ The coordinators are finding the right agency for { $ticket }. You need not report again.
push-promise-over = 📅 The date that the agency before had promised for { $ticket } no longer holds; it is now to be solved by { $when }.
push-asked = ❓ { $agency } asks about { $ticket }:
    { $text }
    Tap Answer, or reply to this message.
push-replied = 💬 { $agency } about { $ticket }:
    { $text }
push-replied-files = 💬 { $agency } sent files for { $ticket }.
push-promised = 🤝 { $agency } promises to solve { $ticket } by { $when }.
push-resolved = ✅ { $agency } says that { $ticket } is solved:
    { $text }
    Is it fixed?
push-cannot-act = ⛔ { $agency } cannot act on { $ticket }. The reason:
    { $text }
push-rejected = ⛔ { $ticket } cannot be accepted as a report. The reason:
    { $text }
