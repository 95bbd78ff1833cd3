package dev.retrain.testkit.loopback;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Command lines as lists of words. */
final class Words {

  private Words() {}

  /**
   * Returns the words with the first occurrence of some replaced by others.
   *
   * @throws IllegalArgumentException if they do not occur
   */
  static List<String> replaced(List<String> words, List<String> there, List<String> here) {
    int at = Collections.indexOfSubList(words, there);
    if (at < 0 || there.isEmpty()) {
      throw new IllegalArgumentException("the step does not call " + there + ", but " + words);
    }
    List<String> all = new ArrayList<>(words.subList(0, at));
    all.addAll(here);
    all.addAll(words.subList(at + there.size(), words.size()));
    return all;
  }
}
