# Status, identity, refusals: words that all screens share.

status-submitted = Sent
status-in-progress = In progress
status-waiting-reporter = Waiting for the reporter
status-resolved = Resolved
status-closed = Closed
status-cannot-act = Cannot be acted on
status-rejected = Rejected
status-merged = Merged
status-withdrawn = Withdrawn

identity-named = Name shown
identity-anonymous = Anonymous
identity-confidential = Confidential
identity-nameless = A citizen

coordinators = Coordinators
no-place = No place
place-on-card = place on the card
place-desa = Desa { $name }
place-kelurahan = Kelurahan { $name }
place-kecamatan = Kecamatan { $name }
place-point = a point on the map

button-gone = That button is no longer valid.
not-for-you = That button is not for you.
not-found = There is no such report.
too-late = This report is already: { $status }.
too-late-by = This report is already: { $status }, by { $who }.
late-over = This report is over: { $status }. If the problem is still there, file a new one: /lapor.
late-going = This report now stands at: { $status }.
waits-for-consent = The coordinators have yet to decide.
system-fault = Sorry, a fault in our system kept your message from being handled. Our staff has been told. Please send it again in a while.
system-fault-untold = Sorry, a fault in our system kept your message from being handled. Please send it again in a while.
missing-content = There is nothing in it yet, or too much (3,000 characters at most).
missing-reason = Write the reason, 3 to 3,000 characters.
missing-stars = Choose 1 to 5.
file-not-shown = 1 file cannot be shown: the personal details inside it cannot be removed.
push-file-not-shown =
    📎 1 file of report { $ticket } was not shown to the officers: the personal details inside it cannot be removed.
    Send it as a photo, or as a PDF without a password, by replying to this message.
