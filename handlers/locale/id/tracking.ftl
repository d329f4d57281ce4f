# Daftar laporan, satu laporan, dan cek status.

btn-add = Tambah keterangan
btn-withdraw = Cabut laporan
btn-withdraw-yes = Ya, cabut
btn-withdraw-no = Tidak jadi
word-yes = ya
word-no = tidak

list-head = <b>Laporan saya</b>: { $total } laporan (hal. { $page }/{ $pages })
list-line = { $number }. { $dot } <b>{ $ticket }</b> · { $category }
    { $status } · { $when }
list-empty = Anda belum punya laporan.

report-category = 🗂 { $category }
report-place = 📍 { $place }
report-timeline = <b>Riwayat</b>
report-event = { $when } · { $text }
event-filed = Laporan terkirim
event-accepted = Diterima { $agency }
event-rerouted = Diteruskan ke { $agency }
event-asked = Pertanyaan dari { $agency }
event-answered = Jawaban Anda
event-added = Keterangan tambahan Anda
event-amended = Anda mengubah pesan
event-replied = Tanggapan { $agency }
event-promised = Janji tanggal dari { $agency }
event-resolved = Diselesaikan { $agency }
event-confirmed = Anda menyatakan sudah beres
event-reopened = Dibuka lagi: belum beres
event-closed = Ditutup: tidak ada jawaban
event-consented = Tidak dapat ditindaklanjuti
event-withdrawn = Dicabut
event-rated = Penilaian Anda
event-nudged = Koordinator menegur OPD
event-extended = Batas waktu diperpanjang koordinator
event-rechecked = Kabar Anda setelah empat minggu

status-wanted = Tulis nomornya, misalnya: /status { $prefix }-26-000042-X
status-no-ticket = Itu bukan nomor laporan. Bentuknya seperti { $prefix }-26-000042-X.
status-mistyped = Nomor itu salah ketik: huruf terakhirnya tidak cocok dengan yang lain. Periksa lagi.
status-unknown = Laporan { $ticket } tidak ditemukan.
status-of-others = <b>{ $ticket }</b>
    🗂 { $category } · Kecamatan { $kecamatan }
    { $status }
status-no-kecamatan = tidak disebut

ask-withdraw = Cabut laporan { $ticket }? OPD akan berhenti menanganinya.
withdraw-choose = Ketik ya untuk mencabut, atau tidak.
withdrawn = Laporan dicabut. Terima kasih sudah memberi tahu.
not-withdrawn = Baik, laporan tetap berjalan.
