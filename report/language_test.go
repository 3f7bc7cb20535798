package report

import (
	"strings"
	"testing"
)

func TestLanguage(t *testing.T) {
	for _, c := range []struct{ want, text string }{
		{"und", "Libya declared a ceasefire."},
		{"en", "The foreign ministers met in the capital on Monday and agreed to go on with the talks."},
		{"az", "Xarici işlər nazirləri bazar ertəsi paytaxtda görüşüb və danışıqları davam etdirmək barədə razılığa gəliblər."},
		{"tr", "Dışişleri bakanları pazartesi günü başkentte bir araya geldi ve görüşmelerin devam etmesi konusunda anlaştı."},
		{"hy", "Արտգործնախարարները երկուշաբթի օրը հանդիպեցին մայրաքաղաքում։"},
		{"ka", "საგარეო საქმეთა მინისტრები ორშაბათს დედაქალაქში შეხვდნენ."},
		{"ru", "Министры иностранных дел встретились в столице в понедельник и договорились о том, что переговоры будут продолжены."},
		{"uk", "Міністри закордонних справ зустрілися в столиці в понеділок і домовилися про те, що переговори буде продовжено."},
		{"bg", "Министрите на външните работи се срещнаха в столицата в понеделник и се договориха преговорите да продължат."},
		{"sr", "Министри спољних послова састали су се у главном граду у понедељак и договорили се да се преговори наставе."},
		{"fa", "وزیران امور خارجه روز دوشنبه در پایتخت دیدار کردند و توافق کردند که گفتگوها ادامه یابد."},
		{"ar", "التقى وزراء الخارجية في العاصمة يوم الاثنين واتفقوا على مواصلة المحادثات في الأسبوع المقبل."},
		{"ur", "وزرائے خارجہ نے پیر کے روز دارالحکومت میں ملاقات کی اور بات چیت جاری رکھنے پر اتفاق کیا۔"},
		{"zh", "两国外长星期一在首都举行会谈，并同意继续谈判。"},
		{"ja", "両国の外務大臣は月曜日に首都で会談し、協議を続けることで合意した。"},
		{"ko", "외무장관들은 월요일 수도에서 만나 회담을 계속하기로 합의했다."},
		{"el", "Οι υπουργοί Εξωτερικών συναντήθηκαν στην πρωτεύουσα τη Δευτέρα."},
		{"he", "שרי החוץ נפגשו ביום שני בבירה והסכימו להמשיך בשיחות גם בשבוע הבא."},
		{"de", "Die Außenminister trafen sich am Montag in der Hauptstadt und einigten sich darauf, die Gespräche fortzusetzen."},
		{"fr", "Les ministres des affaires étrangères se sont réunis lundi dans la capitale et ont décidé de poursuivre les pourparlers."},
		{"es", "Los ministros de Exteriores se reunieron el lunes en la capital y acordaron continuar con las conversaciones."},
		{"it", "I ministri degli esteri si sono incontrati lunedì nella capitale e hanno deciso di proseguire i colloqui."},
		{"pt", "Os ministros dos Negócios Estrangeiros reuniram-se na segunda-feira na capital e decidiram continuar as conversações."},
		{"nl", "De ministers van Buitenlandse Zaken kwamen maandag bijeen in de hoofdstad en besloten de gesprekken voort te zetten."},
		{"pl", "Ministrowie spraw zagranicznych spotkali się w poniedziałek w stolicy i postanowili kontynuować rozmowy."},
		{"ro", "Miniștrii de externe s-au întâlnit luni în capitală și au hotărât să continue discuțiile."},
		{"hu", "A külügyminiszterek hétfőn találkoztak a fővárosban, és megállapodtak abban, hogy folytatják a tárgyalásokat."},
		{"sv", "Utrikesministrarna träffades i huvudstaden på måndagen och kom överens om att fortsätta samtalen."},
		{"fi", "Ulkoministerit tapasivat maanantaina pääkaupungissa ja sopivat, että neuvotteluja jatketaan."},
		{"und", ""}, {"und", "12 345"}, {"und", "OK"}, {"und", "Brussels"}, {"und", "Geneva, Baku, Yerevan"},
		{"mul", "The ministers met in the capital. Министры встретились в столице страны вчера."},
	} {
		if got := Language(c.text); got != c.want {
			t.Errorf("%q is said to be %q, want %q", c.text, got, c.want)
		}
	}
	// A few names in another script leave an English text English.
	if got := Language("The minister met Путин and Лавров in the capital and said that the talks would go on."); got != "en" {
		t.Errorf("names made it %q", got)
	}
	long := strings.Repeat("The ministers met in the capital and agreed to go on with the talks. ", 100000)
	if got := Language(long); got != "en" {
		t.Errorf("a long text is %q", got)
	}
}

func BenchmarkLanguage(b *testing.B) {
	text := strings.Repeat("The foreign ministers met in the capital on Monday and agreed to go on with the talks. ", 40)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Language(text)
	}
}
