# Daftar prentah ingkang dipuntedahaken Telegram ing obrolan pribadi.

command-lapor = Damel laporan enggal
command-laporan = Mirsani laporan
command-status = Mirsani status mawi nomer laporan
command-bahasa = Milih basa
command-pengingat = Mejahi utawi nggesangaken pangenget
command-privasi = Data punapa ingkang kasimpen
command-bantuan = Caranipun ngginakaken
command-batal = Mbatalaken ingkang saweg dipunisi
