package dev.retrain.drift.stat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A two-sample table whose rare cells are put together. */
final class Pooled {

  private final List<Cell> cells;
  private final int rare;

  private Pooled(List<Cell> cells, int rare) {
    this.cells = cells;
    this.rare = rare;
  }

  private record Cell(long reference, long current) {
    long both() {
      return reference + current;
    }

    Cell and(Cell other) {
      return new Cell(reference + other.reference, current + other.current);
    }
  }

  static Pooled of(long[] reference, long[] current, double leastExpected) {
    double n = TableCells.sum(reference);
    double m = TableCells.sum(current);
    double needed = leastExpected * (n + m) / Math.min(n, m);
    List<Cell> common = new ArrayList<>();
    Cell pool = new Cell(0, 0);
    int rare = 0;
    for (int i = 0; i < reference.length; i++) {
      Cell cell = new Cell(reference[i], current[i]);
      if (cell.both() >= needed) {
        common.add(cell);
      } else if (cell.both() > 0) {
        pool = pool.and(cell);
        rare++;
      }
    }
    if (pool.both() > 0) {
      addPool(common, pool, needed);
    }
    return new Pooled(common, rare);
  }

  private static void addPool(List<Cell> common, Cell pool, double needed) {
    if (pool.both() >= needed || common.isEmpty()) {
      common.add(pool);
      return;
    }
    Cell smallest = common.stream().min(Comparator.comparingLong(Cell::both)).orElseThrow();
    common.remove(smallest);
    common.add(smallest.and(pool));
  }

  int cells() {
    return cells.size();
  }

  /** Rows of the reference in all cells. */
  long referenceRows() {
    return cells.stream().mapToLong(Cell::reference).sum();
  }

  /** Rows of the current sample in all cells. */
  long currentRows() {
    return cells.stream().mapToLong(Cell::current).sum();
  }

  /** Rows of the reference in a cell. */
  double reference(int cell) {
    return (double) cells.get(cell).reference();
  }

  /** Rows of the current sample in a cell. */
  double current(int cell) {
    return (double) cells.get(cell).current();
  }

  /** Returns how many cells went into the pooled one. */
  int rare() {
    return rare;
  }
}
