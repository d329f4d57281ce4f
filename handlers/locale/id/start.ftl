# Pintu depan: sapaan, persetujuan, menu, bantuan, bahasa, privasi.

btn-file = Buat laporan
btn-reports = Laporan saya
btn-language = Bahasa
btn-help = Bantuan
btn-agree = Setuju dan lanjut

menu-hello = Taprose, tempat warga mengadu. Apa yang dapat kami bantu?
nothing-to-cancel = Tidak ada yang perlu dibatalkan.
conversation-cancelled = Dibatalkan.
unknown-command = Perintah itu tidak dikenal. Ketik /bantuan untuk melihat yang ada.
only-in-group = Perintah itu hanya di grup OPD. Di sini Anda dapat melapor dengan /lapor.

consent = Selamat datang di Taprose, tempat warga { $regency } mengadu.
    Laporan Anda diteruskan ke petugas OPD yang berwenang, dan setiap perkembangannya kami kabarkan di sini.
    🔒 Kami menyimpan nama Telegram, cerita, lokasi, dan lampiran Anda sebagai arsip pengaduan, tanpa penghapusan otomatis. Petugas hanya melihat nama Anda bila Anda mengizinkan. Selengkapnya: /privasi

privacy = <b>Data yang kami simpan</b>
    Nomor, nama, nama pengguna, dan pilihan bahasa Telegram Anda; laporan, lokasi, lampiran, dan percakapan tentang laporan itu. Nomor telepon tidak diminta. Berkas tetap di server Telegram.
    Petugas OPD membaca laporan. Nama Anda tampil (nama depan dan satu huruf) hanya bila Anda memilih “Nama ditampilkan”; laporan “Rahasia” juga tidak masuk daftar publik.
    <b>Berapa lama</b>
    Laporan dan pelapornya tersimpan sebagai arsip pengaduan Pemerintah { $regency }, hanya untuk menangani laporan; belum ada penghapusan otomatis. Yang belum dikirim tersimpan sampai Anda mengirim atau membatalkannya. Salinan pesan bot dihapus setelah { $sent } hari, yang gagal terkirim, dan pesan Anda yang gagal diolah, setelah { $dead } hari.

ask-language = Pilih bahasa:
language-id = Bahasa Indonesia
language-jv = Basa Jawa
language-en = English
language-chosen = Baik, kita lanjutkan dalam Bahasa Indonesia.

help-citizen = <b>Bantuan</b>
    /lapor buat laporan · /laporan laporan saya · /status NOMOR cek status
    /batal batalkan · /bahasa ganti bahasa · /pengingat atur pengingat · /privasi data yang disimpan
    Setiap tombol juga boleh diketik. Balas pesan tentang suatu laporan untuk menambah keterangan. Keadaan darurat: telepon 112.

offer = Pesan Anda tersimpan. Mau dijadikan laporan? Ketuk Buat laporan, atau kirim lagi yang ingin ditambahkan.
offer-more = { $count } pesan tersimpan. Mau dijadikan laporan? Ketuk Buat laporan, atau kirim lagi yang ingin ditambahkan.
offer-full = Pesan terakhir tidak ikut tersimpan karena sudah ada { $count }. Ketuk Buat laporan untuk meneruskan.
talk-greeting = Halo! Ada yang bisa kami bantu? Ceritakan saja langsung di sini.
talk-thanks = Sama-sama, senang bisa membantu. Kalau ada masalah lagi, ceritakan saja di sini.
talk-ok = Siap. Kalau ada yang perlu dilaporkan, ceritakan saja di sini.
offer-category = Mau melapor tentang { $category }? Ketuk Buat laporan.
offer-categories = Mau melapor tentang yang mana?
unprompted-misfit = Pesan jenis itu belum dapat kami olah. Kirim teks, foto, video, dokumen, suara, atau lokasi.

chosen = ✓ { $choice }
