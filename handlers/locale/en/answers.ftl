# Adding to a report, and judging how it was solved.

btn-done = Done
btn-skip = Skip
btn-cancel = Cancel
btn-back = Back

add-ask = Send what you want to add to { $ticket }: text, photo, video, document, voice or location.
add-taken = ✓ Passed on to { $agency } ({ $ticket }).
add-many = ✓ Passed on to { $agency } ({ $ticket }). You have sent many additions in a short time. All of them are kept and passed on together, without a reply to each.
add-more = Send more, or tap Done.
add-done = Very well, everything you added has been passed on.
not-reopened = Very well, { $ticket } has not been reopened. Is it fixed?
add-misfit = A message of that kind cannot be passed on. Send text, photo, voice, location, or a video or PDF of up to 20 MB.
add-file-left = The words below that file were passed on, the file was not. Send a photo, a voice note, or a video or PDF of up to 20 MB.
add-outside = That place is outside { $regency }.
amended = ✓ The change was passed on to the officers ({ $ticket }).

btn-answer = Answer
btn-answer-yes = Yes, send
btn-new-report = New report

answer-ask = Is this the answer for { $agency } about { $about }?
answer-which = Which question does this answer?
answer-full = The last message was not kept, for there are { $count } already. Send those first.
answer-wanted = Write your answer for { $agency } about { $about }. A photo or a location is fine, too.

ask-stars = Thank you! How satisfied are you with the handling of { $ticket }? 1 (poor) to 5 (very good).
ask-comment = Thank you. Any comment for the officers? Write it, or skip.
comment-taken = Thank you, your comment is kept.
comment-misfit = Write your comment in words, or type skip.
ask-not-fixed = What is not fixed about { $ticket }? Write the reason or send a photo.
reopened = Report { $ticket } is open again and back with the agency, to be solved by { $when }. We will tell you what happens.
