# Pangenget kangge pelapor.

push-question-again = ⏰ { $agency } taksih nengga wangsulan panjenengan bab { $ticket }:
    { $text }
    Tutul Jawab, utawi mangsuli pesen punika.
push-confirm-again = ⏰ { $ticket } miturut { $agency } sampun rampung. Punapa sampun beres?
push-closed-question = 🏁 { $ticket } dipuntutup: pitakenan { $agency } boten wonten wangsulanipun. Menawi taksih wonten prekawis, mangga lapor malih.
push-closed-confirm = 🏁 { $ticket } dipuntutup: boten wonten wangsulan punapa sampun beres. Menawi dereng beres, mangga lapor malih.
push-still-good = 🔎 { $ticket } dipunrampungaken { $agency } sekawan minggu kepengker. Punapa taksih sae?
    📍 { $place }
place-map = { $place } (<a href="{ $map }">peta</a>)
still-good-thanks = Matur nuwun sampun paring kabar.
broken-again = Matur nuwun. { $ticket } tetep kacathet; mangga damel laporan enggal supados dipuntangani malih.
push-extended = 📅 Wates ngrampungaken { $ticket } dipuntambah koordinator ngantos { $when }: { $reason }
push-extended-response = 📅 Wates nanggapi { $ticket } dipuntambah koordinator ngantos { $when }: { $reason }
push-clock-moved = ⏳ Wekdal nengga wangsulan panjenengan boten dipunetang; wates ngrampungaken { $ticket } samenika { $when }.

draft-hour = ✍️ Laporan panjenengan dereng kakirim. Ingkang sampun dipunserat taksih kasimpen.
draft-day = ✍️ Laporan panjenengan wingi dereng kakirim. Ingkang sampun dipunserat tetep kasimpen; boten badhe kula engetaken malih.
reminders-on = 🔔 Pangenget gesang: laporan ingkang dereng rampung dipunserat, pitakenan OPD, lan “sampun beres?”.
reminders-off = 🔕 Pangenget dipunpejahi. Owahing status laporan tetep kula aturaken.
