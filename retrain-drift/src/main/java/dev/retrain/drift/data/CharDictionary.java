package dev.retrain.drift.data;

import java.util.ArrayList;
import java.util.List;

/** Numbers words in the order they are first seen, making a string of each once only. */
final class CharDictionary {
  private final List<String> words = new ArrayList<>();
  private int[] slots = new int[64];

  int code(char[] text, int from, int length) {
    int mask = slots.length - 1;
    int slot = hash(text, from, length) & mask;
    while (slots[slot] != 0) {
      int code = slots[slot] - 1;
      if (same(words.get(code), text, from, length)) {
        return code;
      }
      slot = (slot + 1) & mask;
    }
    words.add(new String(text, from, length));
    slots[slot] = words.size();
    if (2 * words.size() > slots.length) {
      grow();
    }
    return words.size() - 1;
  }

  List<String> words() {
    return words;
  }

  private static int hash(char[] text, int from, int length) {
    int hash = length;
    for (int i = from; i < from + length; i++) {
      hash = 31 * hash + text[i];
    }
    hash *= 0x9E3779B9;
    return hash ^ (hash >>> 16);
  }

  private static boolean same(String word, char[] text, int from, int length) {
    if (word.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (word.charAt(i) != text[from + i]) {
        return false;
      }
    }
    return true;
  }

  private void grow() {
    slots = new int[2 * slots.length];
    for (int code = 0; code < words.size(); code++) {
      char[] word = words.get(code).toCharArray();
      int slot = hash(word, 0, word.length) & (slots.length - 1);
      while (slots[slot] != 0) {
        slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = code + 1;
    }
  }
}
