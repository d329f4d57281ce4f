# Kartu laporan di grup, dan tombolnya.

card-head = { $icon } <b>{ $ticket }</b> · { $category }
card-continued = … (bersambung di bawah)
card-rest = Lanjutan { $ticket }: { $text }
card-place = 📍 { $place }
card-who = 👤 { $who }
card-filed = 🕒 { $when }
card-respond-by = ⏳ Tanggapi sebelum { $when }
card-resolve-by = ⏳ Selesaikan sebelum { $when }
card-promised = 🤝 Dijanjikan { $when }
card-supporters = 👥 { $count } pendukung
card-bounces = ↪️ Sudah { $count } kali dialihkan
card-reopenings = 🔁 Dibuka lagi { $count } kali
card-nudges = 📣 Ditegur { $count } kali
card-stars = ⭐ { $stars } dari 5
card-status = { $icon } { $status }
card-act-accepted = ✋ Diterima { $who } · { $when }
card-act-rerouted = ↪️ Dialihkan { $who } · { $when }
card-act-asked = ❓ Ditanyakan ke pelapor oleh { $who } · { $when }
card-act-replied = 💬 Ditanggapi { $who } · { $when }
card-act-promised = 🤝 Dijanjikan { $who } · { $when }
card-act-resolved = ✅ Diselesaikan { $who } · { $when }
card-act-proposed = ⛔ Diusulkan tidak ditindaklanjuti oleh { $who } · { $when }
card-act-refused = ↩️ Dikembalikan koordinator ({ $who }) · { $when }
card-act-closed = 🏁 Ditutup: tidak ada jawaban pelapor · { $when }
card-act-nudged = 📣 Ditegur koordinator ({ $who }) · { $when }
card-act-extended = 📅 Batas diperpanjang koordinator ({ $who }) · { $when }
card-act-consented = ⛔ Disetujui { $who } · { $when }
card-proposal = 🕓 Menunggu persetujuan koordinator: { $reason }
card-elsewhere = { $icon } <b>{ $ticket }</b> · { $category }
    ↪️ Sekarang pada: { $agency }
card-moved = ⬇️ <b>{ $ticket }</b>: kartunya ada di bawah.
card-unrouted = 🧭 Belum ada OPD untuk laporan ini.
card-second-bounce = 🧭 Belum ada OPD; koordinator yang memutuskan.
card-with = 🏢 { $agency }

btn-back = Kembali
btn-cancel = Batal

note-added = ➕ Tambahan dari pelapor { $ticket }:
note-answered = 💬 Jawaban pelapor { $ticket }:
note-amended = ✏️ { $ticket } diubah: { $text }
note-reopened = 🔁 { $ticket } dibuka lagi: pelapor menyatakan belum beres. { $text }
note-withdrawn = ⏹ { $ticket } dicabut oleh pelapor.
note-confirmed = 🎉 { $ticket }: pelapor menyatakan sudah beres.
note-comment = 💬 Komentar pelapor { $ticket }:
note-refused = ↩️ Koordinator mengembalikan { $ticket }: { $text }
note-rerouted-here = ↪️ { $ticket } dialihkan dari { $from }: { $text }
note-rerouted-bounced = ↪️ { $ticket } dialihkan dari { $from } (usulan: { $wish }): { $text }
note-disposed-here = 📌 { $ticket } didisposisikan koordinator.
file-of = 📎 Berkas laporan { $ticket }
note-files-withheld = 📎 Berkas { $ticket } belum dapat ditampilkan: grup ini tidak mengizinkan bot mengirim foto atau berkas. Setelah diizinkan, berkasnya menyusul.
alarm-group-lost = 🚨 Grup { $agency } tidak dapat dijangkau ({ $reason }). { $waiting ->
    [none] Laporan tidak sampai ke sana
   *[other] { $waiting } pesan menunggu dan menyusul begitu grup itu dapat dijangkau ({ $tickets })
    }; laporan baru masuk ke sini. Bila grupnya diganti, ketik /hubungkan { $code } di grup yang benar.
alarm-group-back = ✅ Grup { $agency } dapat dijangkau lagi. Yang menunggu sekarang dikirim ke sana.
alarm-group-still-lost = 🚨 Grup { $agency } tidak dapat dijangkau sejak { $when }. { $count ->
    [none] Laporannya ada di sini
   *[other] Laporannya dan { $count } pesan yang menunggu ada di sini
    }. Bila grupnya diganti, ketik /hubungkan { $code } di grup yang benar.
alarm-no-files = 📎 Grup { $agency } tidak mengizinkan bot mengirim foto atau berkas; kartunya tetap masuk. Setelah diizinkan, berkasnya menyusul. { $ticket }
alarm-dead-letter = 🚨 Pesan { $method } gagal terkirim untuk selamanya: { $reason } { $ticket }
alarm-set-aside = 🚨 Satu { $kind } tidak dapat diproses ({ $when }) { $ticket }. Pengirimnya diminta mengirim ulang; sebabnya ada di catatan sistem.
alarm-kind-message = pesan
alarm-kind-edit = perubahan pesan
alarm-kind-tap = ketukan tombol
alarm-kind-other = pemberitahuan Telegram
alarm-count = Sudah { $count } kali sejak { $when }.
