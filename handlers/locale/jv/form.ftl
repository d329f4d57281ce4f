# Formulir laporan: undhak-undhakan lan pitakenan. Tombol tetep ngangge basa Indonesia.

form-step = <b>Undhak { $number } saking { $last } · { $title }</b>
form-title-story = Cariyos
form-title-category = Kategori
form-title-place = Panggenan
form-title-attachments = Lampiran
form-title-identity = Identitas
form-title-summary = Ringkesan
form-pointer = 📍 Saweg wonten panggenanipun? Mangga ngginakaken tombol “Kirim lokasi saya” ing ngandhap.
form-pointer-gone = 📍 Tombol “Kirim lokasi saya” sampun katutup.
form-cancelled = Laporan sampun dipunbatalaken. Boten wonten ingkang dipunkirim.

ask-story = Mangga dipuncariyosaken: wonten kedadosan punapa, wonten pundi, wiwit kala punapa. Saged dipunsarengi foto.
ask-category = Laporan punika babagan punapa? Tutul pilihanipun utawi serat nomeripun.
ask-category-list = Mangga milih kategori; saged dipunserat nomeripun.
ask-place = Wonten pundi? Serat alamat utawi tetengeripun, kirim lokasi, utawi pilih kecamatan.
ask-kecamatan-list = Wonten kecamatan pundi? Tutul, utawi serat nami utawi nomeripun.
ask-desa-list = Wonten desa pundi ing Kecamatan { $kecamatan }? Tutul, utawi serat nami utawi nomeripun.
ask-attachments = Wonten foto, video, utawi dokumen? Mangga dipunkirim ngantos 5, utawi lewati.
ask-attachments-more = Lampiran: { $files }. Kirim malih, utawi lanjut.
ask-identity = Sinten ingkang pareng mangertos bilih panjenengan ingkang matur?
ask-summary = Sampun leres?
ask-edit-menu = Perangan pundi ingkang badhe dipunowahi?
ask-confirm-cancel = Laporan punika badhe dipunbatalaken? Ingkang sampun dipunserat badhe dipunbusak.
ask-resume = Nglajengaken laporan ingkang wau?

about-named = petugas mirsani asma ngajeng panjenengan
about-anonymous = petugas boten mangertos sinten panjenengan
about-confidential = kados anonim, lan boten mlebet daftar umum punapa kemawon

summary-rest = (lan { $count } aksara malih; sedaya katut dipunkirim)
no-files = Tanpa lampiran
kind-photo = { $count } foto
kind-video = { $count } video
kind-document = { $count } dokumen
kind-voice = { $count } pesen swanten

takes-story = Cariyosipun mangga dipunserat mawi tembung; foto mawi katrangan ugi kenging.
takes-category = Tutul salah satunggaling pilihan, utawi serat nomeripun.
takes-category-list = Tutul salah satunggaling pilihan, utawi serat nomeripun.
takes-place = Mangga nyerat alamat utawi tetenger, utawi kirim lokasi.
takes-kecamatan-list = Mangga milih kecamatan, utawi serat naminipun.
takes-desa-list = Mangga milih desa, utawi serat naminipun.
takes-attachments = Mangga ngirim foto, video, dokumen, utawi swanten; utawi serat lewati.
takes-identity = Tutul salah satunggaling pilihan, utawi serat nomeripun.
takes-summary = Serat kirim, ubah, utawi batal.
takes-edit-menu = Pilih perangan ingkang badhe dipunowahi, utawi serat nomeripun.
takes-confirm-cancel = Serat ya kangge mbatalaken, utawi lanjutkan.
takes-resume = Serat lanjutkan utawi mulai baru.
