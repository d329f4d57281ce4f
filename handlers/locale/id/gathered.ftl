# Kartu gabungan: banyak laporan yang datang bersamaan.

gathered-head = 🗂 <b>{ $count } laporan datang bersamaan.</b> Ketuk nomornya untuk membuka kartu.
gathered-line = { $icon } <b>{ $ticket }</b> · { $category } · 📍 { $place } · { $age } · ⏳ { $due }
gathered-handled = { $icon } <b>{ $ticket }</b> · { $category } · { $status } ({ $who })
gathered-elsewhere = ↪️ <b>{ $ticket }</b> · { $category } · kini di { $agency }
gathered-reply = Pesan ini memuat beberapa laporan. Buka dulu kartunya (ketuk nomornya), lalu balas kartu itu.
age-now = baru saja
age-minutes = { $count } menit lalu
age-hours = { $count } jam lalu
age-days = { $count } hari lalu
