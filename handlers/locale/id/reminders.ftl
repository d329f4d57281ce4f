# Pengingat: kepada OPD, koordinator, pimpinan, dan pelapor.

remind-response-half = ⏳ { $ticket } · { $category } belum ditanggapi; batasnya { $when }.
remind-response-due = 🔴 { $ticket } · { $category } melewati batas tanggapan ({ $when }).
remind-response-escalated = 🚨 { $ticket } belum ditanggapi { $agency } selama { $days } hari kerja.
remind-response-leadership = 🚨 { $ticket } · { $category } belum ditanggapi { $agency } selama { $days } hari kerja.
remind-resolution-half = ⏳ { $ticket } · { $category }: separuh waktu sudah terpakai; batas penyelesaian { $when }.
remind-resolution-due = 🔴 { $ticket } · { $category } melewati batas penyelesaian ({ $when }).
remind-resolution-escalated = 🚨 { $ticket } pada { $agency } melewati batas penyelesaian ({ $when }).
remind-promise-due = 🔴 { $ticket } · { $category }: janji selesai { $when } sudah tiba.
remind-list = ⏰ <b>{ $count } laporan perlu perhatian.</b> Ketuk nomornya untuk membuka kartu.
remind-list-read = ⏰ <b>{ $count } laporan perlu perhatian.</b>

push-question-again = ⏰ { $agency } masih menunggu jawaban Anda tentang { $ticket }:
    { $text }
    Ketuk Jawab, atau balas pesan ini.
push-confirm-again = ⏰ { $ticket } dinyatakan selesai oleh { $agency }. Apakah sudah beres?
push-closed-question = 🏁 { $ticket } ditutup: tidak ada jawaban atas pertanyaan { $agency }. Bila masih ada masalah, silakan lapor lagi.
push-closed-confirm = 🏁 { $ticket } ditutup: tidak ada jawaban apakah sudah beres. Bila belum beres, silakan lapor lagi.
push-still-good = 🔎 { $ticket } diselesaikan { $agency } empat minggu lalu. Masih baik?
    📍 { $place }
place-map = { $place } (<a href="{ $map }">peta</a>)
btn-still-good = Masih baik
btn-broken-again = Rusak lagi
still-good-thanks = Terima kasih sudah mengabari.
broken-again = Terima kasih. { $ticket } tetap tercatat; buat laporan baru supaya ditangani lagi.
note-nudged = 📣 <b>Teguran ke-{ $number } dari koordinator</b>: { $ticket } mohon segera ditindaklanjuti. Batasnya { $when }.
note-extended = 📅 Koordinator memperpanjang batas { $ticket } sampai { $when }: { $text }
note-reopened-often = 🔁 { $ticket } sudah dibuka lagi { $count } kali.
push-extended = 📅 Batas penyelesaian { $ticket } diperpanjang koordinator sampai { $when }: { $reason }
push-extended-response = 📅 Batas tanggapan { $ticket } diperpanjang koordinator sampai { $when }: { $reason }
push-clock-moved = ⏳ Waktu menunggu jawaban Anda tidak dihitung; batas penyelesaian { $ticket } kini { $when }.
note-broken-again = ⚠️ { $ticket }: empat minggu kemudian pelapor menyatakan rusak lagi.

# Ringkasan pagi.
digest-head = ☀️ <b>Ringkasan { $who }</b>, { $day }
digest-late = 🔴 <b>Terlambat: { $count }</b>
digest-today = 🟠 <b>Jatuh tempo hari ini: { $count }</b>
digest-new = 🆕 <b>Belum ditanggapi: { $count }</b>
digest-waiting = ❓ <b>Menunggu pelapor: { $count }</b>
digest-line = { $ticket } · { $category } · ⏳ { $due }
digest-rest = … dan { $count } lagi: /antrean
silent-head = 🔕 <b>Tanpa tindakan petugas selama { $days } hari kerja atau lebih:</b>
silent-never = { $agency }: { $count } laporan menunggu; belum pernah ada tindakan.
silent-since = { $agency }: { $count } laporan menunggu; terakhir bertindak { $when }.

# Laporan yang belum terkirim, dan pengingat yang dimatikan.
draft-hour = ✍️ Laporan Anda belum terkirim. Yang sudah ditulis masih tersimpan.
draft-day = ✍️ Laporan Anda kemarin belum terkirim. Yang sudah ditulis tetap tersimpan; kami tidak mengingatkan lagi.
btn-resume = Lanjutkan laporan
btn-mute = Matikan pengingat
btn-unmute = Nyalakan pengingat
reminders-on = 🔔 Pengingat menyala: laporan yang belum selesai ditulis, pertanyaan OPD, dan “sudah beres?”.
reminders-off = 🔕 Pengingat dimatikan. Perubahan status laporan tetap kami kabarkan.
