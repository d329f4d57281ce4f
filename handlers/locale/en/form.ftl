# The form: steps, questions, choices.

form-cancel = Cancel
form-back = Back
form-skip = Skip
form-next = Next
form-send = Send
form-edit = Change
form-other-category = Other category
form-send-location = Send my location
form-pick-kecamatan = Choose a kecamatan
form-any-desa = I do not know the desa
form-previous-page = Previous
form-next-page = More
form-clear-attachments = Remove files
form-named = Show my name
form-anonymous = Anonymous
form-confidential = Confidential
form-edit-story = Story
form-edit-category = Category
form-edit-place = Place
form-edit-attachments = Files
form-edit-identity = Identity
form-confirm-cancel = Yes, cancel
form-continue = Continue
form-start-over = Start over

form-step = <b>Step { $number } of { $last } · { $title }</b>
form-title-story = Story
form-title-category = Category
form-title-place = Place
form-title-attachments = Files
form-title-identity = Identity
form-title-summary = Summary
form-pointer = 📍 Are you there now? Use the button “Send my location” below.
form-pointer-gone = 📍 The button “Send my location” is gone now.
form-cancelled = The report is cancelled. Nothing was sent.

ask-story = Tell us the problem: what happened, where, since when. A photo may come with it.
ask-category = What is this report about? Tap a choice or type its number.
ask-category-list = Choose a category; you may type its number.
ask-place = Where is it? Type an address or landmark, send a location, or choose a kecamatan.
ask-kecamatan-list = In which kecamatan? Tap it, or type its name or number.
ask-desa-list = In which desa of Kecamatan { $kecamatan }? Tap it, or type its name or number.
ask-attachments = Any photo, video or document? Send up to 5, or skip.
ask-attachments-more = Files: { $files }. Send more, or go on with next.
ask-identity = Who may know that you are the one reporting?
ask-summary = Is this right?
ask-edit-menu = Which part do you want to change?
ask-confirm-cancel = Cancel this report? What you wrote will be deleted.
ask-resume = Go on with the report you had begun?

about-named = officers see your first name
about-anonymous = officers do not see who you are
about-confidential = like anonymous, and left out of every public list

summary-rest = (and { $count } more characters; all of them are sent)
no-files = No files
kind-photo = { $count } photo(s)
kind-video = { $count } video(s)
kind-document = { $count } document(s)
kind-voice = { $count } voice note(s)

takes-story = Write it in words; a photo with a caption will do too.
takes-category = Tap one of the choices, or type its number.
takes-category-list = Tap one of the choices, or type its number.
takes-place = Type an address or landmark, or send a location.
takes-kecamatan-list = Choose a kecamatan, or type its name.
takes-desa-list = Choose a desa, or type its name.
takes-attachments = Send photos, videos, documents or voice; or type skip.
takes-identity = Tap one of the choices, or type its number.
takes-summary = Type send, change or cancel.
takes-edit-menu = Choose the part to change, or type its number.
takes-confirm-cancel = Type ya to cancel it, or continue.
takes-resume = Type continue or start over.
