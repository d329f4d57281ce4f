# Daftar perintah yang ditampilkan Telegram.

command-lapor = Buat laporan baru
command-laporan = Lihat laporan
command-status = Cek status dengan nomor laporan
command-bahasa = Pilih bahasa
command-pengingat = Matikan atau nyalakan pengingat
command-privasi = Data apa yang disimpan
command-bantuan = Cara memakai
command-batal = Batalkan yang sedang diisi
command-antrean = Laporan yang menunggu
command-saya = Laporan yang saya pegang
command-kepuasan = Kepuasan warga per OPD
command-hubungkan = Hubungkan grup ini ke OPD
command-lepas = Lepas grup ini dari OPD
