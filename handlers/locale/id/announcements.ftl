# Pengumuman: sejauh mana terkirim.

announcement-running = 📣 Mengirim pengumuman: { $sent } dari { $total } terkirim, { $failed } gagal.
announcement-stopping = 📣 Menghentikan pengumuman: { $sent } dari { $total } terkirim, { $failed } gagal.
announcement-stopped = ⏹ Pengumuman dihentikan: { $sent } dari { $total } terkirim, { $failed } gagal.
announcement-done = ✅ Pengumuman selesai: { $sent } dari { $total } terkirim, { $failed } gagal.
