package dev.retrain.parquet;

import dev.retrain.drift.data.CategoricalColumn;
import dev.retrain.drift.data.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/**
 * Strings. Each row group has codes of its own while it is read; they become the column's when all
 * are there, in the order of the groups, so that the result does not depend on which was read
 * first.
 */
final class CategoricalTarget extends ColumnTarget {
  private final int[] codes;
  private final SortedMap<Integer, Group> groups = new TreeMap<>();

  private final Function<Binary, String> text;

  CategoricalTarget(int rows, Function<Binary, String> text) {
    this.codes = new int[rows];
    this.text = text;
  }

  @Override
  Pages.Sink sink(Pages pages, BitSet missing) {
    return new Group(pages.dictionary(), missing);
  }

  private final class Group implements Pages.Sink {
    private final Map<Binary, Integer> codeOf = new LinkedHashMap<>();
    private final int[] codeOfId;
    private final BitSet missing;
    private int first = -1;
    private int end;

    Group(@Nullable Dictionary dictionary, BitSet missing) {
      this.codeOfId = new int[dictionary == null ? 0 : dictionary.getMaxId() + 1];
      this.missing = missing;
      Arrays.fill(codeOfId, CategoricalColumn.MISSING);
      if (dictionary != null) {
        for (int id = 0; id < codeOfId.length; id++) {
          codeOfId[id] = code(dictionary.decodeToBinary(id));
        }
      }
    }

    private int code(Binary value) {
      Integer known = codeOf.get(value);
      if (known == null) {
        known = codeOf.size();
        codeOf.put(value.copy(), known);
      }
      return known;
    }

    @Override
    public void value(int row, ValuesReader reader, boolean fromDictionary) {
      put(
          row,
          fromDictionary ? codeOfId[reader.readValueDictionaryId()] : code(reader.readBytes()));
    }

    @Override
    public void missing(int row) {
      missing.set(row);
      put(row, CategoricalColumn.MISSING);
    }

    private void put(int row, int code) {
      if (first < 0) {
        first = row;
        synchronized (groups) {
          groups.put(row, this);
        }
      }
      codes[row] = code;
      end = row + 1;
    }
  }

  @Override
  Column column() {
    Map<String, Integer> codeOf = new LinkedHashMap<>();
    for (Group group : groups.values()) {
      List<Integer> translated = new ArrayList<>();
      for (Binary value : group.codeOf.keySet()) {
        translated.add(codeOf.computeIfAbsent(text.apply(value), v -> codeOf.size()));
      }
      for (int row = group.first; row < group.end; row++) {
        int code = codes[row];
        codes[row] = code == CategoricalColumn.MISSING ? code : translated.get(code);
      }
    }
    return CategoricalColumn.of(codes, List.copyOf(codeOf.keySet()));
  }
}
