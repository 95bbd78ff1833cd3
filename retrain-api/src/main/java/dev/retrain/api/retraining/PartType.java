package dev.retrain.api.retraining;

import dev.retrain.api.document.ObjectShape;
import java.util.Set;

/**
 * A kind of trigger, evaluator, metric source or data source that a document can name: its type
 * name and how it is written. Found by {@link java.util.ServiceLoader}.
 *
 * @param <P> what the part is used as, such as {@link Trigger}
 * @param <T> the class of the part
 */
public interface PartType<P, T extends P> {

  /** What the part is used as. */
  Class<P> role();

  /** The value of the key {@code type}, such as {@code cron}. */
  String name();

  /** The exact class of the part. */
  Class<T> type();

  /** The part's own keys. */
  ObjectShape<T> shape();

  /**
   * Those of its keys that hold paths: in a document read from a file, relative ones start from the
   * folder of that file.
   */
  default Set<String> pathKeys() {
    return Set.of();
  }
}
