# Survei kepuasan masyarakat (SKM), PermenPANRB 14/2017: sembilan unsur, dijawab 1 sampai 4.

survey-offer = Bersedia mengisi survei tentang { $agency }? Sembilan ketukan; yang ditampilkan hanya angka gabungan, dan paling banyak sekali tiap triwulan.
btn-survey = Isi survei
survey-offer-misfit = Ketik isi survei, atau lewati.
survey-question = <b>Survei { $number } dari { $total }</b>
    { $text }
survey-requirements = Seberapa sesuai persyaratan pelayanannya?
survey-procedure = Seberapa mudah prosedurnya?
survey-time = Seberapa cepat penanganannya?
survey-cost = Seberapa wajar biayanya? Bila gratis, pilih 4.
survey-product = Seberapa sesuai hasilnya dengan yang dijanjikan?
survey-competence = Seberapa mampu petugasnya?
survey-conduct = Seberapa sopan dan ramah petugasnya?
survey-complaints = Seberapa baik aduan dan saran ditangani?
survey-facilities = Seberapa baik sarana dan prasarananya?
btn-skm-1 = 1 Tidak baik
btn-skm-2 = 2 Kurang baik
btn-skm-3 = 3 Baik
btn-skm-4 = 4 Sangat baik
survey-misfit = Ketuk jawabannya, atau ketik 1 sampai 4; lewati untuk berhenti.
survey-thanks = 🙏 Terima kasih, survei Anda tersimpan.
survey-left = Baik, surveinya tidak jadi diisi. Terima kasih.
