/*
Package backup makes copies of databases of SQLite while others write to them, and puts copies in the place of
databases. Packages record and access say what their files are; here stands how a file comes to lie whole where it is
wanted, or not at all.

[Take] copies a database as it stands at one moment into a file of a hidden name beside where it will lie, has SQLite
write it and the disk keep it. [File.Check] reads it through. [File.Keep] packs it when that is asked for, and gives it
its name: only then is there anything by that name, so that whoever is killed in between leaves no half copy. [Unpack]
makes such a file of a copy, and [File.Replace] puts it in the place of a database that nobody uses.

The copy is made by SQLite's online backup within one transaction that reads: writers neither wait for it nor make it
begin again. docs/backup.md gives the figures.
*/
package backup
