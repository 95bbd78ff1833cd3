package dev.retrain.kfp.check;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads an expression from left to right, passing over blanks. */
final class ConditionLexer {

  private static final Pattern STRING = Pattern.compile("'((?:[^'\\\\]|\\\\.)*)'");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
  private static final Pattern BLANKS = Pattern.compile("\\s*");

  /** The expression does not follow the grammar. */
  static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
      super(message, null, false, false);
    }
  }

  private final String text;
  private int at;

  ConditionLexer(String text) {
    this.text = text;
  }

  boolean take(String word) {
    skipBlanks();
    boolean found = text.startsWith(word, at);
    at += found ? word.length() : 0;
    return found;
  }

  /** Returns the content of a quoted string, escapes as written. */
  Optional<String> takeString() {
    return take(STRING).map(matcher -> matcher.group(1));
  }

  Optional<String> takeNumber() {
    return take(NUMBER).map(Matcher::group);
  }

  void expect(String word) {
    if (!take(word)) {
      throw new Unreadable("expected " + word + " at position " + at);
    }
  }

  void expectEnd() {
    skipBlanks();
    if (at < text.length()) {
      throw new Unreadable("did not expect anything at position " + at);
    }
  }

  private Optional<Matcher> take(Pattern pattern) {
    skipBlanks();
    Matcher matcher = pattern.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      return Optional.empty();
    }
    at = matcher.end();
    return Optional.of(matcher);
  }

  private void skipBlanks() {
    Matcher blanks = BLANKS.matcher(text).region(at, text.length());
    at = blanks.lookingAt() ? blanks.end() : at;
  }
}
