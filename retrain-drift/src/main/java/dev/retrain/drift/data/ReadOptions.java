package dev.retrain.drift.data;

import static dev.retrain.drift.data.ColumnKind.CATEGORICAL;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * How a file is read.
 *
 * @param kinds the kind of a column by name; wins over inference. Names the file does not have are
 *     ignored
 * @param strict whether a cell that does not fit a kind given in {@code kinds} is an error;
 *     otherwise the column is read as categorical, so that a validation can report it
 * @param roles the roles of columns; of a sensitive column no cell is quoted in an error
 * @param columns the columns to read, in this order; empty for all
 * @param missing unquoted cells of a CSV file that mean missing; while the default ones are among
 *     them, more words do so among numbers, truth values and times
 * @param separator between the cells of a CSV file; {@link #DETECT} to find it
 * @param blockBytes how much of a CSV file is parsed at a time, and so about the size of a batch
 * @param progress told after each batch, from the calling thread
 */
public record ReadOptions(
    Map<String, ColumnKind> kinds,
    boolean strict,
    Roles roles,
    List<String> columns,
    Set<String> missing,
    char separator,
    int blockBytes,
    Consumer<ReadProgress> progress) {

  /** The separator that stands for finding it: comma, semicolon, tab or vertical bar. */
  public static final char DETECT = '\0';

  private static final int BLOCK_BYTES = 1 << 18;

  /** Copies the collections. */
  public ReadOptions {
    kinds = Map.copyOf(kinds);
    columns = List.copyOf(columns);
    missing = Set.copyOf(missing);
    if (blockBytes < 64) {
      throw new IllegalArgumentException("blockBytes must be at least 64, not " + blockBytes);
    }
  }

  /**
   * Returns the defaults: kinds inferred, all columns, the separator detected, blocks of 256 KiB,
   * and missing what other programs write for it: the empty cell, {@code NA}, {@code N/A}, {@code
   * <NA>}, {@code #N/A}, {@code null}, {@code None}, {@code \N} and the like; among numbers, truth
   * values and times also {@code -}, {@code ?}, {@code .}, {@code #DIV/0!} and the like, in any
   * case.
   */
  public static ReadOptions standard() {
    return new ReadOptions(
        Map.of(),
        true,
        Roles.NONE,
        List.of(),
        MissingTokens.ANYWHERE,
        DETECT,
        BLOCK_BYTES,
        progress -> {});
  }

  /** Returns these options with kinds that must hold. */
  public ReadOptions kinds(Map<String, ColumnKind> kinds) {
    return new ReadOptions(kinds, true, roles, columns, missing, separator, blockBytes, progress);
  }

  /** Returns these options with kinds that give way to categorical where a cell does not fit. */
  public ReadOptions preferredKinds(Map<String, ColumnKind> kinds) {
    return new ReadOptions(kinds, false, roles, columns, missing, separator, blockBytes, progress);
  }

  /**
   * Reads with these options; where a kind that was inferred or only preferred is contradicted, the
   * column is made categorical and the reading begins anew.
   *
   * @param reading reads a file from its start and keeps nothing when it throws
   * @throws KindMismatch if a kind that must hold is contradicted
   */
  public <R> R widening(Function<ReadOptions, R> reading) {
    Map<String, ColumnKind> widened = new HashMap<>(kinds);
    while (true) {
      try {
        return reading.apply(strict ? kinds(widened) : preferredKinds(widened));
      } catch (KindMismatch mismatch) {
        boolean again = widened.put(mismatch.column(), CATEGORICAL) == CATEGORICAL;
        if (!mismatch.mayWiden() || again) {
          throw mismatch;
        }
      }
    }
  }

  /** Returns whether a column's kind may give way: it is inferred, or given as a preference. */
  boolean mayWiden(String column) {
    return !strict || !kinds.containsKey(column);
  }

  /** Returns these options with other roles. */
  public ReadOptions roles(Roles roles) {
    return new ReadOptions(kinds, strict, roles, columns, missing, separator, blockBytes, progress);
  }

  /** Returns these options reading only these columns. */
  public ReadOptions columns(List<String> columns) {
    return new ReadOptions(kinds, strict, roles, columns, missing, separator, blockBytes, progress);
  }

  /** Returns these options with other cells that mean missing. */
  public ReadOptions missing(Set<String> missing) {
    return new ReadOptions(kinds, strict, roles, columns, missing, separator, blockBytes, progress);
  }

  /** Returns these options with more cells that mean missing. */
  public ReadOptions alsoMissing(Set<String> more) {
    Set<String> all = new HashSet<>(missing);
    all.addAll(more);
    return missing(all);
  }

  /** Returns these options with another separator. */
  public ReadOptions separator(char separator) {
    return new ReadOptions(kinds, strict, roles, columns, missing, separator, blockBytes, progress);
  }

  /** Returns these options with another block size, at least 64. */
  public ReadOptions blockBytes(int blockBytes) {
    return new ReadOptions(kinds, strict, roles, columns, missing, separator, blockBytes, progress);
  }

  /** Returns these options with a listener that is told after each batch. */
  public ReadOptions progress(Consumer<ReadProgress> progress) {
    return new ReadOptions(kinds, strict, roles, columns, missing, separator, blockBytes, progress);
  }
}
