# Why an answer cannot be used, and what became of it.

problem-no-words = { $field ->
        [story] There are no words in it yet. Write at least { $minimum } letters.
       *[other] There are no words in that address or landmark.
    }
problem-too-short = { $field ->
        [story] That is too short. Tell a little more: at least { $minimum } letters and two words.
       *[other] That is too short. Write an address or landmark that officers can find.
    }
problem-too-long = { $field ->
        [story] That is too long: { $count } letters, { $over } too many. Shorten it to { $limit }; you may edit that message.
       *[other] That address is too long: { $limit } letters at most.
    }
problem-not-in-list = That is not in the list. Tap a choice, or type its name or number.
problem-choose = That answer cannot be used here.
problem-outside-regency = That place is outside { $regency }. Taprose serves { $regency } only.
problem-location-by-button = Tap the button “Send my location” below, or send a location with 📎.
problem-too-many-attachments = { $limit } files at most; the last was not kept.
problem-file-not-accepted = The file { $name } cannot be accepted. Send a photo, video, PDF or picture. Videos and pictures may have 20 MB; send a HEIC picture as a photo, so that the personal details inside can be removed.
problem-file-nameless = That file cannot be accepted. Send a photo, video, PDF or picture. Videos and pictures may have 20 MB; send a HEIC picture as a photo, so that the personal details inside can be removed.
problem-misfit = { $kind ->
        [sticker] A sticker
        [poll] A poll
        [contact] A contact
        [dice] A die
        [video_note] A round video
        [animation] A GIF
        [audio] Music
        [game] A game
        [story] A story
       *[other] A message of that kind
    } cannot be used here.
problem-cannot-skip = This part has to be filled in.
problem-first-question = This is the first question.
problem-not-here = “{ $action }” cannot be used here.
problem-stale = That button is no longer valid.
problem-edit-unclear = The edited message cannot be read as an answer; the earlier answer stays.

remark-attachment-kept = The file is kept.
remark-attachment-known = That file is here already.
remark-attachments-cleared = { $count } file(s) removed.
remark-place-kept = The place is kept.
remark-updated = { $field ->
        [story] Story
        [category] Category
        [place] Place
        [attachments] Files
       *[other] Identity
    } updated.
