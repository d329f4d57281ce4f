# Bukti kirim yang menjadi pelacak, dan pemberitahuan kepada pelapor.

tracker-head = Laporan terkirim. Nomor: <b>{ $ticket }</b>
tracker-agency = 🏢 { $agency }
tracker-respond-by = ⏳ Ditanggapi sebelum { $when }
tracker-resolve-by = ⏳ Diselesaikan sebelum { $when }
tracker-promised = 🤝 Dijanjikan selesai { $when }
tracker-status = { $dots } { $status }
tracker-silent = 🏁 Ditutup karena tidak ada jawaban
tracker-answer = 💬 { $text }
tracker-updated = Diperbarui { $when }

btn-status = Lihat status
btn-share = Bagikan
btn-fixed = Sudah beres
btn-not-fixed = Belum beres
share-text = Saya melapor ke Taprose, nomor { $ticket }. Cek statusnya di sini:

push-accepted = ✋ { $ticket } diterima oleh { $agency }. Diselesaikan paling lambat { $when }.
push-rerouted = ↪️ { $ticket } dialihkan ke { $agency } (ditanggapi paling lambat { $when }): { $reason }
push-rerouted-plain = ↪️ { $ticket } diteruskan ke { $agency }; ditanggapi paling lambat { $when }.
push-rerouted-coordinators = ↪️ { $ticket } sedang dicarikan OPD yang tepat oleh koordinator. Anda tidak perlu melapor lagi.
push-promise-over = 📅 Janji tanggal untuk { $ticket } dari OPD sebelumnya tidak berlaku lagi; batas penyelesaiannya kini { $when }.
push-asked = ❓ { $agency } bertanya tentang { $ticket }:
    { $text }
    Ketuk Jawab, atau balas pesan ini.
push-replied = 💬 Tanggapan { $agency } untuk { $ticket }:
    { $text }
push-replied-files = 💬 { $agency } mengirim berkas untuk { $ticket }.
push-promised = 🤝 { $agency } berjanji menyelesaikan { $ticket } paling lambat { $when }.
push-resolved = ✅ { $ticket } dinyatakan selesai oleh { $agency }:
    { $text }
    Apakah sudah beres?
push-cannot-act = ⛔ { $ticket } tidak dapat ditindaklanjuti { $agency }. Alasan:
    { $text }
push-rejected = ⛔ { $ticket } tidak dapat diterima sebagai laporan. Alasan:
    { $text }
