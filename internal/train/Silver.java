import edu.stanford.nlp.ie.crf.CRFClassifier;
import edu.stanford.nlp.ling.CoreAnnotations;
import edu.stanford.nlp.ling.CoreLabel;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Labels tokenised sentences with the names that a model of CoreNLP finds: silver data for `train names`.
 *
 * <pre>
 * go run ./internal/train name-texts > sentences.txt
 * java -cp stanford-corenlp-4.5.1.jar:stanford-corenlp-4.5.1-models.jar internal/train/Silver.java \
 *   edu/stanford/nlp/models/ner/english.all.3class.distsim.crf.ser.gz < sentences.txt > silver3.txt
 * </pre>
 */
class Silver {
  public static void main(String[] arguments) throws Exception {
    CRFClassifier<CoreLabel> model = CRFClassifier.getClassifier(arguments[0]);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    for (String line; (line = in.readLine()) != null; ) {
      List<CoreLabel> words = new ArrayList<>();
      for (String form : line.split(" ")) {
        CoreLabel word = new CoreLabel();
        word.setWord(form);
        words.add(word);
      }
      for (CoreLabel word : model.classifySentence(words)) {
        out.println(word.word() + " " + word.get(CoreAnnotations.AnswerAnnotation.class));
      }
      out.println();
    }
    out.flush();
  }
}
