package dev.retrain.kfp.ir;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Copies whose order depends on the content alone, so that equal definitions are equal bytes. */
final class SortedMaps {

  private SortedMaps() {}

  static <V> SortedMap<String, V> copy(Map<String, ? extends V> map) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }

  static List<String> distinct(Collection<String> names) {
    return names.stream().distinct().sorted().toList();
  }
}
