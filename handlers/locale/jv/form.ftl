# Formulir laporan: pitakenan.

ask-story = Mangga dipuncariyosaken: wonten kedadosan punapa, wonten pundi, wiwit kapan. Saged dipunsarengi foto.
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
form-cancelled = Laporan sampun dipunbatalaken. Boten wonten ingkang dipunkirim.
