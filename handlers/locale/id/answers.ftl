# Menambah keterangan, dan menilai penyelesaian.

btn-done = Selesai
btn-skip = Lewati
btn-star-1 = 1
btn-star-2 = 2
btn-star-3 = 3
btn-star-4 = 4
btn-star-5 = 5

add-ask = Kirim tambahan untuk { $ticket }: teks, foto, video, dokumen, suara, atau lokasi.
add-taken = ✓ Diteruskan ke { $agency } ({ $ticket }).
add-many = ✓ Diteruskan ke { $agency } ({ $ticket }). Anda mengirim banyak tambahan dalam waktu singkat. Semuanya tersimpan dan kami teruskan bersama-sama, tanpa balasan satu per satu.
add-more = Kirim lagi, atau ketuk Selesai.
add-done = Baik, semua tambahan sudah diteruskan.
not-reopened = Baik, { $ticket } belum dibuka lagi. Apakah sudah beres?
add-misfit = Pesan jenis itu tidak dapat diteruskan. Kirim teks, foto, suara, lokasi, atau video dan PDF sampai 20 MB.
add-file-left = Kata-kata di bawah berkas itu kami teruskan, berkasnya tidak. Kirim foto, suara, atau video dan PDF sampai 20 MB.
add-outside = Lokasi itu di luar { $regency }.
amended = ✓ Perubahan diteruskan ke petugas ({ $ticket }).
refused = { $text }

btn-answer = Jawab
btn-answer-yes = Ya, kirim
btn-new-report = Laporan baru

answer-ask = Ini jawaban untuk { $agency } tentang { $about }?
answer-which = Ini jawaban untuk yang mana?
answer-line = { $number }. { $agency }: { $about }
answer-about = { $category } (“{ $story }”)
answer-full = Pesan terakhir tidak ikut tersimpan karena sudah ada { $count }. Kirim dulu yang sudah ada.
answer-wanted = Tulis jawaban untuk { $agency } tentang { $about }. Foto dan lokasi juga boleh.

ask-stars = Terima kasih! Seberapa puas Anda dengan penanganan { $ticket }? 1 (kurang) sampai 5 (sangat puas).
ask-comment = Terima kasih. Ada komentar untuk petugas? Tulis saja, atau lewati.
comment-taken = Terima kasih, komentar Anda tersimpan.
comment-misfit = Tulis komentarnya dengan kata-kata, atau ketik lewati.
ask-not-fixed = Apa yang belum beres pada { $ticket }? Tulis alasannya atau kirim foto.
reopened = Laporan { $ticket } dibuka lagi dan dikembalikan ke OPD; batas penyelesaian baru { $when }. Kami kabari perkembangannya.
