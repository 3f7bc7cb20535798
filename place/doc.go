// Package place reads where: it finds the places that a report names, and says which of the world's many places of
// that name is meant, and how exactly that tells where something happened.
//
// Three questions are kept apart.
//
// Is it a place at all? The same word is a place in "a visit to Baku", a government in "Baku said" and a part of
// somebody's name in "Baku State University". Find reads the construction: the preposition and what the phrase hangs
// on, the noun that follows ("Kalbajar district"), the verb of which it is the object. Countries and capitals need a
// construction that only places stand in; towns need less; words that are names of towns by accident (Nice, Reading,
// Police) need more.
//
// Which one? There are some twenty towns called Paris. [Gazetteer.Resolve] weighs what the text itself says
// ("Paris, Texas"), the other places of the report and the divisions that they share, the countries of its actors,
// and only then size. One name has one meaning throughout a report unless the text says otherwise.
//
// How exactly? Every mention has ACLED's and UCDP's precision codes: a town is exact, "near" a town is not, a
// district, a province, a region across borders, a country and a sea are each coarser. Areas have a point near their
// middle, which is never to be read as the spot.
//
// The places come from two sources: a compiled gazetteer (GeoNames data; see LICENSE-gazetteer.md and package
// internal/gazetteer for the file) and the codebook's folder places/, plain tables that anybody can change. The latter
// go before: they know Stepanakert as Khankendi, Nagorno-Karabakh, the Sahel and the Strait of Hormuz. A place that
// neither knows is a mention with its words only: Resolved is false, and nothing is guessed.
package place
