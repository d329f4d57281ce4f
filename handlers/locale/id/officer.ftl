# Layar petugas di grup OPD dan koordinator.

btn-accept = Terima
btn-ask = Tanya pelapor
btn-reroute = Alihkan
btn-cannot = Tidak dapat
btn-resolve = Selesai
btn-promise = Janji tanggal
btn-dispose = Disposisi
btn-nudge = Tegur
btn-extend = Perpanjang
btn-consent = Setujui
btn-refuse = Kembalikan
btn-previous = « Sebelumnya
btn-next = Berikutnya »
btn-to-coordinators = Kembalikan ke koordinator
btn-days = +{ $days } hari kerja
btn-type-date = Tulis tanggal
btn-send = Kirim ke pelapor
btn-note = Catatan internal
btn-private = Lapor di chat pribadi

too-early = Laporan ini belum diterima. Ketuk Terima dulu.
tap-accepted = Diterima. Pelapor diberi tahu.
tap-consented = Disetujui. Pelapor diberi tahu.
tap-disposed = Didisposisikan.
tap-nudged = Teguran dikirim ke grup OPD.
tap-promised = Janji dicatat. Pelapor diberi tahu.

prompt-ask = ❓ { $who }, balas pesan ini dengan pertanyaan untuk pelapor { $ticket }.
prompt-resolve = ✅ { $who }, balas pesan ini dengan penjelasan penyelesaian { $ticket } (sertakan foto bila ada).
prompt-resolve-proof = ✅ { $who }, balas pesan ini dengan foto bukti dan penjelasan penyelesaian { $ticket }.
prompt-again = ⚠️ { $who }, { $ticket }: { $why } Balas pesan ini.
prompt-words-only = Foto/berkas sudah tersimpan; tinggal penjelasannya, 3 sampai 3.000 karakter.
prompt-photo-only = Penjelasan sudah tersimpan; tinggal foto buktinya.
prompt-kept-inside = Pesan Anda menjadi catatan internal, pelapor tidak melihatnya; penjelasan semula tetap. Tinggal foto buktinya. Untuk mengganti penjelasan, awali dengan “ganti:”.
prompt-cancelled = Dibatalkan; tidak ada yang berubah.
prompt-file-left-out = Berkasnya tidak ikut; hanya alasannya yang diteruskan.
bounce-to-coordinators = Koordinator (pengalihan kedua; usulan: { $to })
prompt-cannot = ⛔ { $who }, balas pesan ini dengan alasan { $ticket } tidak dapat ditindaklanjuti. Bila ini bukan laporan (spam, iseng), awali dengan “bukan laporan”.
prompt-reroute = ↪️ { $who }, balas pesan ini dengan alasan singkat { $ticket } dialihkan ke { $to }.
prompt-refuse = ↩️ { $who }, balas pesan ini dengan alasan { $ticket } dikembalikan ke OPD.
prompt-promise = 🤝 { $who }, balas pesan ini dengan tanggal { $ticket } akan selesai, misalnya 27/11 atau Senin.
prompt-extend = 📅 { $who }, balas pesan ini dengan alasan { $ticket } diperpanjang { $days } hari kerja; pelapor diberi tahu.
placeholder-ask = Pertanyaan untuk pelapor
placeholder-resolve = Penjelasan penyelesaian
placeholder-proof = Foto bukti
placeholder-cannot = Alasan tidak dapat ditindaklanjuti
placeholder-reroute = Alasan dialihkan
placeholder-refuse = Alasan dikembalikan
placeholder-extend = Alasan diperpanjang
placeholder-promise = Tanggal, misalnya 27/11
prompt-for-another = Pertanyaan itu untuk petugas lain. Ketuk sendiri tombol di kartu bila ingin bertindak.
faceless = Anda menulis sebagai grup atau kanal, jadi bot tidak tahu siapa Anda. Menulislah dengan nama sendiri (admin: matikan “Tetap anonim”), lalu ulangi.
prompt-misfit = Balas dengan teks, atau foto/video/dokumen dengan keterangan.
prompt-over = Pertanyaan itu sudah selesai. Ketuk tombol di kartu untuk tindakan baru.
missing-day = Tanggal belum dikenali. Tulis misalnya 27/11, besok, Senin, atau 3 hari kerja.

