# Status, waktu, identitas: kata-kata yang dipakai di semua layar.

status-submitted = Terkirim
status-in-progress = Ditangani
status-waiting-reporter = Menunggu jawaban pelapor
status-resolved = Selesai
status-closed = Ditutup
status-cannot-act = Tidak dapat ditindaklanjuti
status-rejected = Ditolak
status-merged = Digabung
status-withdrawn = Dicabut

identity-named = Nama ditampilkan
identity-anonymous = Anonim
identity-confidential = Rahasia
identity-nameless = Warga

coordinators = Koordinator

no-place = Tanpa lokasi
place-on-card = lokasi di kartu
place-desa = Desa { $name }
place-kelurahan = Kel. { $name }
place-kecamatan = Kec. { $name }
place-point = titik di peta

button-gone = Tombol ini sudah tidak berlaku.
not-for-you = Tombol ini bukan untuk Anda.
not-yours = Laporan ini tidak ditangani di sini.
not-found = Laporan itu tidak ditemukan.
too-late = Laporan ini sudah { $status }.
too-late-by = Laporan ini sudah { $status } oleh { $who }.
late-over = Laporan ini sudah { $status }. Bila masih ada masalah, buat laporan baru: /lapor.
late-going = Laporan ini sekarang: { $status }.
waits-for-consent = Menunggu keputusan koordinator.
system-fault = Maaf, ada gangguan pada sistem sehingga pesan Anda tadi belum diproses. Petugas kami sudah diberi tahu. Mohon kirim ulang beberapa saat lagi.
system-fault-untold = Maaf, ada gangguan pada sistem sehingga pesan Anda tadi belum diproses. Mohon kirim ulang beberapa saat lagi.
missing-content = Isi belum ada atau terlalu panjang (paling banyak 3.000 karakter).
missing-question = Tulis pertanyaannya, 3 sampai 3.000 karakter.
missing-resolution = Tulis penjelasan penyelesaiannya, 3 sampai 3.000 karakter.
missing-reason = Tulis alasannya, 3 sampai 3.000 karakter.
missing-proof = Kategori ini memerlukan foto bukti. Kirim foto dengan penjelasan di keterangan foto.
missing-another-agency = Laporan ini sudah ada pada OPD itu.
missing-proposal = Sudah tidak ada yang perlu disetujui.
missing-agency = Laporan ini belum ada pada OPD mana pun; disposisikan dulu.
missing-quarter = Tulis misalnya: /kepuasan, /kepuasan 2026-3, atau /kepuasan DLHP.
missing-stars = Pilih 1 sampai 5.
promise-past = Tanggal itu sudah lewat. Pilih hari kerja mendatang.
promise-far = Tanggal itu lebih dari setahun lagi. Pilih yang lebih dekat.
promise-holiday = Tanggal itu bukan hari kerja. Pilih hari kerja.
file-not-shown = 1 berkas tidak dapat ditampilkan: keterangan pribadi di dalamnya tidak dapat dihapus.
push-file-not-shown =
    📎 1 berkas di laporan { $ticket } tidak ditampilkan kepada petugas: keterangan pribadi di dalamnya tidak dapat dihapus.
    Kirimkan sebagai foto, atau sebagai PDF tanpa kata sandi, dengan membalas pesan ini.
