# Kenging punapa wangsulan boten saged dipunginakaken, lan kados pundi kalajenganipun.

problem-no-words = { $field ->
        [story] Cariyosipun dereng wonten tembungipun. Mangga nyerat paling sekedhik { $minimum } aksara.
       *[other] Alamat utawi tetengeripun dereng wonten tembungipun.
    }
problem-too-short = { $field ->
        [story] Kirang panjang. Mangga dipuncariyosaken langkung jangkep, paling sekedhik { $minimum } aksara lan kalih tembung.
       *[other] Kirang panjang. Mangga nyerat alamat utawi tetenger ingkang saged dipunpadosi petugas.
    }
problem-too-long = { $field ->
        [story] Kepanjangen: { $count } aksara, langkung { $over }. Dipunringkes ngantos { $limit } aksara; pesenipun kenging dipunowahi.
       *[other] Alamatipun kepanjangen: paling kathah { $limit } aksara.
    }
problem-not-in-list = Pilihan punika boten wonten ing daftar. Tutul salah satunggal, utawi serat nami utawi nomeripun.
problem-choose = Wangsulan punika dereng saged dipunginakaken ing mriki.
problem-outside-regency = Panggenan punika sanjawinipun { $regency }. Taprose namung ngladosi { $regency }.
problem-location-by-button = Tutul tombol “Kirim lokasi saya” ing ngandhap, utawi kirim lokasi lumantar 📎.
problem-too-many-attachments = Lampiran paling kathah { $limit }; ingkang pungkasan boten katut kasimpen.
problem-file-not-accepted = Berkas { $name } boten saged dipuntampi. Mangga ngirim foto, video, PDF, utawi gambar. Video lan gambar paling ageng 20 MB; gambar HEIC mangga dipunkirim minangka foto, supados katrangan pribadi ing lebetipun saged dipunbusak.
problem-file-nameless = Berkas punika boten saged dipuntampi. Mangga ngirim foto, video, PDF, utawi gambar. Video lan gambar paling ageng 20 MB; gambar HEIC mangga dipunkirim minangka foto, supados katrangan pribadi ing lebetipun saged dipunbusak.
problem-misfit = { $kind ->
        [sticker] Stiker
        [poll] Jajak panemu
        [contact] Kontak
        [dice] Dadu
        [video_note] Pesen video bunder
        [animation] GIF
        [audio] Musik
        [game] Dolanan
        [story] Story
       *[other] Pesen ingkang kados makaten
    } boten saged dipunginakaken ing mriki.
problem-cannot-skip = Perangan punika kedah dipunisi rumiyin.
problem-first-question = Punika pitakenan ingkang sepisan.
problem-not-here = “{ $action }” dereng saged dipunginakaken ing mriki.
problem-stale = Tombol punika sampun boten lumampah.
problem-edit-unclear = Owah-owahaning pesen punika boten saged dipunwaos minangka wangsulan; wangsulan ingkang rumiyin tetep dipunginakaken.

remark-attachment-kept = Lampiran sampun kasimpen.
remark-attachment-known = Lampiran punika sampun wonten.
remark-attachments-cleared = { $count } lampiran sampun dipunbusak.
remark-place-kept = Panggenanipun sampun kasimpen.
remark-updated = { $field ->
        [story] Cariyos
        [category] Kategori
        [place] Panggenan
        [attachments] Lampiran
       *[other] Identitas
    } sampun dipunowahi.
