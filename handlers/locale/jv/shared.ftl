# Status, identitas, lan tembung ingkang dipunangge ing sedaya layar.

status-submitted = Sampun kakirim
status-in-progress = Saweg dipuntangani
status-waiting-reporter = Nengga wangsulan pelapor
status-resolved = Rampung
status-closed = Sampun dipuntutup
status-cannot-act = Boten saged dipuntindaki
status-rejected = Dipuntampik
status-merged = Dipungabung
status-withdrawn = Dipuncabut

identity-named = Nama ditampilkan
identity-anonymous = Anonim
identity-confidential = Rahasia
identity-nameless = Warga

coordinators = Koordinator
no-place = Tanpa panggenan
place-on-card = panggonan ing kertu
place-desa = Desa { $name }
place-kelurahan = Kel. { $name }
place-kecamatan = Kec. { $name }
place-point = titik ing peta

button-gone = Tombol punika sampun boten lumampah.
not-for-you = Tombol punika sanes kangge panjenengan.
not-found = Laporan punika boten pinanggih.
too-late = Laporan punika: { $status }.
too-late-by = Laporan punika: { $status }, dening { $who }.
late-over = Laporan punika sampun { $status }. Menawi taksih wonten masalah, mangga damel laporan enggal: /lapor.
late-going = Laporan punika sapunika: { $status }.
waits-for-consent = Nengga putusanipun koordinator.
system-fault = Nyuwun pangapunten, wonten gangguan ing sistem saengga pesen panjenengan wau dereng katampi. Petugas sampun dipunparingi pirsa. Nyuwun tulung dipunkirim malih sakedhap malih.
system-fault-untold = Nyuwun pangapunten, wonten gangguan ing sistem saengga pesen panjenengan wau dereng katampi. Nyuwun tulung dipunkirim malih sakedhap malih.
missing-content = Isinipun dereng wonten utawi kepanjangen (paling kathah 3.000 aksara).
missing-reason = Mangga nyerat alesanipun, 3 ngantos 3.000 aksara.
missing-stars = Mangga milih 1 ngantos 5.
file-not-shown = 1 berkas boten saged dipuntampilaken: katrangan pribadi ing lebetipun boten saged dipunbusak.
push-file-not-shown =
    📎 1 berkas ing laporan { $ticket } boten dipuntampilaken dhateng petugas: katrangan pribadi ing lebetipun boten saged dipunbusak.
    Mangga dipunkirim minangka foto, utawi minangka PDF tanpa tembung sandi, kanthi mangsuli pesen punika.
