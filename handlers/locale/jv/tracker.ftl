# Tandha kirim ingkang dados panglacak, lan pawartos kangge pelapor.

tracker-head = Laporan sampun kakirim. Nomer: <b>{ $ticket }</b>
tracker-respond-by = ⏳ Dipuntanggapi saderengipun { $when }
tracker-resolve-by = ⏳ Dipunrampungaken saderengipun { $when }
tracker-promised = 🤝 Dipunjanjekaken rampung { $when }
tracker-silent = 🏁 Dipuntutup amargi boten wonten wangsulan
tracker-updated = Dipunenggalaken { $when }

share-text = Kula lapor dhateng Taprose, nomer { $ticket }. Statusipun saged dipunpirsani ing mriki:

push-accepted = ✋ { $ticket } sampun dipuntampi { $agency }. Dipunrampungaken paling kasep { $when }.
push-rerouted = ↪️ { $ticket } dipunlih dhateng { $agency } (dipuntanggapi paling kasep { $when }): { $reason }
push-rerouted-plain = ↪️ { $ticket } dipunlajengaken dhateng { $agency }; dipuntanggapi paling kasep { $when }.
push-rerouted-coordinators = ↪️ { $ticket } saweg dipunpadosaken OPD ingkang trep dening koordinator. Panjenengan boten perlu lapor malih.
push-promise-over = 📅 Janji tanggal kangge { $ticket } saking OPD saderengipun sampun boten lumampah; wates ngrampungaken samenika { $when }.
push-asked = ❓ { $agency } nyuwun pirsa bab { $ticket }:
    { $text }
    Tutul Jawab, utawi mangsuli pesen punika.
push-replied = 💬 Tanggapan { $agency } kangge { $ticket }:
    { $text }
push-replied-files = 💬 { $agency } ngirim berkas kangge { $ticket }.
push-promised = 🤝 { $agency } janji ngrampungaken { $ticket } paling kasep { $when }.
push-resolved = ✅ { $ticket } miturut { $agency } sampun rampung:
    { $text }
    Punapa sampun beres?
push-cannot-act = ⛔ { $ticket } boten saged dipuntindaki { $agency }. Alesanipun:
    { $text }
push-rejected = ⛔ { $ticket } boten saged dipuntampi minangka laporan. Alesanipun:
    { $text }
