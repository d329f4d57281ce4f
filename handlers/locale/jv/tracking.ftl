# Daftar laporan, satunggal laporan, lan mirsani status. Tombol tetep ngangge basa Indonesia.

list-head = <b>Laporan kula</b>: { $total } laporan (kaca { $page }/{ $pages })
list-empty = Panjenengan dereng kagungan laporan.

report-timeline = <b>Lelampahanipun</b>
event-filed = Laporan kakirim
event-accepted = Dipuntampi { $agency }
event-rerouted = Dipunlajengaken dhateng { $agency }
event-asked = Pitakenan saking { $agency }
event-answered = Wangsulan panjenengan
event-added = Katrangan tambahan panjenengan
event-amended = Panjenengan ngowahi pesen
event-replied = Tanggapan { $agency }
event-promised = Janji tanggal saking { $agency }
event-resolved = Dipunrampungaken { $agency }
event-confirmed = Miturut panjenengan sampun beres
event-reopened = Dipunbikak malih: dereng beres
event-closed = Dipuntutup: boten wonten wangsulan
event-consented = Boten saged dipuntindaki
event-withdrawn = Dipuncabut
event-rated = Biji saking panjenengan
event-nudged = Koordinator ngengetaken OPD
event-extended = Wates wekdal dipuntambah koordinator
event-rechecked = Kabar panjenengan sasampunipun sekawan minggu

status-wanted = Mangga nyerat nomeripun, tuladhanipun: /status { $prefix }-26-000042-X
status-no-ticket = Punika sanes nomer laporan. Wujudipun kados { $prefix }-26-000042-X.
status-mistyped = Nomer punika klentu serat: aksara pungkasanipun boten cocog kaliyan sanesipun. Mangga dipunpriksa malih.
status-unknown = Laporan { $ticket } boten pinanggih.
status-of-others = <b>{ $ticket }</b>
    🗂 { $category } · Kecamatan { $kecamatan }
    { $status }
status-no-kecamatan = boten kasebat

ask-withdraw = Laporan { $ticket } dipuncabut? OPD badhe kendel anggenipun nangani.
withdraw-choose = Serat ya kangge nyabut, utawi tidak.
withdrawn = Laporan sampun dipuncabut. Matur nuwun sampun paring pirsa.
not-withdrawn = Inggih, laporan tetep lumampah.
