# Mengapa suatu jawaban tidak dapat dipakai, dan apa yang terjadi dengannya.

problem-no-words = { $field ->
        [story] Ceritanya belum berisi kata. Tulis paling sedikit { $minimum } huruf.
       *[other] Alamat atau patokannya belum berisi kata.
    }
problem-too-short = { $field ->
        [story] Terlalu pendek. Ceritakan sedikit lebih lengkap, paling sedikit { $minimum } huruf dan dua kata.
       *[other] Terlalu pendek. Tulis alamat atau patokan yang dapat dicari petugas.
    }
problem-too-long = { $field ->
        [story] Terlalu panjang: { $count } huruf, kelebihan { $over }. Persingkat sampai { $limit } huruf; Anda boleh mengedit pesan itu.
       *[other] Alamatnya terlalu panjang: paling banyak { $limit } huruf.
    }
problem-not-in-list = Pilihan itu tidak ada dalam daftar. Ketuk salah satu, atau ketik nama atau nomornya.
problem-choose = Jawaban itu belum dapat dipakai di sini.
problem-outside-regency = Lokasi itu di luar { $regency }. Taprose hanya melayani { $regency }.
problem-location-by-button = Ketuk tombol “Kirim lokasi saya” di bawah, atau kirim lokasi lewat 📎.
problem-too-many-attachments = Lampiran paling banyak { $limit }; yang terakhir tidak ikut tersimpan.
problem-file-not-accepted = Berkas { $name } tidak dapat diterima. Kirim foto, video, PDF, atau gambar. Video dan gambar paling besar 20 MB; gambar HEIC kirimlah sebagai foto, supaya keterangan pribadi di dalamnya dapat dihapus.
problem-file-nameless = Berkas itu tidak dapat diterima. Kirim foto, video, PDF, atau gambar. Video dan gambar paling besar 20 MB; gambar HEIC kirimlah sebagai foto, supaya keterangan pribadi di dalamnya dapat dihapus.
problem-misfit = { $kind ->
        [sticker] Stiker
        [poll] Jajak pendapat
        [contact] Kontak
        [dice] Dadu
        [video_note] Pesan video bulat
        [animation] GIF
        [audio] Musik
        [game] Permainan
        [story] Story
       *[other] Pesan jenis itu
    } tidak dapat dipakai di sini.
problem-cannot-skip = Bagian ini perlu diisi dulu.
problem-first-question = Ini pertanyaan pertama.
problem-not-here = “{ $action }” belum dapat dipakai di sini.
problem-stale = Tombol ini sudah tidak berlaku.
problem-edit-unclear = Perubahan pesan itu tidak dapat kami baca sebagai jawaban; jawaban yang lama tetap dipakai.

remark-attachment-kept = Lampiran tersimpan.
remark-attachment-known = Lampiran itu sudah ada.
remark-attachments-cleared = { $count } lampiran dihapus.
remark-place-kept = Lokasinya kami simpan.
remark-updated = { $field ->
        [story] Cerita
        [category] Kategori
        [place] Lokasi
        [attachments] Lampiran
       *[other] Identitas
    } diperbarui.
