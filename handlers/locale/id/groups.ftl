# Menghubungkan grup.

leadership = Pimpinan
group-welcome = Halo! Saya bot laporan warga. Grup ini belum terhubung ke OPD. Koordinator: ketik /hubungkan KODE di sini.
group-welcome-back = Saya kembali. Grup ini terhubung ke { $who }; laporan yang menunggu menyusul.
link-not-coordinator = Hanya koordinator yang dapat menghubungkan atau melepas grup.
link-unknown = Kode { $code } tidak dikenal. Pakai salah satu: { $codes }, KOORDINATOR, PIMPINAN.
link-already = Grup ini memang sudah terhubung ke { $who }.
link-done = ✅ Grup ini sekarang terhubung ke { $who }. Laporan yang menunggu menyusul.
link-rights-fine = Bot dapat menulis di sini.
link-rights-missing = ⚠️ Bot tidak boleh menulis di grup ini. Beri izin mengirim pesan, lalu ketik /hubungkan lagi.
link-rights-unknown = ⚠️ Izin bot di grup ini tidak dapat diperiksa sekarang; coba lagi nanti.
unlink-done = Grup ini dilepas dari { $who }. Kartu yang ada tidak berlaku lagi.
unlink-nothing = Grup ini memang belum terhubung.
reason-removed = bot dikeluarkan dari grup
