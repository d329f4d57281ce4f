# Survei kepuasan masyarakat (SKM), PermenPANRB 14/2017: sanga perangan, dipunwangsuli 1 ngantos 4.

survey-offer = Punapa kersa ngisi survei bab { $agency }? Sangang tutulan; ingkang dipuntedahaken namung angka gabungan, lan paling kathah sepisan saben triwulan.
survey-offer-misfit = Serat isi survei, utawi lewati.
survey-question = <b>Survei { $number } saking { $total }</b>
    { $text }
survey-requirements = Sepinten trepipun sarat-saratipun paladosan?
survey-procedure = Sepinten gampilipun tata caranipun?
survey-time = Sepinten rikatipun anggenipun nangani?
survey-cost = Sepinten wajaripun ragadipun? Menawi tanpa ragad, pilih 4.
survey-product = Sepinten cocogipun asilipun kaliyan ingkang dipunjanjekaken?
survey-competence = Sepinten trampilipun petugas?
survey-conduct = Sepinten sopan lan sumehipun petugas?
survey-complaints = Sepinten saenipun aduan lan pamrayogi dipuntangani?
survey-facilities = Sepinten saenipun sarana lan prasarana?
survey-misfit = Tutul wangsulanipun, utawi serat 1 ngantos 4; lewati kangge mandheg.
survey-thanks = 🙏 Matur nuwun, survei panjenengan sampun kasimpen.
survey-left = Inggih, surveinipun boten siyos dipunisi. Matur nuwun.
