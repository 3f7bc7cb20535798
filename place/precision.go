package place

// Precision codes that ACLED and UCDP give to where something happened. ACLED's geo_precision: 1 town,
// 2 part of a region (a district, the surroundings of a town), 3 region. UCDP's where_prec: 1 exact,
// 2 near a place, 3 second-order division, 4 first-order division, 5 fuzzy or linear, 6 country, 7 sea or air.
// (ACLED Codebook; Högbladh, UCDP GED Codebook.)

// precisionOf returns both codes for a place of a kind; near is set when the words only say that it was close by.
func precisionOf(k Kind, near bool) (acled, ucdp int) {
	switch k {
	case Populated, Capital, Feature:
		if near {
			return 2, 2
		}
		return 1, 1
	case District:
		return 2, 3
	case Province:
		return 3, 4
	case Area:
		return 3, 5
	case Country:
		return 3, 6
	case Water:
		return 3, 7
	}
	return 0, 0
}

// acledOf returns the geo_precision that goes with a where_prec.
func acledOf(ucdp int) int {
	switch ucdp {
	case 1:
		return 1
	case 2, 3:
		return 2
	case 4, 5, 6, 7:
		return 3
	}
	return 0
}

// Precision returns ACLED's geo_precision and UCDP's where_prec of a place of a kind.
func Precision(k Kind) (acled, ucdp int) { return precisionOf(k, false) }
