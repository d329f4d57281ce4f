# Kartu gabungan: banyak laporan yang datang bersamaan.

combined-head = 🗂 <b>{ $count } laporan datang bersamaan.</b> Ketuk nomornya untuk membuka kartu.
combined-line = { $icon } <b>{ $ticket }</b> · { $category } · 📍 { $place } · { $age } · ⏳ { $due }
combined-handled = { $icon } <b>{ $ticket }</b> · { $category } · { $status } ({ $who })
combined-elsewhere = ↪️ <b>{ $ticket }</b> · { $category } · kini di { $agency }
combined-reply = Pesan ini memuat beberapa laporan. Buka dulu kartunya (ketuk nomornya), lalu balas kartu itu.
age-now = baru saja
age-minutes = { $count } menit lalu
age-hours = { $count } jam lalu
age-days = { $count } hari lalu
