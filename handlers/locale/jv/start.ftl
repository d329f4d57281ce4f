# Lawang ngajeng: atur pambagya, panyarujukan, menu, pitulungan, basa, privasi. Tombol tetep ngangge basa Indonesia.

menu-hello = Taprose, papan warga matur. Wonten ingkang saged dipunbiyantu?
nothing-to-cancel = Boten wonten ingkang kedah dipunbatalaken.
conversation-cancelled = Sampun dipunbatalaken.
unknown-command = Prentah punika boten wonten. Serat /bantuan kangge mirsani ingkang wonten.
only-in-group = Prentah punika namung wonten grup OPD. Ing mriki panjenengan saged lapor mawi /lapor.

consent = Sugeng rawuh ing Taprose, papan warga { $regency } matur.
    Laporan panjenengan dipunlajengaken dhateng petugas OPD ingkang wenang, lan saben kalajenganipun kula aturaken ing mriki.
    🔒 Asma Telegram, cariyos, panggenan, lan lampiran panjenengan kasimpen minangka arsip aduan, boten dipunbusak otomatis. Petugas namung mirsani asma panjenengan menawi panjenengan marengaken. Jangkepipun: /privasi

privacy = <b>Data ingkang kasimpen</b>
    Nomer, asma, asma pangangge, lan pilihan basa Telegram panjenengan; laporan, panggenan, lampiran, lan wawan rembag bab laporan punika. Nomer telpun boten dipunsuwun. Berkas tetep wonten server Telegram.
    Petugas OPD maos laporan. Asma panjenengan (asma ngajeng lan satunggal aksara) namung katingal menawi panjenengan milih “Nama ditampilkan”; laporan “Rahasia” ugi boten mlebet daftar umum.
    <b>Pinten dangunipun</b>
    Laporan lan ingkang matur kasimpen minangka arsip aduan Pamarentah { $regency }, namung kangge nangani laporan; dereng wonten ingkang dipunbusak otomatis. Ingkang dereng dipunkirim kasimpen ngantos panjenengan kirim utawi batalaken. Turunan pesen bot dipunbusak sasampunipun { $sent } dinten, ingkang boten saged kakirim, lan pesen panjenengan ingkang boten saged kaolah, sasampunipun { $dead } dinten.

ask-language = Mangga milih basa:
language-chosen = Inggih, dipunlajengaken ngangge basa Jawi.

help-citizen = <b>Pitulungan</b>
    /lapor damel laporan · /laporan laporan kula · /status NOMER mirsani status
    /batal mbatalaken · /bahasa gantos basa · /pengingat ngatur pangenget · /privasi data ingkang kasimpen
    Saben tombol ugi saged dipunserat. Mangsuli pesen bab satunggaling laporan ateges nambah katrangan. Menawi gawat: telpun 112.

offer = Pesenipun sampun kasimpen. Badhe dipundadosaken laporan? Tutul Buat laporan, utawi kirim malih ingkang badhe dipuntambahaken.
offer-more = { $count } pesen sampun kasimpen. Badhe dipundadosaken laporan? Tutul Buat laporan, utawi kirim malih ingkang badhe dipuntambahaken.
offer-full = Pesen ingkang pungkasan boten katut kasimpen amargi sampun wonten { $count }. Tutul Buat laporan kangge nglajengaken.
talk-greeting = Sugeng rawuh! Wonten ingkang saged kula biyantu? Mangga dipuncariyosaken mawon ing mriki.
talk-thanks = Sami-sami, remen saged mbiyantu. Menawi wonten masalah malih, mangga dipuncariyosaken ing mriki.
talk-ok = Inggih. Menawi wonten ingkang badhe dipunlaporaken, mangga dipuncariyosaken ing mriki.
offer-category = Badhe lapor bab { $category }? Tutul Buat laporan.
offer-categories = Badhe lapor bab ingkang pundi?
unprompted-misfit = Pesen ingkang kados makaten dereng saged kula olah. Mangga ngirim seratan, foto, video, dokumen, swanten, utawi lokasi.
