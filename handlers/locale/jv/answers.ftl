# Nambah katrangan, lan mbiji anggenipun ngrampungaken. Tombol tetep ngangge basa Indonesia.

add-ask = Mangga ngirim tambahan kangge { $ticket }: seratan, foto, video, dokumen, swanten, utawi lokasi.
add-taken = ✓ Sampun dipunlajengaken dhateng { $agency } ({ $ticket }).
add-many = ✓ Sampun dipunlajengaken dhateng { $agency } ({ $ticket }). Panjenengan ngintun kathah tambahan ing wekdal ingkang cekak. Sedaya sampun kasimpen lan dipunlajengaken sareng-sareng, tanpa wangsulan setunggal-setunggal.
add-more = Mangga ngirim malih, utawi tutul Selesai.
add-done = Inggih, sedaya tambahanipun sampun dipunterusaken.
not-reopened = Inggih, { $ticket } dereng dipunbikak malih. Menapa sampun rampung?
add-misfit = Pesen ingkang kados makaten boten saged dipunlajengaken. Mangga ngirim seratan, foto, swanten, lokasi, utawi video lan PDF ngantos 20 MB.
add-file-left = Seratan ing ngandhap berkas menika sampun dipunlajengaken, berkasipun boten. Mangga ngirim foto, swanten, utawi video lan PDF ngantos 20 MB.
add-outside = Panggenan punika sanjawinipun { $regency }.
amended = ✓ Owah-owahanipun sampun dipunlajengaken dhateng petugas ({ $ticket }).

answer-ask = Punika wangsulan kangge { $agency } bab { $about }?
answer-which = Punika wangsulan kangge ingkang pundi?
answer-full = Pesen ingkang pungkasan boten katut kasimpen amargi sampun wonten { $count }. Mangga dipunkirim rumiyin ingkang sampun wonten.
answer-wanted = Mangga nyerat wangsulan kangge { $agency } bab { $about }. Foto lan lokasi ugi saged.

ask-stars = Matur nuwun! Sepinten maremipun panjenengan dhateng anggenipun nangani { $ticket }? 1 (kirang) ngantos 5 (marem sanget).
ask-comment = Matur nuwun. Wonten atur kangge petugas? Mangga dipunserat, utawi lewati.
comment-taken = Matur nuwun, atur panjenengan sampun kasimpen.
comment-misfit = Aturipun mangga dipunserat mawi tembung, utawi serat lewati.
ask-not-fixed = Punapa ingkang dereng beres ing { $ticket }? Serat alesanipun utawi kirim foto.
reopened = Laporan { $ticket } dipunbikak malih lan dipunwangsulaken dhateng OPD; kedah rampung paling kasep { $when }. Kalajenganipun badhe kula aturaken.
