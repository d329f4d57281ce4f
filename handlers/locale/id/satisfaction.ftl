# Kepuasan warga: indeks SKM (PermenPANRB 14/2017) dan bintang, dua hal yang berbeda.

satisfaction-head = 📊 <b>Kepuasan warga</b>, triwulan { $number } tahun { $year }
satisfaction-line = <b>{ $agency }</b>: { $figures }
satisfaction-index = SKM { $value } (mutu { $grade }), { $count } jawaban
satisfaction-stars = ⭐ { $mean } dari { $count } laporan
satisfaction-few = { $count } OPD belum punya cukup jawaban (paling sedikit { $fewest }); angkanya tidak ditampilkan.
satisfaction-rest = … dan { $count } OPD lagi: /kepuasan KODE
satisfaction-own-few = { $agency } belum punya cukup jawaban (paling sedikit { $fewest }); angkanya tidak ditampilkan.
satisfaction-element = { $name }: { $value }
satisfaction-not-yours = Penilaian OPD lain hanya untuk koordinator dan pimpinan.
satisfaction-note = Bintang menilai satu laporan dan bukan bagian dari indeks SKM.
element-requirements = Persyaratan
element-procedure = Sistem, mekanisme, dan prosedur
element-time = Waktu penyelesaian
element-cost = Biaya/tarif
element-product = Produk layanan
element-competence = Kompetensi pelaksana
element-conduct = Perilaku pelaksana
element-complaints = Penanganan pengaduan, saran, dan masukan
element-facilities = Sarana dan prasarana
