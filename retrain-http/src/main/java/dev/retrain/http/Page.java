package dev.retrain.http;

import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.TransientFailure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One page of a list that a service returns in parts.
 *
 * @param items what is on the page; may be none although more pages follow
 * @param next the cursor of the next page, if there is one; an empty text means there is none
 */
public record Page<T>(List<T> items, Optional<String> next) {

  /** Copies the items. */
  public Page {
    items = List.copyOf(items);
    next = next.filter(cursor -> !cursor.isEmpty());
  }

  /**
   * Returns the items of all pages in their order.
   *
   * @param mostPages how many pages are fetched at most, from 1
   * @param fetch returns the page of a cursor, the first page for none; a page without {@code next}
   *     ends the walk, so a caller who has seen enough leaves it out
   * @throws TransientFailure if the service returns a cursor a second time
   * @throws PermanentFailure if there are more pages
   */
  public static <T> List<T> all(int mostPages, Function<Optional<String>, Page<T>> fetch) {
    List<T> items = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    Optional<String> cursor = Optional.empty();
    for (int page = 1; page <= mostPages; page++) {
      Page<T> read = fetch.apply(cursor);
      items.addAll(read.items());
      cursor = read.next();
      if (cursor.isEmpty()) {
        return List.copyOf(items);
      }
      if (!seen.add(cursor.get())) {
        throw new TransientFailure(
            "cannot read a list: after page " + page + " the service returned a cursor again");
      }
    }
    throw new PermanentFailure(
        "cannot read a list: it has more than " + mostPages + " pages",
        FailureContext.hint("ask for larger pages, or for a part of the list"),
        null);
  }
}