reply-offer = Kirim balasan ini ke pelapor?
reply-sent = ✅ Terkirim ke pelapor.
reply-kept = 📝 Disimpan sebagai catatan internal; pelapor tidak melihatnya.
reply-dropped = Dibatalkan; tidak ada yang dikirim.
reply-file-refused = Berkas itu tidak dapat diteruskan. Kirim foto, video, PDF, atau gambar. Video dan gambar paling besar 20 MB; gambar HEIC kirimlah sebagai foto, supaya keterangan pribadi di dalamnya dapat dihapus.
reply-misfit = Hanya teks, foto, video, dokumen, atau pesan suara yang dapat diteruskan.

queue-head = <b>Antrean { $who }</b>: { $total } laporan (hal. { $page }/{ $pages })
queue-line = { $icon } <b>{ $ticket }</b> · { $category } · { $place } · ⏳ { $due }
queue-line-late = 🔴 <b>{ $ticket }</b> · { $category } · { $place } · terlambat sejak { $due }
queue-empty = Antrean kosong. Tidak ada laporan yang menunggu. 🎉
mine-head = <b>Dipegang { $who }</b>: { $total } laporan (hal. { $page }/{ $pages })
mine-empty = Anda tidak sedang memegang laporan.
ticket-wanted = Tulis nomornya, misalnya: /laporan { $prefix }-26-000042-X
ticket-mistyped = Nomor itu salah ketik (huruf terakhirnya tidak cocok). Periksa lagi.
cancel-by-reply = Di sini tidak ada yang perlu dibatalkan. Pertanyaan bot dibatalkan dengan membalasnya: batal.
only-in-private = Melapor dan mengecek laporan dilakukan di chat pribadi dengan bot ini, supaya hanya Anda yang membacanya.

help-agency = Laporan warga untuk OPD ini datang sebagai kartu. Ketuk tombolnya; pelapor langsung diberi tahu.
help-coordination = Grup koordinator: laporan tanpa OPD, yang dua kali dialihkan, dan yang perlu persetujuan datang ke sini.
help-leadership = Grup pimpinan: eskalasi dan gambaran kinerja datang ke sini.
help-unlinked = Grup ini belum terhubung ke OPD. Koordinator: ketik /hubungkan KODE, misalnya /hubungkan DLHP.
help-replies = Balas kartu untuk menulis ke pelapor atau menyimpan catatan.
help-elsewhere = Di grup OPD: { $commands }

help-button = • <b>{ $button }</b>: { $about }
help-accept = OPD ini menangani laporannya
help-resolve = balas dengan penjelasan, dan foto bila diminta
help-promise = pilih atau tulis tanggal selesainya
help-ask = balas dengan pertanyaan; batas waktu berhenti sampai dijawab
help-reroute = pilih OPD yang benar, lalu balas dengan alasan
help-cannot = balas dengan alasan; koordinator memutuskan
help-consent = laporan diakhiri seperti yang diusulkan OPD
help-refuse = OPD melanjutkan; balas dengan alasan
help-dispose = pilih OPD yang menangani
help-nudge = tegur OPD; terhitung di kartu
help-extend = OPD mendapat waktu lebih; balas dengan alasan

help-antrean = { $group ->
    [coordination] yang belum berdisposisi
   *[other] laporan yang menunggu
 }
help-saya = yang Anda pegang
help-laporan = NOMOR { $group ->
    [coordination] kartu mana pun
   *[other] kartu lagi
 }
help-kepuasan = { $group ->
    [leadership] penilaian warga per OPD
   *[other] penilaian warga
 }
help-hubungkan = KODE untuk menghubungkan
help-lepas = untuk melepas
