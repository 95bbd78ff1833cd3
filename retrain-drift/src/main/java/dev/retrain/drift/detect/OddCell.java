package dev.retrain.drift.detect;

import dev.retrain.drift.data.CategoricalColumn;
import dev.retrain.drift.data.CellText;
import dev.retrain.drift.data.ColumnKind;
import java.util.List;
import java.util.Optional;

/**
 * The first cell that keeps a column from being numbers, truth values or times, where nearly all
 * others are: most often a word for a missing value.
 *
 * @param kind what nearly all cells are
 * @param row where the odd one stands, from 1 on
 * @param text what it holds
 */
record OddCell(ColumnKind kind, int row, String text) {
  private static final int LOOKED_AT = 200;
  private static final double NEARLY_ALL = 0.8;

  static Optional<OddCell> of(CategoricalColumn column) {
    List<String> words = column.dictionary();
    int step = Math.max(1, words.size() / LOOKED_AT);
    for (ColumnKind kind : List.of(ColumnKind.BOOLEAN, ColumnKind.NUMERIC, ColumnKind.TIMESTAMP)) {
      int fitting = 0;
      int seen = 0;
      for (int code = 0; code < words.size(); code += step) {
        seen++;
        fitting += kind.fits(words.get(code)) ? 1 : 0;
      }
      boolean mostly = seen > 2 && fitting >= (words.size() > 4 ? NEARLY_ALL * seen : seen - 1);
      var row = mostly ? column.firstNot(kind) : java.util.OptionalInt.empty();
      if (row.isPresent()) {
        String text = CellText.quoted(column.text(row.getAsInt()));
        return Optional.of(new OddCell(kind, row.getAsInt() + 1, text));
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return "is taken as categories since row %d holds %s among %s values; if that means missing, name it as a missing token"
        .formatted(row, text, kind.label());
  }
}
