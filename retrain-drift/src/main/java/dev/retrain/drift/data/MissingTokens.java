package dev.retrain.drift.data;

import java.util.Set;

/** The cells that mean missing; compared without making strings. */
final class MissingTokens {
  private final char[][] tokens;
  private final int longest;

  MissingTokens(Set<String> tokens) {
    this.tokens = tokens.stream().sorted().map(String::toCharArray).toArray(char[][]::new);
    this.longest = tokens.stream().mapToInt(String::length).max().orElse(-1);
  }

  boolean matches(char[] text, int from, int length) {
    if (length > longest) {
      return false;
    }
    for (char[] token : tokens) {
      if (token.length == length && startsWith(text, from, token)) {
        return true;
      }
    }
    return false;
  }

  private static boolean startsWith(char[] text, int from, char[] token) {
    for (int i = 0; i < token.length; i++) {
      if (text[from + i] != token[i]) {
        return false;
      }
    }
    return true;
  }
}
