# The list of reports, one report, and looking up a number.

btn-add = Add to it
btn-withdraw = Withdraw the report
btn-withdraw-yes = Yes, withdraw
btn-withdraw-no = Keep it
word-yes = yes
word-no = no
btn-previous = « Previous
btn-next = Next »

list-head = <b>My reports</b>: { $total } (page { $page }/{ $pages })
list-empty = You have no reports yet.

report-timeline = <b>What happened</b>
event-filed = Report sent
event-accepted = Accepted by { $agency }
event-rerouted = Handed on to { $agency }
event-asked = A question from { $agency }
event-answered = Your answer
event-added = You added something
event-amended = You changed a message
event-replied = { $agency } wrote to you
event-promised = A date promised by { $agency }
event-resolved = Resolved by { $agency }
event-confirmed = You said it is fixed
event-reopened = Reopened: not fixed
event-closed = Closed: no answer
event-consented = Cannot be acted on
event-withdrawn = Withdrawn
event-rated = Your rating
event-nudged = The coordinators reminded the agency
event-extended = The coordinators gave more time
event-rechecked = Your word after four weeks

status-wanted = Write its number, for example: /status { $prefix }-26-000042-X
status-no-ticket = That is not the number of a report. It looks like { $prefix }-26-000042-X.
status-mistyped = That number is mistyped: its last character does not fit the rest. Please check it.
status-unknown = There is no report { $ticket }.
status-of-others = <b>{ $ticket }</b>
    🗂 { $category } · Kecamatan { $kecamatan }
    { $status }
status-no-kecamatan = not named

ask-withdraw = Withdraw report { $ticket }? The agency will stop working on it.
withdraw-choose = Type yes to withdraw it, or no.
withdrawn = The report is withdrawn. Thank you for telling us.
not-withdrawn = All right, the report goes on.
