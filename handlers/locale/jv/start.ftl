# Lawang ngajeng. Ingkang dereng wonten mriki dipunwaos saking basa Indonesia; tombol tetep ngangge basa Indonesia.

menu-hello = Taprose, papan warga matur. Wonten ingkang saged dipunbiyantu?
nothing-to-cancel = Boten wonten ingkang kedah dipunbatalaken.
talk-cancelled = Sampun dipunbatalaken.
language-chosen = Inggih, dipunlajengaken ngangge basa Jawi.
ask-language = Mangga milih basa:
offer = Pesenipun sampun kasimpen. Badhe dipundadosaken laporan? Tutul Buat laporan, utawi kirim malih ingkang badhe dipuntambahaken.
offer-more = { $count } pesen sampun kasimpen. Badhe dipundadosaken laporan? Tutul Buat laporan, utawi kirim malih ingkang badhe dipuntambahaken.
