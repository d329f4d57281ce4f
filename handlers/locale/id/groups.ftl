# Menghubungkan grup.

group-welcome = Halo! Saya bot laporan warga. Grup ini belum terhubung ke OPD. Koordinator: ketik /hubungkan KODE di sini.
group-welcome-back = Halo! Grup ini terhubung ke { $who }; laporan yang menunggu menyusul. Cara memakai: /bantuan
link-not-coordinator = Hanya koordinator yang dapat menghubungkan atau melepas grup.
link-unsure = Saat ini tidak dapat dipastikan apakah Anda koordinator, karena Telegram tidak menjawabnya. Coba lagi sebentar lagi.
link-wanted = Tulis kodenya, misalnya /hubungkan DLHP. Kode: { $codes }, KOORDINATOR, PIMPINAN.
link-unknown = Kode { $code } tidak dikenal. Pakai salah satu: { $codes }, KOORDINATOR, PIMPINAN.
link-already = Grup ini memang sudah terhubung ke { $who }.
link-other = Grup ini terhubung ke { $who }. Bila memang pindah, ketik /lepas dulu, lalu /hubungkan { $code }.
link-done = ✅ Grup ini sekarang terhubung ke { $who }. Laporan yang menunggu menyusul.
link-elsewhere = ℹ️ Laporan baru { $who } sekarang masuk ke grup “{ $title }”. Kartu di sini tetap dapat dipakai.
link-inherited = ℹ️ Laporan { $who } kembali masuk ke grup ini.
link-rights-fine = Bot dapat menulis di sini.
link-rights-missing = ⚠️ Bot tidak boleh menulis di grup “{ $title }”. Beri izin mengirim pesan, lalu ketik /hubungkan lagi di sana.
link-rights-unknown = ⚠️ Izin bot di grup ini tidak dapat diperiksa sekarang; coba lagi nanti.
unlink-done = Grup ini dilepas dari { $who }. Kartu yang ada tidak berlaku lagi.
unlink-nothing = Grup ini memang belum terhubung.
unlink-no-coordination = ⚠️ Sekarang tidak ada grup koordinator. Hubungkan satu dengan /hubungkan KOORDINATOR.
unlink-last = Grup koordinator ini tidak dapat dilepas: tanpa grup ini tidak ada koordinator yang dikenal. Isi dulu coordinators.user_ids di config.toml.
reason-removed = bot dikeluarkan dari grup
reason-unlinked = dilepas oleh koordinator
leadership = Pimpinan
